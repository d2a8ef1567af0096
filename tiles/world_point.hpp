#pragma once

#include "tiles/web_mercator.hpp"

#include <compare>
#include <cstdint>

namespace tiles {

/// A position on the square map in whole numbers: 2^32 from west to east and from north to south, so a unit is 9 mm at the
/// equator. Geometry is snapped to this grid once; from then on positions are equal or they are not, and a tile unit of any zoom is
/// a power of two of world units.
struct WorldPoint {
    std::uint32_t x = 0;
    std::uint32_t y = 0;
    friend auto operator<=>(const WorldPoint&, const WorldPoint&) = default;
};

/// World units across the map.
inline constexpr double world_size = 4294967296.0;

/// World units in a tile unit; a fraction at zooms deeper than 20 with an extent of 4096.
[[nodiscard]] constexpr double tile_unit(int zoom, int extent)
{
    return world_size / static_cast<double>(tiles_across(zoom)) / extent;
}

/// Rounds to the grid. What lies off the map is moved to its edge: ask `is_on_map` before, where that matters.
[[nodiscard]] WorldPoint to_world_point(UnitPoint point);
[[nodiscard]] WorldPoint to_world_point(datasets::LonLat position);

/// Without loss: 32 bits fit into a double.
[[nodiscard]] constexpr UnitPoint to_unit_point(WorldPoint point)
{
    return {point.x / world_size, point.y / world_size};
}

[[nodiscard]] constexpr bool is_on_map(UnitPoint point)
{
    return point.x >= 0 && point.x <= 1 && point.y >= 0 && point.y <= 1;
}

/// Projects and rounds every position.
[[nodiscard]] datasets::Geometry<WorldPoint> to_world(const datasets::Geometry<datasets::LonLat>& geometry);

/// The tile of a zoom (0 to 31) in which a point lies.
[[nodiscard]] constexpr TileId tile_at(WorldPoint point, int zoom)
{
    constexpr int bits = 32;
    return zoom == 0 ? TileId{} : TileId{zoom, point.x >> (bits - zoom), point.y >> (bits - zoom)};
}

} // namespace tiles
