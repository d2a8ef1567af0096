#pragma once

#include "tiles/web_mercator.hpp"

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

namespace tiles {

/// Finds where borders of polygons part: the vertices at which simplification must stop, so that what neighbours share is the same
/// arc for both and is simplified alike.
///
///         B | C
///   --------o--------     o is a node: its neighbours differ from ring to ring.
///           A             Every other vertex has the same two neighbours in all rings that pass it.
class SharedBorders {
public:
    /// Takes the rings of polygons; points and lines have no borders.
    void add(const datasets::Geometry<UnitPoint>& geometry);

    /// True if the vertex ends an arc. Positions are compared to the last bit.
    [[nodiscard]] bool is_node(UnitPoint vertex) const;

private:
    struct Hash {
        std::size_t operator()(UnitPoint p) const noexcept;
    };
    struct Vertex {
        std::size_t neighbours =
            0; ///< sum of their hashes: half the memory of two positions; if two sums agree by chance, an arc
               ///< is longer than it should be
        bool is_node = false;
    };

    void add_ring(const std::vector<UnitPoint>& ring);

    std::unordered_map<UnitPoint, Vertex, Hash> vertices_{};
};

} // namespace tiles
