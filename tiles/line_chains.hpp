#pragma once

#include "tiles/quantize.hpp"

#include <vector>

namespace tiles {

/// Joins lines end to end where exactly two of them meet; at a junction of three and more they end.
///
///   ---o---o---         -----------
///              \    ->             |      (here the third line makes a junction)
///   -----------o----    -----------o----
[[nodiscard]] datasets::Lines<TilePoint> join_lines(std::vector<std::vector<TilePoint>> lines);

} // namespace tiles
