#include "datasets/point_inside.hpp"

#include <algorithm>
#include <vector>

namespace datasets {

namespace {

/// Where the ring crosses the parallel.
void cross(const std::vector<LonLat>& ring, double lat, std::vector<double>& crossings)
{
    for (std::size_t i = 1; i < ring.size(); ++i) {
        const LonLat a = ring[i - 1], b = ring[i];
        if ((a.lat <= lat) != (b.lat <= lat)) {
            crossings.push_back(a.lon + (lat - a.lat) / (b.lat - a.lat) * (b.lon - a.lon));
        }
    }
}

} // namespace

std::optional<LonLat> point_inside(const Polygons<LonLat>& polygons)
{
    const Polygon<LonLat>* tallest = nullptr;
    double height = 0, middle = 0;
    for (const Polygon<LonLat>& polygon : polygons.polygons) {
        const auto [low, high] = std::ranges::minmax_element(polygon.exterior, {}, &LonLat::lat);
        if (low != polygon.exterior.end() && high->lat - low->lat > height) {
            tallest = &polygon;
            height = high->lat - low->lat;
            middle = low->lat + height / 2;
        }
    }
    if (tallest == nullptr) {
        return std::nullopt;
    }
    std::vector<double> crossings;
    cross(tallest->exterior, middle, crossings);
    for (const auto& ring : tallest->interiors) {
        cross(ring, middle, crossings);
    }
    std::ranges::sort(crossings);
    std::optional<LonLat> inside;
    double longest = 0;
    for (std::size_t i = 1; i < crossings.size(); i += 2) {
        if (const double length = crossings[i] - crossings[i - 1]; length > longest) {
            longest = length;
            inside = {crossings[i - 1] + length / 2, middle};
        }
    }
    return inside;
}

} // namespace datasets
