#pragma once

#include "tiles/shape_table.hpp"

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <vector>

namespace tiles {

/// The different vertices of all lines and rings, and which of them each path goes through.
struct BorderVertices {
    explicit BorderVertices(std::pmr::memory_resource* memory) : positions{memory}, of{memory} {}

    std::pmr::vector<WorldPoint> positions; ///< of each different vertex
    std::pmr::vector<std::uint32_t> of;     ///< for each position of the table, the number of its vertex
    std::size_t snapped = 0;
    std::size_t inserted = 0;
};

/// Numbers the vertices; equal positions get the same number. With `snap` (world units), a ring's vertex that comes so near to
/// one before it becomes that one:
///
///   --o   o--         --o--
///     |   |      ->     |       what a few centimetres keep apart is one border
///
/// With `snap_edges`, an edge that passes a vertex so near goes through it:
///
///   --------------      ---o---
///          o       ->      |       the neighbour has a vertex where this one has none
///          |
///
/// Changes the table: vertices are moved and inserted, what then runs out to a vertex and straight back is taken away, and a ring of
/// fewer than three vertices becomes empty.
[[nodiscard]] BorderVertices number_vertices(ShapeTable& shapes, double snap, bool snap_edges);

} // namespace tiles
