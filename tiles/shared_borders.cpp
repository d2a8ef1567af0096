#include "tiles/shared_borders.hpp"

#include <bit>

namespace tiles {

std::size_t SharedBorders::Hash::operator()(UnitPoint p) const noexcept
{
    // The finaliser of MurmurHash3 over both coordinates: neighbouring positions differ in few bits.
    constexpr std::uint64_t odd = 0xff51afd7ed558ccdU;
    std::uint64_t h =
        std::bit_cast<std::uint64_t>(p.x) * odd ^ std::rotl(std::bit_cast<std::uint64_t>(p.y) * odd, 32);
    h ^= h >> 33U;
    h *= 0xc4ceb9fe1a85ec53U;
    return h ^ h >> 33U;
}

void SharedBorders::add(const datasets::Geometry<UnitPoint>& geometry)
{
    if (const auto* polygons = std::get_if<datasets::Polygons<UnitPoint>>(&geometry)) {
        for (const auto& polygon : polygons->polygons) {
            add_ring(polygon.exterior);
            for (const auto& ring : polygon.interiors) {
                add_ring(ring);
            }
        }
    }
}

void SharedBorders::add_ring(const std::vector<UnitPoint>& ring)
{
    if (ring.size() < 2) {
        return;
    }
    const std::size_t count = ring.size() - 1; // without the closing position
    const Hash hash;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t neighbours = hash(ring[(i + count - 1) % count]) + hash(ring[i + 1]);
        const auto [it, is_new] = vertices_.try_emplace(ring[i], Vertex{neighbours, false});
        if (!is_new && it->second.neighbours != neighbours) {
            it->second.is_node = true;
        }
    }
}

bool SharedBorders::is_node(UnitPoint vertex) const
{
    const auto it = vertices_.find(vertex);
    return it != vertices_.end() && it->second.is_node;
}

} // namespace tiles
