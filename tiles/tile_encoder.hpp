#pragma once

#include "tiles/crowding.hpp"
#include "tiles/source_layer.hpp"
#include "tiles/valid_polygon.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace tiles {

/// A tile ready for the archive, and what became of its features.
struct EncodedTile {
    TileId tile{};
    std::string mvt{};     ///< uncompressed; empty if nothing is left to draw
    std::string gzipped{}; ///< the same, compressed
    bool crowded = false;  ///< something had to give way to the limits
    std::vector<FeatureIndex> drawn{};
    std::vector<FeatureIndex> clustered{};
    std::vector<FeatureIndex> merged{};  ///< drawn as part of another feature
    std::vector<FeatureIndex> omitted{}; ///< not drawn, of those whose place is in this tile
    std::size_t shrunk =
        0; ///< of those drawn, or standing for merged ones: a point or square in place of their shape
};

/// Encodes tiles of one dataset: quantises, makes polygons valid, and, if a tile is too large, tries again with less. Where the
/// features come from is the source's business: prebuilt tiles and those made on request obey the same rules.
/// One object belongs to one thread; the source must outlive it.
///
/// Layer `<name>` holds all features, `<name>-labels` a point on each polygon whose place is in this tile. If something is clustered,
/// merged or omitted, `<name>-tile` holds one point, in the middle of the tile, whose properties `features`, `clustered`, `merged`
/// and `omitted` say how many: a layer of its own, so that every client that does not ask for it leaves it alone.
class TileEncoder {
public:
    /// `options.polygons` must be decided, not automatic.
    TileEncoder(std::string name, const FeatureSource& source, const TileOptions& options);

    [[nodiscard]] EncodedTile encode(const TileContent& content);

private:
    struct Attempt;

    [[nodiscard]] Attempt attempt(const TileContent& content, const Crowding& crowding);
    void add_points(const TileContent& content, const Crowding& crowding, Attempt& attempt);
    void add_cluster(const TileContent& content, std::span<const std::uint32_t> group, Attempt& attempt);
    void add_shapes(const TileContent& content, const Crowding& crowding, Attempt& attempt);
    void add_specks(const std::vector<FeatureIndex>& specks, double side, Attempt& attempt);
    void add_lines(std::vector<std::pair<FeatureIndex, datasets::Lines<TilePoint>>> lines, Attempt& attempt);
    [[nodiscard]] bool is_pinned(FeatureIndex feature, TileId tile) const;
    [[nodiscard]] datasets::Geometry<TilePoint> place(WorldPoint position, TileId tile) const;
    [[nodiscard]] datasets::Geometry<TilePoint> shape_of(const TileShape& shape, const FeatureShape& info,
                                                         TileId tile, int coarser) const;

    std::string name_;
    const FeatureSource& source_;
    TileOptions options_;
    std::vector<std::vector<std::size_t>> shown_{}; ///< fields of each zoom
    std::size_t count_by_;                          ///< a field, or none
    TokenCache main_cache_{};
    TokenCache label_cache_{};
    PolygonMender mender_{};
};

} // namespace tiles
