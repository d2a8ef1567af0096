#include "api/place.hpp"

#include "datasets/bbox.hpp"
#include "datasets/contains.hpp"

#include <algorithm>
#include <cmath>

namespace api {

namespace {

using datasets::LonLat;
using datasets::Polygons;

LonLat middle(const datasets::BBox& box)
{
    return {(box.min_lon + box.max_lon) / 2, (box.min_lat + box.max_lat) / 2};
}

/// The middle of the widest stretch that a line from west to east has within the area, at half its height.
LonLat inside(const Polygons<LonLat>& polygons, const datasets::BBox& box)
{
    const datasets::Area area{polygons};
    if (area.contains(middle(box))) {
        return middle(box);
    }
    const double lat = middle(box).lat;
    std::vector<double> crossings;
    datasets::LonLat before{};
    const auto cross = [&](const std::vector<LonLat>& ring) {
        for (std::size_t i = 0; i < ring.size(); ++i) {
            if (i > 0 && (before.lat > lat) != (ring[i].lat > lat)) {
                crossings.push_back(before.lon + (lat - before.lat) / (ring[i].lat - before.lat) *
                                                     (ring[i].lon - before.lon));
            }
            before = ring[i];
        }
    };
    for (const auto& polygon : polygons.polygons) {
        cross(polygon.exterior);
        std::for_each(polygon.interiors.begin(), polygon.interiors.end(), cross);
    }
    std::sort(crossings.begin(), crossings.end());
    LonLat best = middle(box);
    double widest = 0;
    for (std::size_t i = 1; i < crossings.size(); i += 2) {
        if (crossings[i] - crossings[i - 1] > widest) {
            widest = crossings[i] - crossings[i - 1];
            best.lon = (crossings[i] + crossings[i - 1]) / 2;
        }
    }
    return best;
}

} // namespace

LonLat place_of(const datasets::Geometry<LonLat>& geometry)
{
    if (const auto* points = std::get_if<datasets::Points<LonLat>>(&geometry);
        points && !points->points.empty()) {
        return points->points.front();
    }
    if (const auto* lines = std::get_if<datasets::Lines<LonLat>>(&geometry); lines && !lines->lines.empty()) {
        const auto& longest =
            *std::max_element(lines->lines.begin(), lines->lines.end(),
                              [](const auto& a, const auto& b) { return a.size() < b.size(); });
        return longest.size() == 2
                   ? LonLat{(longest[0].lon + longest[1].lon) / 2, (longest[0].lat + longest[1].lat) / 2}
                   : longest.at(longest.size() / 2);
    }
    const auto box = datasets::bbox_of(geometry);
    const auto* polygons = std::get_if<Polygons<LonLat>>(&geometry);
    return polygons && !polygons->polygons.empty() ? inside(*polygons, box) : middle(box);
}

double rounded(double degrees) { return std::round(degrees * 1e7) / 1e7; }

} // namespace api
