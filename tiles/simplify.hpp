#pragma once

#include "tiles/shared_borders.hpp"
#include "tiles/web_mercator.hpp"

namespace tiles {

/// A vertex and how much it matters: with a tolerance above `importance` (in units of the map's square) the line does without it.
struct WeightedPoint {
    UnitPoint position{};
    double importance = 0;
    friend bool operator==(const WeightedPoint&, const WeightedPoint&) = default;
};

/// Gives each vertex its importance by Douglas-Peucker, once for all zooms. Ends of lines and nodes of shared borders are infinitely
/// important. An arc is weighed in one direction whichever way its rings run, so neighbours keep the same vertices of it.
[[nodiscard]] datasets::Geometry<WeightedPoint> weigh(const datasets::Geometry<UnitPoint>& geometry,
                                                      const SharedBorders& borders);

/// The geometry without the vertices that matter less than `tolerance`. Lines keep their ends; rings stay closed, and one with
/// fewer than three corners left disappears, with its interior rings if it is an exterior one. With tolerance 0 nothing is left out.
[[nodiscard]] datasets::Geometry<UnitPoint> simplify(const datasets::Geometry<WeightedPoint>& geometry,
                                                     double tolerance);

} // namespace tiles
