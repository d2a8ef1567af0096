#pragma once

#include "tiles/gzip.hpp"
#include "tiles/source_layer.hpp"
#include "tiles/tile_content.hpp"
#include "tiles/tile_options.hpp"

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

/// One try at a tile: the layers under construction, and what became of the features so far. Who draws stops as soon as it is too
/// large.
struct TileAttempt {
    SourceLayer main;
    SourceLayer labels;
    const TileOptions& options;
    Packing packing = Packing::kept;
    EncodedTile result{};
    double fitting = 1; ///< the part of lines and polygons that there was room for

    /// A limit is passed already, whatever comes.
    [[nodiscard]] bool too_large() const;

    /// After `finish`: the tile and its gzip keep the limits.
    [[nodiscard]] bool fits() const;

    /// Puts the layers together. `name`: of the dataset.
    void finish(const std::string& name);

private:
    [[nodiscard]] std::string numbers(const std::string& name) const;
};

/// Where a position lies in a tile, as the geometry of a point.
[[nodiscard]] datasets::Geometry<TilePoint> point_in_tile(WorldPoint position, TileId tile, int extent);

} // namespace tiles
