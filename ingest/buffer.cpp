#include "ingest/buffer.hpp"

#include "ingest/geodesic.hpp"

#include <cmath>
#include <numbers>
#include <utility>

namespace ingest {

namespace {

using datasets::LonLat;
using datasets::Polygon;
using datasets::Polygons;

constexpr double tolerance_m = 0.01; // of vertices to the outside, of middles of sides to the inside
constexpr double piece_m = 500;      // edges are cut into

/// How a circle is drawn.
class Pen {
public:
    explicit Pen(double metres)
    {
        // The middle of a side is nearer than its ends by the factor cos(pi / sides).
        const double half_angle = std::acos(1 - 2 * tolerance_m / (metres + tolerance_m));
        sides_ = 2 * static_cast<int>(std::ceil(std::numbers::pi / half_angle / 2));
        radius_ = 2 * metres / (1 + std::cos(std::numbers::pi / sides_));
    }

    [[nodiscard]] Polygon<LonLat> circle(LonLat centre) const
    {
        Polygon<LonLat> circle;
        arc(circle.exterior, centre, 0, sides_ - 1);
        circle.exterior.push_back(circle.exterior.front());
        return circle;
    }

    /// Around an edge: to the left of it back, to the right of it forth, round at both ends.
    [[nodiscard]] Polygon<LonLat> around(LonLat a, LonLat b) const
    {
        const Course way = course(a, b);
        Polygon<LonLat> zone;
        arc(zone.exterior, b, way.azimuth_at_end + 90, sides_ / 2);
        arc(zone.exterior, a, way.azimuth - 90, sides_ / 2);
        zone.exterior.push_back(zone.exterior.front());
        return zone;
    }

private:
    /// So many sides counter-clockwise, as exterior rings go.
    void arc(std::vector<LonLat>& ring, LonLat centre, double from, int sides) const
    {
        for (int i = 0; i <= sides; ++i) {
            ring.push_back(destination(centre, from - 360.0 * i / sides_, radius_));
        }
    }

    int sides_ = 0;
    double radius_ = 0;
};

void add_zones(const std::vector<LonLat>& path, const Pen& pen, Polygons<LonLat>& zones)
{
    for (std::size_t i = 1; i < path.size(); ++i) {
        const LonLat a = path[i - 1], b = path[i];
        const int pieces = 1 + static_cast<int>(course(a, b).metres / piece_m);
        const auto at = [&](int piece) {
            const double share = static_cast<double>(piece) / pieces;
            return LonLat{a.lon + share * (b.lon - a.lon), a.lat + share * (b.lat - a.lat)};
        };
        for (int piece = 0; piece < pieces; ++piece) {
            zones.polygons.push_back(pen.around(at(piece), at(piece + 1)));
        }
    }
}

} // namespace

std::optional<datasets::Geometry<LonLat>> buffer(const datasets::Geometry<LonLat>& geometry, double metres,
                                                 const Repairer& repairer)
{
    const Pen pen{metres};
    Polygons<LonLat> zones;
    if (const auto* points = std::get_if<datasets::Points<LonLat>>(&geometry)) {
        for (const LonLat point : points->points) {
            zones.polygons.push_back(pen.circle(point));
        }
    } else if (const auto* lines = std::get_if<datasets::Lines<LonLat>>(&geometry)) {
        for (const auto& line : lines->lines) {
            add_zones(line, pen, zones);
        }
    } else {
        for (const auto& polygon : std::get<Polygons<LonLat>>(geometry).polygons) {
            zones.polygons.push_back(polygon);
            add_zones(polygon.exterior, pen, zones);
            for (const auto& ring : polygon.interiors) {
                add_zones(ring, pen, zones);
            }
        }
    }
    return zones.polygons.size() == 1 ? datasets::Geometry<LonLat>{std::move(zones)} : repairer.united(zones);
}

} // namespace ingest
