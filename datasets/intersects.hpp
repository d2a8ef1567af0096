#pragma once

#include "datasets/bbox.hpp"

namespace datasets {

/// True if the geometry and the rectangle share a position, edges included: the `bbox` parameter of OGC API Features
/// (17-069r4, 7.15.3). Exact for the geometry itself, not only for its envelope. Plane geometry in degrees.
[[nodiscard]] bool intersects(const Geometry<LonLat>& geometry, const BBox& box);

} // namespace datasets
