#pragma once

#include "datasets/geometry.hpp"
#include "tiles/tile_id.hpp"

#include <compare>

namespace tiles {

/// A position on the square map of Web Mercator (EPSG:3857), 0 to 1 from west to east and from north to south.
struct UnitPoint {
    double x = 0;
    double y = 0;
    friend auto operator<=>(const UnitPoint&, const UnitPoint&) = default;
};

/// Where the square ends: atan(sinh(pi)) in degrees. Beyond it, y is below 0 or above 1.
inline constexpr double max_latitude = 85.051128779806604;

/// Projects. Latitudes next to a pole are taken as 89.9 degrees, since the pole itself lies at infinity.
[[nodiscard]] UnitPoint to_unit_point(datasets::LonLat position);
[[nodiscard]] datasets::LonLat to_lon_lat(UnitPoint point);

[[nodiscard]] datasets::Geometry<UnitPoint> project(const datasets::Geometry<datasets::LonLat>& geometry);

/// The tile of a zoom in which a point lies; the square's east edge belongs to the last column. The point must be on the square.
[[nodiscard]] TileId tile_at(UnitPoint point, int zoom);

} // namespace tiles
