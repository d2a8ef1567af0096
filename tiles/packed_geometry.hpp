#pragma once

#include "datasets/geometry.hpp"
#include "tiles/feature_index_format.hpp"

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <span>
#include <stdexcept>
#include <type_traits>
#include <vector>

namespace tiles {

/// The geometries of many rows as four arrays: a row has parts, a part a role and vertices.
///
///     rows       [0]            [1]   [2]
///     parts      exterior | interior | points | line
///     vertices   a b c a  | d e f d  | g      | h i j
///
/// Points of a row are one part. Vertices lie elsewhere, beside each other in the same order.
struct PackedParts {
    explicit PackedParts(std::pmr::memory_resource* memory = std::pmr::get_default_resource())
        : first_part(1, 0, memory), roles{memory}, first_vertex(1, 0, memory)
    {
    }

    std::pmr::vector<std::uint32_t> first_part;   ///< one more than rows
    std::pmr::vector<std::uint8_t> roles;         ///< index_format::Role
    std::pmr::vector<std::uint32_t> first_vertex; ///< one more than parts

    [[nodiscard]] std::size_t rows() const { return first_part.size() - 1; }

    /// Ends a part: `vertices` is how many there are so far in all.
    void end_part(index_format::Role role, std::size_t vertices)
    {
        if (vertices > 0xffffffffU) {
            throw std::length_error{"a feature index holds at most 4,294,967,295 vertices"};
        }
        roles.push_back(static_cast<std::uint8_t>(role));
        first_vertex.push_back(static_cast<std::uint32_t>(vertices));
    }
    void end_row() { first_part.push_back(static_cast<std::uint32_t>(roles.size())); }
};

/// Adds a row: `vertex(p)` is called for each position of the geometry and `count()` tells how many there were so far.
template <class P, class Vertex, class Count>
void pack_row(PackedParts& parts, const datasets::Geometry<P>* geometry, const Vertex& vertex,
              const Count& count)
{
    using index_format::Role;
    const auto path = [&](const std::vector<P>& positions, Role role) {
        for (const P& p : positions) {
            vertex(p);
        }
        parts.end_part(role, count());
    };
    if (geometry == nullptr || datasets::is_empty(*geometry)) {
        parts.end_row();
        return;
    }
    if (const auto* points = std::get_if<datasets::Points<P>>(geometry)) {
        path(points->points, Role::points);
    } else if (const auto* lines = std::get_if<datasets::Lines<P>>(geometry)) {
        for (const auto& line : lines->lines) {
            path(line, Role::line);
        }
    } else {
        for (const auto& polygon : std::get<datasets::Polygons<P>>(*geometry).polygons) {
            path(polygon.exterior, Role::exterior);
            for (const auto& ring : polygon.interiors) {
                path(ring, Role::interior);
            }
        }
    }
    parts.end_row();
}

/// The same arrays of a mapped file.
struct PartsView {
    std::span<const std::uint32_t> first_part{};
    std::span<const std::uint8_t> roles{};
    std::span<const std::uint32_t> first_vertex{};

    [[nodiscard]] bool empty(std::size_t row) const { return first_part[row] == first_part[row + 1]; }
    [[nodiscard]] index_format::Role role(std::size_t part) const
    {
        return static_cast<index_format::Role>(roles[part]);
    }
    /// Vertices of the row, all its parts together.
    [[nodiscard]] std::size_t begin(std::size_t row) const { return first_vertex[first_part[row]]; }
    [[nodiscard]] std::size_t end(std::size_t row) const { return first_vertex[first_part[row + 1]]; }
};

/// True if every row is of one kind of parts, interior rings after an exterior one. Such a row is a geometry.
[[nodiscard]] inline bool parts_fit(const PartsView& view)
{
    using index_format::Role;
    for (const std::uint8_t role : view.roles) {
        if (role > static_cast<std::uint8_t>(Role::interior)) {
            return false;
        }
    }
    for (std::size_t row = 0; row + 1 < view.first_part.size(); ++row) {
        const std::size_t first = view.first_part[row], last = view.first_part[row + 1];
        if (first == last) {
            continue;
        }
        const Role kind = view.role(first);
        if (kind == Role::interior || (kind == Role::points && last - first > 1)) {
            return false;
        }
        for (std::size_t part = first + 1; part < last; ++part) {
            const Role role = view.role(part);
            if (role != kind && !(kind == Role::exterior && role == Role::interior)) {
                return false;
            }
        }
    }
    return true;
}

/// A row's geometry. `path(first, last)` gives the positions of the vertices from `first` to one before `last`, some of which may
/// be left out; parts without any are. The row must not be empty in the view.
template <class Path>
[[nodiscard]] auto unpack_row(const PartsView& view, std::size_t row, const Path& path)
{
    using index_format::Role;
    using P = typename std::decay_t<decltype(path(std::size_t{}, std::size_t{}))>::value_type;
    const auto part_path = [&](std::size_t part) {
        return path(std::size_t{view.first_vertex[part]}, std::size_t{view.first_vertex[part + 1]});
    };
    const std::size_t first = view.first_part[row], last = view.first_part[row + 1];
    switch (view.role(first)) {
    case Role::points:
        return datasets::Geometry<P>{datasets::Points<P>{part_path(first)}};
    case Role::line: {
        datasets::Lines<P> lines;
        for (std::size_t part = first; part < last; ++part) {
            if (auto line = part_path(part); !line.empty()) {
                lines.lines.push_back(std::move(line));
            }
        }
        return datasets::Geometry<P>{std::move(lines)};
    }
    case Role::exterior:
    case Role::interior:
        break;
    }
    datasets::Polygons<P> polygons;
    bool has_exterior = false; // a hole goes with the ring it was in
    for (std::size_t part = first; part < last; ++part) {
        const bool exterior = view.role(part) == Role::exterior;
        auto ring = part_path(part);
        if (exterior) {
            has_exterior = !ring.empty();
            if (has_exterior) {
                polygons.polygons.push_back({std::move(ring), {}});
            }
        } else if (has_exterior && !ring.empty()) {
            polygons.polygons.back().interiors.push_back(std::move(ring));
        }
    }
    return datasets::Geometry<P>{std::move(polygons)};
}

} // namespace tiles
