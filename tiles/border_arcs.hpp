#pragma once

#include "tiles/border_vertices.hpp"

namespace tiles {

/// A way between two nodes, or a ring without any; its vertices stand one after the other.
struct BorderArc {
    std::size_t first = 0;
    std::uint32_t count = 0;
    bool is_closed = false; ///< no node: its last vertex is followed by its first
};

struct BorderArcs {
    explicit BorderArcs(std::pmr::memory_resource* memory) : vertices{memory}, arcs{memory} {}

    std::pmr::vector<std::uint32_t> vertices; ///< of all arcs
    std::pmr::vector<BorderArc> arcs;         ///< those with something to thin out between their ends
    double shared = 0; ///< part of the polygons that have a vertex in common with another
};

/// Takes the paths apart at the nodes: where a line ends, and where two paths that meet part again. What several paths have in
/// common is one arc.
[[nodiscard]] BorderArcs find_arcs(const ShapeTable& shapes, const BorderVertices& vertices);

} // namespace tiles
