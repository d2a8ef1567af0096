#include "tiles/vertex_grid.hpp"

#include "tiles/bit_count.hpp"

namespace tiles {

VertexGrid::VertexGrid(std::span<const WorldPoint> positions, std::span<const std::uint32_t> which,
                       int cell_bits, std::pmr::memory_resource* memory)
    : cell_bits_{std::clamp(cell_bits, 0, 31)}, begins_{memory}, vertices_{memory}
{
    constexpr int word = 64;
    const int bucket_bits = std::max(1, bit_count(which.size()));
    shift_ = word - bucket_bits;
    // A counting sort: how many lie in each bucket, where each bucket begins, then each vertex into its place.
    begins_.assign((std::size_t{1} << bucket_bits) + 1, 0);
    const auto bucket_of = [&](std::uint32_t vertex) {
        return bucket(positions[vertex].x >> cell_bits_, positions[vertex].y >> cell_bits_);
    };
    for (const std::uint32_t vertex : which) {
        ++begins_[bucket_of(vertex) + 1];
    }
    for (std::size_t i = 1; i < begins_.size(); ++i) {
        begins_[i] += begins_[i - 1];
    }
    vertices_.resize(which.size());
    std::pmr::vector<std::uint32_t> next{begins_.begin(), begins_.end() - 1, memory};
    for (const std::uint32_t vertex : which) {
        vertices_[next[bucket_of(vertex)]++] = vertex;
    }
}

} // namespace tiles
