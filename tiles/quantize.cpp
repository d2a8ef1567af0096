#include "tiles/quantize.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace tiles {

namespace {

using datasets::Geometry;
using datasets::Lines;
using datasets::Points;
using datasets::Polygon;
using datasets::Polygons;

/// True if the ring goes out to `b` and straight back, or as far as `c`. A vertex on a straight way stays: a neighbour may turn
/// there, and without it renderers would leave a hairline between the two.
///
///   a---c---b
bool is_spike(TilePoint a, TilePoint b, TilePoint c)
{
    const std::int64_t ux = std::int64_t{b.x} - a.x;
    const std::int64_t uy = std::int64_t{b.y} - a.y;
    const std::int64_t vx = std::int64_t{c.x} - b.x;
    const std::int64_t vy = std::int64_t{c.y} - b.y;
    return ux * vy == uy * vx && ux * vx + uy * vy <= 0;
}

/// A closed ring without spikes, or nothing. Rounding makes many spikes, and a ring with one is invalid: taken away here,
/// they save the repair of half the polygons that would need it.
std::vector<TilePoint> without_spikes(const std::vector<TilePoint>& ring)
{
    std::vector<TilePoint> kept;
    kept.reserve(ring.size());
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
        while (kept.size() > 1 && is_spike(kept[kept.size() - 2], kept.back(), ring[i])) {
            kept.pop_back();
        }
        if (kept.empty() || kept.back() != ring[i]) {
            kept.push_back(ring[i]);
        }
    }
    // The same around the place where the ring closes.
    std::size_t first = 0;
    for (bool changed = true; changed && kept.size() - first > 2;) {
        changed = is_spike(kept[kept.size() - 2], kept.back(), kept[first]);
        if (changed) {
            kept.pop_back();
        } else if (is_spike(kept.back(), kept[first], kept[first + 1])) {
            ++first;
            changed = true;
        }
    }
    kept.erase(kept.begin(), kept.begin() + static_cast<std::ptrdiff_t>(first));
    if (kept.size() < 3) {
        return {};
    }
    kept.push_back(kept.front());
    return kept;
}

/// Halves are rounded up on both sides of a tile's edge: a vertex is the same place in every tile that has it.
struct Quantize {
    double across;
    TileId tile;
    int extent;

    [[nodiscard]] TilePoint round(UnitPoint p) const
    {
        const auto axis = [&](double unit, std::uint32_t index) {
            return static_cast<std::int32_t>(std::floor((unit * across - index) * extent + 0.5));
        };
        return {axis(p.x, tile.x), axis(p.y, tile.y)};
    }

    [[nodiscard]] TilePoint round(WorldPoint p) const { return round(to_unit_point(p)); }

    template <class P>
    [[nodiscard]] std::vector<TilePoint> round(const std::vector<P>& path) const
    {
        std::vector<TilePoint> rounded;
        rounded.reserve(path.size());
        for (const P p : path) {
            const TilePoint q = round(p);
            if (rounded.empty() || rounded.back() != q) {
                rounded.push_back(q);
            }
        }
        return rounded;
    }

    template <class P>
    [[nodiscard]] Geometry<TilePoint> operator()(const Points<P>& g) const
    {
        Points<TilePoint> rounded;
        for (const P p : g.points) {
            const TilePoint q = round(p);
            rounded.points.push_back({std::clamp(q.x, 0, extent - 1), std::clamp(q.y, 0, extent - 1)});
        }
        return rounded;
    }

    template <class P>
    [[nodiscard]] Geometry<TilePoint> operator()(const Lines<P>& g) const
    {
        Lines<TilePoint> rounded;
        for (const auto& line : g.lines) {
            if (auto path = round(line); path.size() > 1) {
                rounded.lines.push_back(std::move(path));
            }
        }
        return rounded;
    }

    template <class P>
    [[nodiscard]] Geometry<TilePoint> operator()(const Polygons<P>& g) const
    {
        Polygons<TilePoint> rounded;
        for (const auto& polygon : g.polygons) {
            Polygon<TilePoint> kept{without_spikes(round(polygon.exterior)), {}};
            if (doubled_area(kept.exterior) == 0) {
                continue;
            }
            for (const auto& ring : polygon.interiors) {
                if (auto interior = without_spikes(round(ring)); doubled_area(interior) != 0) {
                    kept.interiors.push_back(std::move(interior));
                }
            }
            rounded.polygons.push_back(std::move(kept));
        }
        wind(rounded);
        return rounded;
    }
};

} // namespace

Geometry<TilePoint> quantize(const Geometry<UnitPoint>& geometry, TileId tile, int extent)
{
    return std::visit(Quantize{static_cast<double>(tiles_across(tile.z)), tile, extent}, geometry);
}

Geometry<TilePoint> quantize(const Geometry<WorldPoint>& geometry, TileId tile, int extent)
{
    return std::visit(Quantize{static_cast<double>(tiles_across(tile.z)), tile, extent}, geometry);
}

std::int64_t doubled_area(const std::vector<TilePoint>& ring)
{
    std::int64_t sum = 0;
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
        sum += std::int64_t{ring[i].x} * ring[i + 1].y - std::int64_t{ring[i + 1].x} * ring[i].y;
    }
    return sum;
}

void wind(Polygons<TilePoint>& polygons)
{
    for (auto& polygon : polygons.polygons) {
        if (doubled_area(polygon.exterior) < 0) {
            std::ranges::reverse(polygon.exterior);
        }
        for (auto& ring : polygon.interiors) {
            if (doubled_area(ring) > 0) {
                std::ranges::reverse(ring);
            }
        }
    }
}

} // namespace tiles
