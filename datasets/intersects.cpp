#include "datasets/intersects.hpp"

#include "datasets/contains.hpp"

namespace datasets {

namespace {

bool contains(const BBox& box, LonLat p)
{
    return p.lon >= box.min_lon && p.lon <= box.max_lon && p.lat >= box.min_lat && p.lat <= box.max_lat;
}

/// Liang-Barsky: the part of the segment inside each pair of parallel edges shrinks until nothing is left.
bool segment_touches(const BBox& box, LonLat a, LonLat b)
{
    double from = 0;
    double to = 1;
    const auto narrow = [&](double start, double delta, double low, double high) {
        if (delta == 0) {
            return start >= low && start <= high;
        }
        const double first = (low - start) / delta;
        const double second = (high - start) / delta;
        from = std::max(from, std::min(first, second));
        to = std::min(to, std::max(first, second));
        return from <= to;
    };
    return narrow(a.lon, b.lon - a.lon, box.min_lon, box.max_lon) &&
           narrow(a.lat, b.lat - a.lat, box.min_lat, box.max_lat);
}

bool path_touches(const BBox& box, const std::vector<LonLat>& path)
{
    if (path.size() == 1) {
        return contains(box, path.front());
    }
    for (std::size_t i = 1; i < path.size(); ++i) {
        if (segment_touches(box, path[i - 1], path[i])) {
            return true;
        }
    }
    return false;
}

/// Even-odd rule over one closed ring.
bool ring_contains(const std::vector<LonLat>& ring, LonLat p)
{
    bool inside = false;
    for (std::size_t i = 1; i < ring.size(); ++i) {
        inside = inside != is_met_by_ray(p, ring[i - 1], ring[i]);
    }
    return inside;
}

bool polygon_touches(const BBox& box, const Polygon<LonLat>& polygon)
{
    if (path_touches(box, polygon.exterior)) {
        return true;
    }
    for (const auto& ring : polygon.interiors) {
        if (path_touches(box, ring)) {
            return true;
        }
    }
    // No border runs through the box, so it lies wholly inside or wholly outside: one corner tells.
    const LonLat corner{box.min_lon, box.min_lat};
    return ring_contains(polygon.exterior, corner) &&
           std::none_of(polygon.interiors.begin(), polygon.interiors.end(),
                        [&](const auto& ring) { return ring_contains(ring, corner); });
}

} // namespace

bool intersects(const Geometry<LonLat>& geometry, const BBox& box)
{
    if (const auto* points = std::get_if<Points<LonLat>>(&geometry)) {
        return std::any_of(points->points.begin(), points->points.end(),
                           [&](LonLat p) { return contains(box, p); });
    }
    if (const auto* lines = std::get_if<Lines<LonLat>>(&geometry)) {
        return std::any_of(lines->lines.begin(), lines->lines.end(),
                           [&](const auto& line) { return path_touches(box, line); });
    }
    const auto& polygons = std::get<Polygons<LonLat>>(geometry).polygons;
    return std::any_of(polygons.begin(), polygons.end(),
                       [&](const auto& p) { return polygon_touches(box, p); });
}

} // namespace datasets
