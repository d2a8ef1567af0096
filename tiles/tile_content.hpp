#pragma once

#include "tiles/web_mercator.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace tiles {

/// A feature's number in the `FeatureTable`.
using FeatureIndex = std::uint32_t;

/// One point of a feature. A point is in one tile of a zoom only, so counting them tile by tile counts each once.
struct TilePlace {
    FeatureIndex feature = 0;
    UnitPoint position{};
};

/// A feature's lines or polygons as far as a tile and its buffer reach.
struct TilePiece {
    FeatureIndex feature = 0;
    double size = 0; ///< of the whole feature: diagonal of its box, in units of the map's square
    datasets::Geometry<UnitPoint> geometry{};
};

/// What a tile is made of, before anything had to be left out. Each list is in the order of the features.
struct TileContent {
    TileId tile{};
    std::vector<TilePlace> points{};
    std::vector<TilePiece> pieces{};
    std::vector<TilePlace> labels{};
};

} // namespace tiles
