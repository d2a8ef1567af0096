#pragma once

#include "tiles/hot_pixels.hpp"
#include "tiles/tile_point.hpp"
#include "tiles/world_point.hpp"

#include <cstdint>
#include <vector>

namespace tiles {

/// Rounds to tile units, halves up on both sides of a tile's edge, and drops what collapses: repeated vertices, lines without length,
/// rings without area, spikes of rings. Exterior rings are turned to positive area and interior ones to negative (MVT 4.3.4.4).
/// Points stay within 0 to extent - 1: renderers ignore points on a tile's far edges, as the next tile has them.
[[nodiscard]] datasets::Geometry<TilePoint> quantize(const datasets::Geometry<UnitPoint>& geometry,
                                                     TileId tile, int extent);
[[nodiscard]] datasets::Geometry<TilePoint> quantize(const datasets::Geometry<WorldPoint>& geometry,
                                                     TileId tile, int extent);

/// The same for polygons that have borders in common with others: edges go through the hot pixels they pass. All vertices of all
/// these polygons must have been added before, with the same tile and extent.
[[nodiscard]] datasets::Geometry<TilePoint> quantize(const datasets::Geometry<UnitPoint>& geometry,
                                                     TileId tile, int extent, const HotPixels& pixels);

/// Makes the pixels hot to which the vertices of polygons are rounded; of other geometry, none.
void add_vertices(const datasets::Geometry<UnitPoint>& geometry, TileId tile, int extent, HotPixels& pixels);

/// Twice the area by the surveyor's formula, positive for exterior rings: clockwise as seen on a screen, where y goes down.
[[nodiscard]] std::int64_t doubled_area(const std::vector<TilePoint>& ring);

/// Turns rings as MVT 4.3.4.4 says.
void wind(datasets::Polygons<TilePoint>& polygons);

} // namespace tiles
