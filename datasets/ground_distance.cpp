#include "datasets/ground_distance.hpp"

#include "datasets/contains.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace datasets {

namespace {

constexpr double radian = std::numbers::pi / 180;
constexpr double equatorial = 6'378'137.0; // GRS 80, metres
constexpr double flattening = 1 / 298.257222101;
constexpr double polar = equatorial * (1 - flattening);

double great_circle(LonLat a, LonLat b)
{
    const double y = std::sin((b.lat - a.lat) * radian / 2), x = std::sin((b.lon - a.lon) * radian / 2);
    const double h = y * y + std::cos(a.lat * radian) * std::cos(b.lat * radian) * x * x;
    return 2 * 6'371'008.8 * std::asin(std::min(1.0, std::sqrt(h)));
}

/// Names of the quantities are Vincenty's.
double vincenty(LonLat a, LonLat b)
{
    const double u1 = std::atan((1 - flattening) * std::tan(a.lat * radian));
    const double u2 = std::atan((1 - flattening) * std::tan(b.lat * radian));
    const double su1 = std::sin(u1), cu1 = std::cos(u1), su2 = std::sin(u2), cu2 = std::cos(u2);
    const double l = (b.lon - a.lon) * radian;
    double lambda = l;
    for (int turn = 0; turn < 100; ++turn) {
        const double sl = std::sin(lambda), cl = std::cos(lambda);
        const double ss = std::hypot(cu2 * sl, cu1 * su2 - su1 * cu2 * cl);
        if (ss == 0) {
            return 0;
        }
        const double cs = su1 * su2 + cu1 * cu2 * cl;
        const double sigma = std::atan2(ss, cs);
        const double sin_alpha = cu1 * cu2 * sl / ss;
        const double cos2_alpha = 1 - sin_alpha * sin_alpha;
        const double c2m = cos2_alpha > 0 ? cs - 2 * su1 * su2 / cos2_alpha : 0; // on the equator: 0
        const double c = flattening / 16 * cos2_alpha * (4 + flattening * (4 - 3 * cos2_alpha));
        const double before = lambda;
        lambda =
            l + (1 - c) * flattening * sin_alpha * (sigma + c * ss * (c2m + c * cs * (-1 + 2 * c2m * c2m)));
        if (std::abs(lambda - before) < 1e-12) {
            const double k = cos2_alpha * (equatorial * equatorial - polar * polar) / (polar * polar);
            const double big_a = 1 + k / 16384 * (4096 + k * (-768 + k * (320 - 175 * k)));
            const double big_b = k / 1024 * (256 + k * (-128 + k * (74 - 47 * k)));
            const double delta = big_b * ss *
                                 (c2m + big_b / 4 *
                                            (cs * (-1 + 2 * c2m * c2m) -
                                             big_b / 6 * c2m * (-3 + 4 * ss * ss) * (-3 + 4 * c2m * c2m)));
            return polar * big_a * (sigma - delta);
        }
    }
    return great_circle(a, b);
}

/// The nearest position on the edge from `a` to `b`, all in the plane at `p`.
LonLat on_edge(LonLat p, LonLat a, LonLat b, DegreeLength scale)
{
    const double dx = (b.lon - a.lon) * scale.lon_m, dy = (b.lat - a.lat) * scale.lat_m;
    const double px = (p.lon - a.lon) * scale.lon_m, py = (p.lat - a.lat) * scale.lat_m;
    const double length2 = dx * dx + dy * dy;
    const double t = length2 > 0 ? std::clamp((px * dx + py * dy) / length2, 0.0, 1.0) : 0;
    return {a.lon + t * (b.lon - a.lon), a.lat + t * (b.lat - a.lat)};
}

} // namespace

double ground_distance(LonLat a, LonLat b) { return a == b ? 0 : vincenty(a, b); }

double bearing(LonLat a, LonLat b)
{
    const double l = (b.lon - a.lon) * radian, u = a.lat * radian, v = b.lat * radian;
    const double angle = std::atan2(std::sin(l) * std::cos(v),
                                    std::cos(u) * std::sin(v) - std::sin(u) * std::cos(v) * std::cos(l)) /
                         radian;
    return angle < 0 ? angle + 360 : angle;
}

DegreeLength degree_length(double lat)
{
    constexpr double e2 = flattening * (2 - flattening);
    const double s = std::sin(lat * radian), w = std::sqrt(1 - e2 * s * s);
    return {equatorial / w * std::cos(lat * radian) * radian, equatorial * (1 - e2) / (w * w * w) * radian};
}

Nearest nearest_position(const Geometry<LonLat>& geometry, LonLat p)
{
    if (const auto* polygons = std::get_if<Polygons<LonLat>>(&geometry);
        polygons != nullptr && Area{*polygons}.contains(p)) {
        return {p, 0};
    }
    const DegreeLength scale = degree_length(p.lat);
    LonLat best{};
    double least = std::numeric_limits<double>::infinity();
    const auto try_position = [&](LonLat q) {
        const double distance = std::hypot((q.lon - p.lon) * scale.lon_m, (q.lat - p.lat) * scale.lat_m);
        if (distance < least) {
            least = distance;
            best = q;
        }
    };
    const auto try_path = [&](const std::vector<LonLat>& path) {
        for (std::size_t i = 1; i < path.size(); ++i) {
            try_position(on_edge(p, path[i - 1], path[i], scale));
        }
    };
    if (const auto* points = std::get_if<Points<LonLat>>(&geometry)) {
        std::for_each(points->points.begin(), points->points.end(), try_position);
    } else if (const auto* lines = std::get_if<Lines<LonLat>>(&geometry)) {
        std::for_each(lines->lines.begin(), lines->lines.end(), try_path);
    } else {
        for (const auto& polygon : std::get<Polygons<LonLat>>(geometry).polygons) {
            try_path(polygon.exterior);
            std::for_each(polygon.interiors.begin(), polygon.interiors.end(), try_path);
        }
    }
    return {best, ground_distance(p, best)};
}

} // namespace datasets
