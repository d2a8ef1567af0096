#include "tiles/quantize.hpp"

#include <algorithm>
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

struct Quantize {
    double across;
    TileId tile;
    int extent;
    const HotPixels* pixels = nullptr; ///< through which the edges of polygons go

    [[nodiscard]] TilePosition position(UnitPoint p) const
    {
        return {(p.x * across - tile.x) * extent, (p.y * across - tile.y) * extent};
    }

    [[nodiscard]] TilePosition position(WorldPoint p) const { return position(to_unit_point(p)); }

    template <class P>
    [[nodiscard]] std::vector<TilePoint> round(const std::vector<P>& path) const
    {
        std::vector<TilePoint> rounded_path;
        rounded_path.reserve(path.size());
        for (const P p : path) {
            const TilePoint q = rounded(position(p));
            if (rounded_path.empty() || rounded_path.back() != q) {
                rounded_path.push_back(q);
            }
        }
        return rounded_path;
    }

    template <class P>
    [[nodiscard]] std::vector<TilePoint> round_ring(const std::vector<P>& ring) const
    {
        if (pixels == nullptr) {
            return round(ring);
        }
        std::vector<TilePoint> path;
        path.reserve(ring.size());
        for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
            pixels->route(position(ring[i]), position(ring[i + 1]), path);
        }
        return path;
    }

    template <class P>
    [[nodiscard]] Geometry<TilePoint> operator()(const Points<P>& g) const
    {
        Points<TilePoint> kept;
        for (const P p : g.points) {
            const TilePoint q = rounded(position(p));
            kept.points.push_back({std::clamp(q.x, 0, extent - 1), std::clamp(q.y, 0, extent - 1)});
        }
        return kept;
    }

    template <class P>
    [[nodiscard]] Geometry<TilePoint> operator()(const Lines<P>& g) const
    {
        Lines<TilePoint> kept;
        for (const auto& line : g.lines) {
            if (auto path = round(line); path.size() > 1) {
                kept.lines.push_back(std::move(path));
            }
        }
        return kept;
    }

    template <class P>
    [[nodiscard]] Geometry<TilePoint> operator()(const Polygons<P>& g) const
    {
        Polygons<TilePoint> all;
        for (const auto& polygon : g.polygons) {
            Polygon<TilePoint> kept{without_spikes(round_ring(polygon.exterior)), {}};
            if (doubled_area(kept.exterior) == 0) {
                continue;
            }
            for (const auto& ring : polygon.interiors) {
                if (auto interior = without_spikes(round_ring(ring)); doubled_area(interior) != 0) {
                    kept.interiors.push_back(std::move(interior));
                }
            }
            all.polygons.push_back(std::move(kept));
        }
        wind(all);
        return all;
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

Geometry<TilePoint> quantize(const Geometry<UnitPoint>& geometry, TileId tile, int extent,
                             const HotPixels& pixels)
{
    return std::visit(Quantize{static_cast<double>(tiles_across(tile.z)), tile, extent, &pixels}, geometry);
}

void add_vertices(const Geometry<UnitPoint>& geometry, TileId tile, int extent, HotPixels& pixels)
{
    const Quantize place{static_cast<double>(tiles_across(tile.z)), tile, extent};
    const auto* polygons = std::get_if<Polygons<UnitPoint>>(&geometry);
    if (polygons == nullptr) {
        return;
    }
    const auto add = [&](const std::vector<UnitPoint>& ring) {
        for (const UnitPoint p : ring) {
            pixels.add(rounded(place.position(p)));
        }
    };
    for (const auto& polygon : polygons->polygons) {
        add(polygon.exterior);
        std::ranges::for_each(polygon.interiors, add);
    }
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
