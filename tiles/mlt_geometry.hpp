#pragma once

#include "tiles/mvt_reader.hpp"

#include <span>
#include <string>

namespace tiles::mlt {

/// The geometry column of a layer, without its type: how many streams, and they. Rings lose their closing point.
///
///     types       [polygon, multi-polygon]      one a feature
///     geometries  [2]                           polygons in the multi-polygon
///     parts       [1, 2, 1]                     rings in each polygon
///     rings       [4, 5, 3, 4]                  points in each ring
///     vertices    …
///
/// Where there are no polygons the points of lines are counted in `parts`, else in `rings`.
[[nodiscard]] std::string geometry_column(std::span<const MvtFeature> features);

} // namespace tiles::mlt
