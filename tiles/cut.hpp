#pragma once

#include "tiles/web_mercator.hpp"

#include <functional>

namespace tiles {

/// Takes one tile's piece of a geometry.
using PieceTaker = std::function<void(TileId, datasets::Geometry<UnitPoint>)>;

/// Cuts lines or polygons into the pieces of the tiles they reach at a zoom, each with `buffer` (in tiles, 64/4096) beyond its
/// tile's edges. The range of columns is halved until one is left, then its rows: a long line is not clipped once for every tile.
///
///   +-------+-------+        +---+ +---+
///   |   ____|__     |        |  _| |__ |
///   |__/    |  \____|   ->   |_/ | |  \|
///   |       |       |        |   | |   |
///   +-------+-------+        +---+ +---+
void cut(datasets::Geometry<UnitPoint> geometry, int zoom, double buffer, const PieceTaker& take);

} // namespace tiles
