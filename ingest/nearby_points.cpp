#include "ingest/nearby_points.hpp"

#include "ingest/geodesic.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace ingest {

using datasets::LonLat;

NearbyPoints::NearbyPoints(const std::vector<LonLat>& points)
{
    for (std::size_t i = 0; i < points.size(); ++i) {
        by_latitude_.emplace_back(points[i], i);
    }
    std::sort(by_latitude_.begin(), by_latitude_.end(),
              [](const auto& a, const auto& b) { return a.first.lat < b.first.lat; });
}

/// A strip of latitude holds few of a city's points, so nothing finer is needed.
std::vector<NearbyPoints::Found> NearbyPoints::within(LonLat position, double metres) const
{
    constexpr double least_metres_per_degree = 110'500; // of latitude, at the equator
    const double reach = metres / least_metres_per_degree;
    const double lon_reach = reach / std::max(std::cos(position.lat * std::numbers::pi / 180), 0.01);
    const auto first = std::lower_bound(by_latitude_.begin(), by_latitude_.end(), position.lat - reach,
                                        [](const auto& point, double lat) { return point.first.lat < lat; });
    std::vector<Found> found;
    for (auto at = first; at != by_latitude_.end() && at->first.lat <= position.lat + reach; ++at) {
        if (std::abs(at->first.lon - position.lon) > lon_reach) {
            continue; // geodesics cost a microsecond each
        }
        const double distance = course(position, at->first).metres;
        if (distance <= metres) {
            found.push_back({at->second, distance});
        }
    }
    std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
        return a.metres != b.metres ? a.metres < b.metres : a.index < b.index;
    });
    return found;
}

} // namespace ingest
