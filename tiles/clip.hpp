#pragma once

#include "tiles/web_mercator.hpp"

namespace tiles {

enum class Axis { x, y };

/// Clips geometry to the strip between `low` and `high`, edges included; once for x and once for y makes a rectangle.
///
///          low    high
///           |      |                 |______|
///      _____|______|____             |      |
///      \    |      |   /    ->       |      |
///       \___|______|__/              |______|
///           |      |                 |      |
///
/// A line that leaves and comes back falls into several. Rings stay closed and keep their direction; a ring that leaves and comes
/// back stays one, with a bridge along the edge (`PolygonMender` cuts it after quantising). What only touches the strip from
/// outside may stay as a line or ring without area.
[[nodiscard]] datasets::Geometry<UnitPoint> clip(datasets::Geometry<UnitPoint> geometry, Axis axis,
                                                 double low, double high);

} // namespace tiles
