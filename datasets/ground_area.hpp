#pragma once

#include "datasets/bbox.hpp"

namespace datasets {

/// Square metres on the ground, that is on the ellipsoid GRS 80, of valid polygons in degrees, whose edges are straight there.
/// No map projection comes into it.
[[nodiscard]] double ground_area(const Polygons<LonLat>& polygons);
[[nodiscard]] double ground_area(const BBox& box);

} // namespace datasets
