#pragma once

#include <cstddef>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

/// What a dataset is: geometry, features, schema, manifest, and the snapshot on disk.
namespace datasets {

/// A position in degrees, longitude first (OGC:CRS84). Every geometry outside `ingest`'s reading steps is in it.
struct LonLat {
    double lon = 0;
    double lat = 0;
    friend bool operator==(const LonLat&, const LonLat&) = default;
};

/// A position in the CRS of a source, x to the east: metres or degrees, as that CRS says. Only `ingest` meets it, before
/// it reprojects.
struct SourcePoint {
    double x = 0;
    double y = 0;
    friend bool operator==(const SourcePoint&, const SourcePoint&) = default;
};

template <class P>
struct Points {
    std::vector<P> points{};
    friend bool operator==(const Points&, const Points&) = default;
};

template <class P>
struct Lines {
    std::vector<std::vector<P>> lines{};
    friend bool operator==(const Lines&, const Lines&) = default;
};

/// Rings are closed: the last position repeats the first.
template <class P>
struct Polygon {
    std::vector<P> exterior{};
    std::vector<std::vector<P>> interiors{};
    friend bool operator==(const Polygon&, const Polygon&) = default;
};

template <class P>
struct Polygons {
    std::vector<Polygon<P>> polygons{};
    friend bool operator==(const Polygons&, const Polygons&) = default;
};

/// Points, lines or polygons, one or several of a kind, in the coordinate space `P`. Spaces are types: a forgotten
/// projection does not compile. Whether one part is written as single or multi is the business of each format.
template <class P>
using Geometry = std::variant<Points<P>, Lines<P>, Polygons<P>>;

enum class GeometryKind { none, point, line, polygon, mixed };

template <class P>
[[nodiscard]] GeometryKind kind_of(const Geometry<P>& geometry)
{
    constexpr GeometryKind kinds[] = {GeometryKind::point, GeometryKind::line, GeometryKind::polygon};
    return kinds[geometry.index()];
}

/// True if the geometry has no part at all.
template <class P>
[[nodiscard]] bool is_empty(const Geometry<P>& geometry)
{
    struct Visitor {
        bool operator()(const Points<P>& g) const { return g.points.empty(); }
        bool operator()(const Lines<P>& g) const { return g.lines.empty(); }
        bool operator()(const Polygons<P>& g) const { return g.polygons.empty(); }
    };
    return std::visit(Visitor{}, geometry);
}

/// Calls `f(const P&)` for every position, the closing positions of rings too.
template <class P, class F>
void for_each_point(const Geometry<P>& geometry, F&& f)
{
    const auto each = [&](const std::vector<P>& path) {
        for (const P& p : path) {
            f(p);
        }
    };
    if (const auto* points = std::get_if<Points<P>>(&geometry)) {
        each(points->points);
    } else if (const auto* lines = std::get_if<Lines<P>>(&geometry)) {
        for (const auto& line : lines->lines) {
            each(line);
        }
    } else {
        for (const auto& polygon : std::get<Polygons<P>>(geometry).polygons) {
            each(polygon.exterior);
            for (const auto& ring : polygon.interiors) {
                each(ring);
            }
        }
    }
}

/// The same geometry in another coordinate space: `f` takes a `P` and returns the position in the new space.
template <class P, class F>
[[nodiscard]] auto map_points(const Geometry<P>& geometry, F&& f)
{
    using Q = std::decay_t<decltype(f(std::declval<const P&>()))>;
    const auto map_path = [&](const std::vector<P>& path) {
        std::vector<Q> mapped;
        mapped.reserve(path.size());
        for (const P& p : path) {
            mapped.push_back(f(p));
        }
        return mapped;
    };
    if (const auto* points = std::get_if<Points<P>>(&geometry)) {
        return Geometry<Q>{Points<Q>{map_path(points->points)}};
    }
    if (const auto* lines = std::get_if<Lines<P>>(&geometry)) {
        Lines<Q> mapped;
        for (const auto& line : lines->lines) {
            mapped.lines.push_back(map_path(line));
        }
        return Geometry<Q>{std::move(mapped)};
    }
    Polygons<Q> mapped;
    for (const auto& polygon : std::get<Polygons<P>>(geometry).polygons) {
        Polygon<Q> copy{map_path(polygon.exterior), {}};
        for (const auto& ring : polygon.interiors) {
            copy.interiors.push_back(map_path(ring));
        }
        mapped.polygons.push_back(std::move(copy));
    }
    return Geometry<Q>{std::move(mapped)};
}

} // namespace datasets
