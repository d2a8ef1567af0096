#pragma once

#include "datasets/deadline.hpp"
#include "tiles/crowding.hpp"
#include "tiles/feature_source.hpp"
#include "tiles/hot_pixels.hpp"
#include "tiles/tile_attempt.hpp"
#include "tiles/valid_polygon.hpp"

#include <optional>
#include <utility>
#include <vector>

namespace tiles {

/// Draws the lines and polygons of a tile, and the points on which they bear their names. The source must outlive it.
class ShapePainter {
public:
    ShapePainter(const FeatureSource& source, const TileOptions& options, const datasets::Deadline& deadline)
        : source_{source}, options_{options}, deadline_{deadline}
    {
    }

    /// `options.polygons` must be decided, not automatic. Throws datasets::Overtime past the deadline.
    void draw_shapes(const TileContent& content, const Crowding& crowding, TileAttempt& attempt);

private:
    void add_specks(const std::vector<FeatureIndex>& specks, double side, TileAttempt& attempt) const;
    void add_lines(std::vector<std::pair<FeatureIndex, datasets::Lines<TilePoint>>> lines,
                   TileAttempt& attempt) const;
    void add_line_labels(const TileContent& content, FeatureIndex feature, const Crowding& crowding,
                         TileAttempt& attempt) const;
    void look_at_coverage(const TileContent& content, int coarser);
    [[nodiscard]] datasets::Geometry<UnitPoint> part_in(TileId tile, const TileShape& shape,
                                                        int coarser) const;

    const FeatureSource& source_;
    TileOptions options_;
    datasets::Deadline deadline_;
    PolygonMender mender_{};
    std::optional<HotPixels> pixels_{}; ///< of a coverage, of the tile in hand
    std::vector<datasets::Geometry<UnitPoint>>
        areas_{}; ///< of a coverage, what of each shape is in the tile in hand
};

} // namespace tiles
