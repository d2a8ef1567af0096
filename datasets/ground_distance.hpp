#pragma once

#include "datasets/geometry.hpp"

namespace datasets {

/// The length of the geodesic between two positions in metres, on the ellipsoid GRS 80 (JGD2011; WGS 84 differs by 0.1 mm in its
/// short axis). By Vincenty's inverse formula (Survey Review 23, 1975), exact to a millimetre; for nearly antipodal positions,
/// where it does not converge, the great circle's (0.5 %).
[[nodiscard]] double ground_distance(LonLat a, LonLat b);

/// The direction in which `b` lies from `a`, in degrees from north to the east, 0 to 360, on the sphere.
[[nodiscard]] double bearing(LonLat a, LonLat b);

/// The position of a geometry that is nearest to `p`, and how far it is. Inside a polygon it is `p` itself.
struct Nearest {
    LonLat position{};
    double distance_m = 0;
};

/// Edges are straight in degrees, as GeoJSON means them; the nearest position on them is found in the plane that touches the
/// ellipsoid at `p`, true to a millimetre within 10 km. The geometry must have a position.
[[nodiscard]] Nearest nearest_position(const Geometry<LonLat>& geometry, LonLat p);

/// How many metres a degree of longitude and of latitude are at a latitude.
struct DegreeLength {
    double lon_m = 0;
    double lat_m = 0;
};
[[nodiscard]] DegreeLength degree_length(double lat);

} // namespace datasets
