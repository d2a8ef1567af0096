#pragma once

#include "datasets/geometry.hpp"

#include <cstddef>
#include <iterator>
#include <optional>
#include <span>
#include <utility>

namespace datasets {

/// What a collection holds of the kind that says most: polygons before lines before points. A placemark's point beside its
/// area, or the axis of a road beside its outline, is left out.
template <class P>
struct MainParts {
    Geometry<P> geometry{};
    bool left_out = false; ///< parts of another kind stood there too
};

/// Adds a part of a collection to what there is of it. True if one of them was left out, being of a lesser kind than the other;
/// an empty part is none.
template <class P>
bool add_main_part(std::optional<Geometry<P>>& whole, Geometry<P> part)
{
    if (!whole || is_empty(*whole)) {
        whole = std::move(part);
        return false;
    }
    if (is_empty(part)) {
        return false;
    }
    if (whole->index() != part.index()) {
        if (part.index() > whole->index()) { // in the order of their dimensions
            whole = std::move(part);
        }
        return true;
    }
    const auto move_all = [](auto& from, auto& to) {
        std::move(from.begin(), from.end(), std::back_inserter(to));
    };
    if (auto* points = std::get_if<Points<P>>(&part)) {
        move_all(points->points, std::get<Points<P>>(*whole).points);
    } else if (auto* lines = std::get_if<Lines<P>>(&part)) {
        move_all(lines->lines, std::get<Lines<P>>(*whole).lines);
    } else {
        move_all(std::get<Polygons<P>>(part).polygons, std::get<Polygons<P>>(*whole).polygons);
    }
    return false;
}

/// As `geometry_from_wkb`, but reads collections of different kinds too.
template <class P>
[[nodiscard]] MainParts<P> main_parts_from_wkb(std::span<const std::byte> bytes);

} // namespace datasets
