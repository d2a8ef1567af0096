#pragma once

#include "datasets/geometry.hpp"

namespace ingest {

/// Metres along a line on the ellipsoid, all its parts together.
[[nodiscard]] double ground_length(const datasets::Lines<datasets::LonLat>& lines);

} // namespace ingest
