#include "tiles/simplify.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
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
using WeightedPath = std::vector<WeightedPoint>;

constexpr double always = std::numeric_limits<double>::infinity();

double squared_distance(UnitPoint p, UnitPoint a, UnitPoint b)
{
    const double dx = b.x - a.x;
    const double dy = b.y - a.y;
    const double length = dx * dx + dy * dy;
    const double t = length > 0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / length, 0.0, 1.0) : 0.0;
    const double ex = p.x - (a.x + t * dx);
    const double ey = p.y - (a.y + t * dy);
    return ex * ex + ey * ey;
}

/// Douglas-Peucker over an arc, which keeps its ends. Instead of deciding for one tolerance it writes down the largest at which
/// each vertex is still kept: its distance, but no more than that of the vertex that divided the arc before it.
void weigh_arc(std::span<WeightedPoint> arc)
{
    struct Part {
        std::size_t first;
        std::size_t last;
        double limit;
    };
    arc.front().importance = always;
    arc.back().importance = always;
    std::vector<Part> parts{{0, arc.size() - 1, always}};
    while (!parts.empty()) {
        const Part part = parts.back();
        parts.pop_back();
        double farthest = -1;
        std::size_t at = part.first;
        for (std::size_t i = part.first + 1; i < part.last; ++i) {
            const double d =
                squared_distance(arc[i].position, arc[part.first].position, arc[part.last].position);
            if (d > farthest) {
                farthest = d;
                at = i;
            }
        }
        if (at != part.first) {
            arc[at].importance = std::min(part.limit, std::sqrt(farthest));
            parts.push_back({part.first, at, arc[at].importance});
            parts.push_back({at, part.last, arc[at].importance});
        }
    }
}

/// Weighs an arc in the direction that does not depend on the ring: from its lesser end, a closed one towards its lesser neighbour.
void weigh_either_way(std::span<WeightedPoint> arc)
{
    const std::size_t is_closed = arc.front().position == arc.back().position && arc.size() > 2 ? 1 : 0;
    if (arc[arc.size() - 1 - is_closed].position < arc[is_closed].position) {
        std::ranges::reverse(arc);
        weigh_arc(arc);
        std::ranges::reverse(arc);
    } else {
        weigh_arc(arc);
    }
}

WeightedPath unweighed(const Path& path)
{
    WeightedPath weighted;
    weighted.reserve(path.size());
    for (const UnitPoint p : path) {
        weighted.push_back({p, 0});
    }
    return weighted;
}

WeightedPath weigh_line(const Path& line)
{
    WeightedPath weighted = unweighed(line);
    if (weighted.size() > 1) {
        weigh_either_way(weighted);
    }
    return weighted;
}

/// Turns the ring so that it begins at a node, weighs the arcs from node to node, and turns it back. A ring without nodes begins
/// at its least vertex: that, too, two rings agree on.
WeightedPath weigh_ring(const Path& ring, const SharedBorders& borders)
{
    if (ring.size() < 2) {
        return unweighed(ring);
    }
    const auto count = static_cast<std::ptrdiff_t>(ring.size() - 1);
    auto start =
        std::find_if(ring.begin(), ring.begin() + count, [&](UnitPoint p) { return borders.is_node(p); });
    if (start == ring.begin() + count) {
        start = std::min_element(ring.begin(), ring.begin() + count);
    }
    const auto turn = start - ring.begin();
    WeightedPath turned = unweighed(ring);
    turned.pop_back();
    std::rotate(turned.begin(), turned.begin() + turn, turned.end());
    turned.push_back(turned.front());

    std::size_t arc_begin = 0;
    for (std::size_t i = 1; i < turned.size(); ++i) {
        if (i + 1 == turned.size() || borders.is_node(turned[i].position)) {
            weigh_either_way(std::span{turned}.subspan(arc_begin, i + 1 - arc_begin));
            arc_begin = i;
        }
    }
    turned.pop_back();
    std::rotate(turned.begin(), turned.end() - turn, turned.end());
    turned.push_back(turned.front());
    return turned;
}

struct Weigh {
    const SharedBorders& borders;

    [[nodiscard]] Geometry<WeightedPoint> operator()(const Points<UnitPoint>& g) const
    {
        Points<WeightedPoint> weighted{unweighed(g.points)};
        for (WeightedPoint& p : weighted.points) {
            p.importance = always;
        }
        return weighted;
    }

    [[nodiscard]] Geometry<WeightedPoint> operator()(const Lines<UnitPoint>& g) const
    {
        Lines<WeightedPoint> weighted;
        for (const Path& line : g.lines) {
            weighted.lines.push_back(weigh_line(line));
        }
        return weighted;
    }

    [[nodiscard]] Geometry<WeightedPoint> operator()(const Polygons<UnitPoint>& g) const
    {
        Polygons<WeightedPoint> weighted;
        for (const Polygon<UnitPoint>& polygon : g.polygons) {
            Polygon<WeightedPoint> copy{weigh_ring(polygon.exterior, borders), {}};
            for (const Path& ring : polygon.interiors) {
                copy.interiors.push_back(weigh_ring(ring, borders));
            }
            weighted.polygons.push_back(std::move(copy));
        }
        return weighted;
    }
};

Path filter(std::span<const WeightedPoint> path, double tolerance)
{
    Path kept;
    for (const WeightedPoint& p : path) {
        if (p.importance >= tolerance) {
            kept.push_back(p.position);
        }
    }
    return kept;
}

/// Closes what is left of a ring; its first vertex may be among those left out. Empty if there is no triangle left.
Path filter_ring(const WeightedPath& ring, double tolerance)
{
    if (ring.empty()) {
        return {};
    }
    Path kept = filter(std::span{ring}.first(ring.size() - 1), tolerance);
    if (kept.size() < 3) {
        return {};
    }
    kept.push_back(kept.front());
    return kept;
}

struct Simplify {
    double tolerance;

    [[nodiscard]] Geometry<UnitPoint> operator()(const Points<WeightedPoint>& g) const
    {
        return Points<UnitPoint>{filter(g.points, tolerance)};
    }

    [[nodiscard]] Geometry<UnitPoint> operator()(const Lines<WeightedPoint>& g) const
    {
        Lines<UnitPoint> simple;
        for (const WeightedPath& line : g.lines) {
            simple.lines.push_back(filter(line, tolerance));
        }
        return simple;
    }

    [[nodiscard]] Geometry<UnitPoint> operator()(const Polygons<WeightedPoint>& g) const
    {
        Polygons<UnitPoint> simple;
        for (const Polygon<WeightedPoint>& polygon : g.polygons) {
            Polygon<UnitPoint> kept{filter_ring(polygon.exterior, tolerance), {}};
            if (kept.exterior.empty()) {
                continue;
            }
            for (const WeightedPath& ring : polygon.interiors) {
                if (Path interior = filter_ring(ring, tolerance); !interior.empty()) {
                    kept.interiors.push_back(std::move(interior));
                }
            }
            simple.polygons.push_back(std::move(kept));
        }
        return simple;
    }
};

} // namespace

Geometry<WeightedPoint> weigh(const Geometry<UnitPoint>& geometry, const SharedBorders& borders)
{
    return std::visit(Weigh{borders}, geometry);
}

Geometry<UnitPoint> simplify(const Geometry<WeightedPoint>& geometry, double tolerance)
{
    return std::visit(Simplify{tolerance}, geometry);
}

} // namespace tiles
