#pragma once

#include "tiles/world_point.hpp"

#include <compare>
#include <cstdint>
#include <vector>

namespace tiles {

/// A position in a tile, in tile units: 0 to extent from the tile's west and north edge, beyond that its buffer.
struct TilePoint {
    std::int32_t x = 0;
    std::int32_t y = 0;
    friend auto operator<=>(const TilePoint&, const TilePoint&) = default;
};

/// Rounds to tile units, halves up on both sides of a tile's edge, and drops what collapses: repeated vertices, lines without length,
/// rings without area, spikes of rings. Exterior rings are turned to positive area and interior ones to negative (MVT 4.3.4.4).
/// Points stay within 0 to extent - 1: renderers ignore points on a tile's far edges, as the next tile has them.
[[nodiscard]] datasets::Geometry<TilePoint> quantize(const datasets::Geometry<UnitPoint>& geometry,
                                                     TileId tile, int extent);
[[nodiscard]] datasets::Geometry<TilePoint> quantize(const datasets::Geometry<WorldPoint>& geometry,
                                                     TileId tile, int extent);

/// Twice the area by the surveyor's formula, positive for exterior rings: clockwise as seen on a screen, where y goes down.
[[nodiscard]] std::int64_t doubled_area(const std::vector<TilePoint>& ring);

/// Turns rings as MVT 4.3.4.4 says.
void wind(datasets::Polygons<TilePoint>& polygons);

} // namespace tiles
