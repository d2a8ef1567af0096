#pragma once

#include "datasets/deadline.hpp"
#include "tiles/point_painter.hpp"
#include "tiles/shape_painter.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace tiles {

/// Encodes tiles of one dataset: quantises, makes polygons valid, and, if a tile is too large, tries again with less. Where the
/// features come from is the source's business: prebuilt tiles and those made on request obey the same rules.
/// One object belongs to one thread; the source must outlive it.
///
/// Layer `<name>` holds all features, `<name>-labels` a point on each polygon, and chain of lines, whose place is in this tile. If
/// something is clustered, merged or omitted, `<name>-tile` holds one point, in the middle of the tile, whose properties `features`,
/// `clustered`, `merged` and `omitted` say how many: a layer of its own, so that every client that does not ask for it leaves it alone.
class TileEncoder {
public:
    /// `options.polygons` must be decided, not automatic.
    TileEncoder(std::string name, const FeatureSource& source, const TileOptions& options,
                const datasets::Deadline& deadline = {}, Packing packing = Packing::kept);

    /// Throws datasets::Overtime past the deadline.
    [[nodiscard]] EncodedTile encode(const TileContent& content);

private:
    [[nodiscard]] TileAttempt attempt(const TileContent& content, const Crowding& crowding);

    std::string name_;
    const FeatureSource& source_;
    TileOptions options_;
    datasets::Deadline deadline_;
    Packing packing_;
    std::vector<std::vector<std::size_t>> shown_{};  ///< fields of each zoom
    std::vector<std::vector<std::size_t>> labels_{}; ///< those of its label points
    PointPainter points_;
    ShapePainter shapes_;
    TokenCache main_cache_{};
    TokenCache label_cache_{};
};

} // namespace tiles
