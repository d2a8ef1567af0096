#include "ingest/geodesic.hpp"

#include <geodesic.h>

namespace ingest {

namespace {

const geod_geodesic& grs80()
{
    static const geod_geodesic ellipsoid = [] {
        geod_geodesic made;
        geod_init(&made, 6378137.0, 1 / 298.257222101);
        return made;
    }();
    return ellipsoid;
}

} // namespace

Course course(datasets::LonLat from, datasets::LonLat to)
{
    Course course;
    geod_inverse(&grs80(), from.lat, from.lon, to.lat, to.lon, &course.metres, &course.azimuth,
                 &course.azimuth_at_end);
    return course;
}

datasets::LonLat destination(datasets::LonLat from, double azimuth, double metres)
{
    datasets::LonLat to;
    geod_direct(&grs80(), from.lat, from.lon, azimuth, metres, &to.lat, &to.lon, nullptr);
    return to;
}

} // namespace ingest
