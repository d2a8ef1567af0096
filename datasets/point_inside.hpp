#pragma once

#include "datasets/geometry.hpp"

#include <optional>

namespace datasets {

/// A position inside polygons, always the same one: the middle of the longest stretch inside on the parallel through the middle of
/// the polygon with the tallest box. Nothing if there is none, as in a polygon without area.
///
///        ______
///       |      |_________
///       |------x---------|
///       |_______________/
[[nodiscard]] std::optional<LonLat> point_inside(const Polygons<LonLat>& polygons);

} // namespace datasets
