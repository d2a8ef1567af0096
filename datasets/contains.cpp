#include "datasets/contains.hpp"

#include <cmath>
#include <utility>

namespace datasets {

namespace {

constexpr std::size_t edges_a_strip = 4;

/// Calls f(a, b) for each edge of each ring.
template <class F>
void for_each_edge(const Polygons<LonLat>& polygons, F&& f)
{
    const auto each = [&](const std::vector<LonLat>& ring) {
        for (std::size_t i = 1; i < ring.size(); ++i) {
            f(ring[i - 1], ring[i]);
        }
    };
    for (const auto& polygon : polygons.polygons) {
        each(polygon.exterior);
        for (const auto& ring : polygon.interiors) {
            each(ring);
        }
    }
}

/// a * b < c * d without rounding: a product that is larger is never rounded to one that is smaller, and if both are rounded
/// to the same number, what was cut off decides.
bool product_less(double a, double b, double c, double d)
{
    const double left = a * b;
    const double right = c * d;
    return left != right ? left < right : std::fma(a, b, -left) < std::fma(c, d, -right);
}

} // namespace

bool is_met_by_ray(LonLat p, LonLat a, LonLat b)
{
    if ((a.lat > p.lat) == (b.lat > p.lat)) {
        return false;
    }
    if (a.lat > b.lat) {
        std::swap(a, b);
    }
    return product_less(p.lon - a.lon, b.lat - a.lat, b.lon - a.lon, p.lat - a.lat);
}

Area::Area(const Polygons<LonLat>& polygons) : bbox_{bbox_of(polygons)}
{
    std::size_t edges = 0;
    for_each_edge(polygons, [&](LonLat, LonLat) { ++edges; });
    strips_.resize(1 + edges / edges_a_strip);
    for_each_edge(polygons, [&](LonLat a, LonLat b) {
        const auto [low, high] = std::minmax({strip_of(a.lat), strip_of(b.lat)});
        for (std::size_t strip = low; strip <= high; ++strip) {
            strips_[strip].push_back({a, b});
        }
    });
}

bool Area::contains(LonLat p) const
{
    if (!bbox_.intersects(BBox{p.lon, p.lat, p.lon, p.lat})) {
        return false;
    }
    bool inside = false;
    for (const auto& [a, b] : strips_[strip_of(p.lat)]) {
        inside = inside != is_met_by_ray(p, a, b);
    }
    return inside;
}

/// Never falls where the latitude rises: what lies between the ends of an edge lies in one of its strips.
std::size_t Area::strip_of(double lat) const
{
    const double share = (lat - bbox_.min_lat) / (bbox_.max_lat - bbox_.min_lat);
    const double strips = static_cast<double>(strips_.size());
    return share > 0 ? std::min(strips_.size() - 1, static_cast<std::size_t>(share * strips)) : 0;
}

} // namespace datasets
