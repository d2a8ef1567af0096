#include "datasets/ground_area.hpp"

#include <cmath>
#include <numbers>

namespace datasets {

namespace {

constexpr double semi_major = 6378137.0; // GRS 80, metres
constexpr double flattening = 1 / 298.257222101;
constexpr double squared_eccentricity = flattening * (2 - flattening);
constexpr double radians = std::numbers::pi / 180;

/// The area between the equator and a latitude, for each radian of longitude (Snyder, Map Projections, 1987, equation 3-12).
double zone(double lat)
{
    const double e = std::sqrt(squared_eccentricity);
    const double sine = std::sin(lat * radians);
    const double q = sine / (1 - squared_eccentricity * sine * sine) + std::atanh(e * sine) / e;
    return semi_major * semi_major * (1 - squared_eccentricity) / 2 * q;
}

/// The area under an edge, by the mean of `zone` along it: Gauss's rule with three places, which is exact to a part in a million
/// million for edges of some kilometres.
double under(LonLat a, LonLat b)
{
    const double offset = std::sqrt(0.6) / 2;
    const auto at = [&](double t) { return zone(a.lat + t * (b.lat - a.lat)); };
    const double mean = (5 * at(0.5 - offset) + 8 * at(0.5) + 5 * at(0.5 + offset)) / 18;
    return (b.lon - a.lon) * radians * mean;
}

double ring_area(const std::vector<LonLat>& ring)
{
    double sum = 0;
    for (std::size_t i = 1; i < ring.size(); ++i) {
        sum += under(ring[i - 1], ring[i]);
    }
    return std::abs(sum);
}

} // namespace

double ground_area(const Polygons<LonLat>& polygons)
{
    double sum = 0;
    for (const Polygon<LonLat>& polygon : polygons.polygons) {
        sum += ring_area(polygon.exterior);
        for (const auto& ring : polygon.interiors) {
            sum -= ring_area(ring);
        }
    }
    return sum;
}

double ground_area(const BBox& box)
{
    return (box.max_lon - box.min_lon) * radians * (zone(box.max_lat) - zone(box.min_lat));
}

} // namespace datasets
