#pragma once

#include "datasets/geometry.hpp"
#include "ingest/coordinates.hpp"
#include "ingest/reprojector.hpp"

#include <optional>

namespace ingest {

/// What the geometry of a row is worth, as `JudgedPosition` says of a pair of columns.
struct JudgedShape {
    JudgedPosition::Kind kind = JudgedPosition::Kind::good;
    std::optional<datasets::Geometry<datasets::LonLat>> geometry{}; ///< for good and swapped
};

/// Takes geometry of a file, or of well-known text, to longitude and latitude, and judges every vertex of it: one vertex at 0,0 or
/// outside Japan spoils a line or polygon as it spoils a point, since what remains would be another shape.
///
///     zero            a vertex is exactly 0,0; but a shape of less than half a degree that lies in Japan with it has its corner on
///                     the origin of a plane-rectangular zone, as map sheets have
///     swapped         in degrees, each vertex exchanged is in Japan; put right
///     outside_crs     the CRS cannot express a vertex
///     outside_japan   a vertex is not in Japan. Not asked with `anywhere`, nor is for exchanged vertices
[[nodiscard]] JudgedShape judge_shape(const datasets::Geometry<datasets::SourcePoint>& shape,
                                      const Reprojector& reprojector, bool anywhere);

} // namespace ingest
