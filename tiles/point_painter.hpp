#pragma once

#include "tiles/crowding.hpp"
#include "tiles/feature_source.hpp"
#include "tiles/tile_attempt.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace tiles {

/// Draws the points of a tile: each alone, or those of a cell as a cluster or as one of them. The source must outlive it.
class PointPainter {
public:
    PointPainter(const FeatureSource& source, const TileOptions& options);

    void draw_points(const TileContent& content, const Crowding& crowding, TileAttempt& attempt) const;

private:
    void add_cluster(const TileContent& content, std::span<const std::uint32_t> group,
                     TileAttempt& attempt) const;

    const FeatureSource& source_;
    TileOptions options_;
    std::size_t count_by_; ///< a field, or none
};

} // namespace tiles
