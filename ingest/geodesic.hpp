#pragma once

#include "datasets/geometry.hpp"

namespace ingest {

/// Distances and directions on the ellipsoid GRS 80, which JGD2011 is on: metres, and degrees clockwise from north. They are
/// exact to a nanometre (C. Karney, Algorithms for geodesics, 2013), wherever one is: no plane, no zone, no scale factor.
/// This is the only other file beside reprojector.cpp that knows PROJ, and only its geodesics, which need no context.

struct Course {
    double metres = 0;
    double azimuth = 0;        ///< at the beginning
    double azimuth_at_end = 0; ///< on arriving, still ahead
};

/// The shortest way from `from` to `to`.
[[nodiscard]] Course course(datasets::LonLat from, datasets::LonLat to);

/// Where the shortest way that sets out by `azimuth` has come to after `metres`.
[[nodiscard]] datasets::LonLat destination(datasets::LonLat from, double azimuth, double metres);

} // namespace ingest
