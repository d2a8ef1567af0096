#pragma once

#include "tiles/crowding.hpp"
#include "tiles/feature_table.hpp"
#include "tiles/tile_content.hpp"
#include "tiles/tiler.hpp"
#include "tiles/valid_polygon.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace tiles {

/// A tile ready for the archive, and what became of its features. A feature may be in several lists.
struct EncodedTile {
    TileId tile{};
    std::string gzipped{}; ///< empty if nothing is left to draw
    std::size_t bytes = 0; ///< uncompressed
    bool crowded = false;  ///< something had to give way to the limit
    std::vector<FeatureIndex> drawn{};
    std::vector<FeatureIndex> clustered{};
    std::vector<FeatureIndex> omitted{}; ///< left out to stay under the limit
};

/// Encodes tiles of one dataset: quantises, makes polygons valid, and, if a tile is too large, tries again with less.
/// One object belongs to one thread; the table and options must outlive it.
class TileEncoder {
public:
    TileEncoder(const std::string& name, const FeatureTable& table, const TileOptions& options)
        : name_{name}, table_{table}, options_{options}
    {
    }

    [[nodiscard]] EncodedTile encode(const TileContent& content) const;

private:
    struct Attempt;

    [[nodiscard]] Attempt attempt(const TileContent& content, const Crowding& crowding) const;
    void add_points(const TileContent& content, const Crowding& crowding, Attempt& attempt) const;
    void add_pieces(const TileContent& content, const Crowding& crowding, Attempt& attempt) const;
    [[nodiscard]] datasets::Geometry<TilePoint> place(UnitPoint position, TileId tile) const;
    [[nodiscard]] datasets::Geometry<TilePoint> shape(const TilePiece& piece, TileId tile,
                                                      double tolerance) const;

    const std::string& name_;
    const FeatureTable& table_;
    const TileOptions& options_;
    PolygonMender mender_{};
};

} // namespace tiles
