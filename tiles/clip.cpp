#include "tiles/clip.hpp"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

namespace tiles {

namespace {

using datasets::Geometry;
using datasets::Lines;
using datasets::Points;
using datasets::Polygon;
using datasets::Polygons;
using Path = std::vector<UnitPoint>;

double along(Axis axis, UnitPoint p) { return axis == Axis::x ? p.x : p.y; }

/// One side of a line across the map. A strip is what two of them share.
struct HalfPlane {
    Axis axis;
    double edge;
    bool above; ///< keeps what is at the edge or above it, else at the edge or below

    [[nodiscard]] bool contains(UnitPoint p) const
    {
        return above ? along(axis, p) >= edge : along(axis, p) <= edge;
    }

    /// Where the segment between a point inside and one outside meets the edge. The order of the two does not matter, to the last
    /// bit: neighbours run along a shared border in opposite directions.
    [[nodiscard]] UnitPoint crossing(UnitPoint a, UnitPoint b) const
    {
        if (b < a) {
            std::swap(a, b);
        }
        const double t = (edge - along(axis, a)) / (along(axis, b) - along(axis, a));
        return axis == Axis::x ? UnitPoint{edge, a.y + t * (b.y - a.y)}
                               : UnitPoint{a.x + t * (b.x - a.x), edge};
    }
};

/// Sutherland-Hodgman: a closed ring in, a closed ring or nothing out.
///
///        | edge
///   a----+--b         a outside, b inside: the crossing comes before b
///        |  |
///   d----+--c         c inside, d outside: the crossing comes instead of d
///        |
Path clip_ring(const Path& ring, const HalfPlane& half)
{
    Path clipped;
    clipped.reserve(ring.size() + 2);
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
        const UnitPoint a = ring[i];
        const UnitPoint b = ring[i + 1];
        if (half.contains(a) != half.contains(b)) {
            clipped.push_back(half.crossing(a, b));
        }
        if (half.contains(b)) {
            clipped.push_back(b);
        }
    }
    if (!clipped.empty() && clipped.front() != clipped.back()) {
        clipped.push_back(clipped.front());
    }
    return clipped;
}

/// Appends the parts of a line that are inside:
///
///   a---b | c---d | e     with the edges as drawn, and the middle outside: [a b |] and [| e]
void clip_line(const Path& line, const HalfPlane& half, std::vector<Path>& parts)
{
    Path part;
    const auto end_part = [&] {
        if (part.size() > 1) {
            parts.push_back(std::move(part));
        }
        part.clear();
    };
    for (std::size_t i = 0; i < line.size(); ++i) {
        const bool inside = half.contains(line[i]);
        if (i > 0 && inside != half.contains(line[i - 1])) {
            part.push_back(half.crossing(line[i - 1], line[i]));
        }
        if (inside) {
            part.push_back(line[i]);
        } else {
            end_part();
        }
    }
    end_part();
}

struct ClipToHalf {
    HalfPlane half;

    [[nodiscard]] Geometry<UnitPoint> operator()(Points<UnitPoint>&& g) const
    {
        std::erase_if(g.points, [&](UnitPoint p) { return !half.contains(p); });
        return std::move(g);
    }

    [[nodiscard]] Geometry<UnitPoint> operator()(Lines<UnitPoint>&& g) const
    {
        Lines<UnitPoint> clipped;
        for (const Path& line : g.lines) {
            clip_line(line, half, clipped.lines);
        }
        return clipped;
    }

    [[nodiscard]] Geometry<UnitPoint> operator()(Polygons<UnitPoint>&& g) const
    {
        constexpr std::size_t triangle = 4;
        Polygons<UnitPoint> clipped;
        for (const Polygon<UnitPoint>& polygon : g.polygons) {
            Polygon<UnitPoint> part{clip_ring(polygon.exterior, half), {}};
            if (part.exterior.size() < triangle) {
                continue;
            }
            for (const Path& ring : polygon.interiors) {
                if (Path interior = clip_ring(ring, half); interior.size() >= triangle) {
                    part.interiors.push_back(std::move(interior));
                }
            }
            clipped.polygons.push_back(std::move(part));
        }
        return clipped;
    }
};

} // namespace

Geometry<UnitPoint> clip(Geometry<UnitPoint> geometry, Axis axis, double low, double high)
{
    double lowest = std::numeric_limits<double>::infinity();
    double highest = -lowest;
    datasets::for_each_point(geometry, [&](UnitPoint p) {
        lowest = std::min(lowest, along(axis, p));
        highest = std::max(highest, along(axis, p));
    });
    // Most geometry lies wholly on one side of an edge and is left alone.
    if (lowest < low) {
        geometry = std::visit(ClipToHalf{{axis, low, true}}, std::move(geometry));
    }
    if (highest > high) {
        geometry = std::visit(ClipToHalf{{axis, high, false}}, std::move(geometry));
    }
    return geometry;
}

} // namespace tiles
