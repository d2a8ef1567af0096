#pragma once

#include "datasets/geometry.hpp"

namespace api {

/// Where a map should fly to: a point, the middle of a line, a position in the largest part of a polygon.
[[nodiscard]] datasets::LonLat place_of(const datasets::Geometry<datasets::LonLat>& geometry);

/// Seven decimals of a degree, about a centimetre, as all GeoJSON here.
[[nodiscard]] double rounded(double degrees);

} // namespace api
