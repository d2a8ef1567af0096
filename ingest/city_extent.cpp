#include "ingest/city_extent.hpp"

#include "datasets/contains.hpp"
#include "ingest/coordinates.hpp"
#include "ingest/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace ingest {

namespace {

using datasets::BBox;
using datasets::LonLat;

constexpr double metres_per_degree = 111'000; // good to 1% in Japan: margins are meant roughly

double lon_metres(double lat) { return metres_per_degree * std::cos(lat * std::numbers::pi / 180); }

BBox grown(BBox box, double metres)
{
    const double lat = metres / metres_per_degree;
    const double lon = metres / lon_metres(std::max(std::abs(box.min_lat), std::abs(box.max_lat)));
    return {box.min_lon - lon, box.min_lat - lat, box.max_lon + lon, box.max_lat + lat};
}

bool is_in(const BBox& box, LonLat p) { return box.intersects(BBox{p.lon, p.lat, p.lon, p.lat}); }

/// Calls f(a, b) for each edge of each ring.
template <class F>
void for_each_edge(const datasets::Polygon<LonLat>& polygon, F&& f)
{
    const auto each = [&](const std::vector<LonLat>& ring) {
        for (std::size_t i = 1; i < ring.size(); ++i) {
            f(ring[i - 1], ring[i]);
        }
    };
    each(polygon.exterior);
    for (const auto& ring : polygon.interiors) {
        each(ring);
    }
}

/// By the number of edges that a ray to the east crosses.
bool is_inside(const datasets::Polygon<LonLat>& polygon, LonLat p)
{
    bool inside = false;
    for_each_edge(polygon, [&](LonLat a, LonLat b) { inside = inside != datasets::is_met_by_ray(p, a, b); });
    return inside;
}

double metres_to_edge(const datasets::Polygon<LonLat>& polygon, LonLat p)
{
    const double per_lon = lon_metres(p.lat);
    double nearest = HUGE_VAL;
    for_each_edge(polygon, [&](LonLat a, LonLat b) {
        const double ax = (a.lon - p.lon) * per_lon, ay = (a.lat - p.lat) * metres_per_degree;
        const double dx = (b.lon - a.lon) * per_lon, dy = (b.lat - a.lat) * metres_per_degree;
        const double length = dx * dx + dy * dy;
        const double along = length > 0 ? std::clamp(-(ax * dx + ay * dy) / length, 0.0, 1.0) : 0;
        nearest = std::min(nearest, std::hypot(ax + along * dx, ay + along * dy));
    });
    return nearest;
}

} // namespace

CityExtent::CityExtent(const datasets::Extent& extent)
    : margin_m_{extent.margin_m}, bbox_{grown(extent.bbox, margin_m_)}
{
}

CityExtent::CityExtent(const datasets::Extent& extent, const PublishedDataset& city)
    : margin_m_{extent.margin_m}
{
    city.for_each([&](datasets::Feature& feature) {
        auto* polygons =
            feature.geometry ? std::get_if<datasets::Polygons<LonLat>>(&*feature.geometry) : nullptr;
        for (std::size_t i = 0; polygons != nullptr && i < polygons->polygons.size(); ++i) {
            Polygon& polygon = polygons->polygons[i];
            BBox box;
            std::for_each(polygon.exterior.begin(), polygon.exterior.end(), [&](LonLat p) { box.extend(p); });
            polygons_.emplace_back(grown(box, margin_m_), std::move(polygon));
        }
    });
    if (polygons_.empty()) {
        throw IngestError{fmt::format("データセット '{0}' には、位置を囲めるポリゴンがありません / the "
                                      "dataset '{0}' has no polygon within which positions could lie",
                                      extent.dataset)};
    }
}

bool CityExtent::holds(const datasets::Geometry<LonLat>& geometry) const
{
    bool any = false;
    datasets::for_each_point(geometry, [&](LonLat p) { any = any || holds(p); });
    return any;
}

bool CityExtent::is_abroad() const
{
    BBox all = bbox_;
    for (const auto& [box, polygon] : polygons_) {
        all.extend(box);
    }
    return !is_in_japan({all.min_lon, all.min_lat}) || !is_in_japan({all.max_lon, all.max_lat});
}

bool CityExtent::holds(LonLat position) const
{
    if (polygons_.empty()) {
        return is_in(bbox_, position);
    }
    return std::any_of(polygons_.begin(), polygons_.end(), [&](const auto& boxed) {
        const auto& [box, polygon] = boxed;
        return is_in(box, position) && (is_inside(polygon, position) ||
                                        (margin_m_ > 0 && metres_to_edge(polygon, position) <= margin_m_));
    });
}

} // namespace ingest
