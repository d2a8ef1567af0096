#pragma once

#include "tiles/world_point.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <span>
#include <vector>

namespace tiles {

/// Finds the vertices near an edge or in a triangle: they lie in square cells, the cells in buckets by a hash.
class VertexGrid {
public:
    /// Takes the vertices `which` of `positions`, which must outlive the grid. A cell is 2^cell_bits world units wide.
    VertexGrid(std::span<const WorldPoint> positions, std::span<const std::uint32_t> which, int cell_bits,
               std::pmr::memory_resource* memory);

    /// Calls `f(vertex)` for every vertex within `reach` of the convex hull of the corners, until it returns true; then returns
    /// true. It is called for others nearby as well, and may be called twice for one.
    template <std::size_t N, class F>
    bool any_near(const std::array<WorldPoint, N>& corners, double reach, const F& f) const;

private:
    /// The part of the hull's rows of cells, from west to east.
    template <std::size_t N>
    static std::array<double, 2> width_between(const std::array<WorldPoint, N>& corners, double north,
                                               double south);

    [[nodiscard]] std::size_t bucket(std::uint32_t column, std::uint32_t row) const
    {
        // A product with odd constants mixes the low bits; the high ones are the best mixed.
        const std::uint64_t mixed = (column * 0x9e3779b97f4a7c15U) ^ (row * 0xc2b2ae3d27d4eb4fU);
        return (mixed * 0xff51afd7ed558ccdU) >> shift_;
    }

    [[nodiscard]] std::uint32_t cell(double coordinate) const
    {
        return static_cast<std::uint32_t>(std::clamp(coordinate, 0.0, world_size - 1)) >> cell_bits_;
    }

    int cell_bits_;
    int shift_;
    std::pmr::vector<std::uint32_t> begins_;   ///< of each bucket in vertices_, and the end
    std::pmr::vector<std::uint32_t> vertices_; ///< bucket by bucket
};

template <std::size_t N>
std::array<double, 2> VertexGrid::width_between(const std::array<WorldPoint, N>& corners, double north,
                                                double south)
{
    double west = world_size;
    double east = -1;
    const auto take = [&](double x) {
        west = std::min(west, x);
        east = std::max(east, x);
    };
    for (std::size_t i = 0; i < N; ++i) {
        const auto [ax, ay] = corners[i];
        const auto [bx, by] = corners[(i + 1) % N];
        if (ay >= north && ay <= south) {
            take(ax);
        }
        for (const double y : {north, south}) {
            if ((ay < y && by > y) || (by < y && ay > y)) {
                take(ax + (y - ay) / (static_cast<double>(by) - ay) * (static_cast<double>(bx) - ax));
            }
        }
    }
    return {west, east};
}

template <std::size_t N, class F>
bool VertexGrid::any_near(const std::array<WorldPoint, N>& corners, double reach, const F& f) const
{
    const auto by_y = [](WorldPoint a, WorldPoint b) { return a.y < b.y; };
    const auto [top, bottom] = std::minmax_element(corners.begin(), corners.end(), by_y);
    const std::uint32_t last_row = cell(bottom->y + reach);
    for (std::uint32_t row = cell(top->y - reach); row <= last_row; ++row) {
        const double north = std::ldexp(row, cell_bits_) - reach;
        const auto [west, east] =
            width_between(corners, north, north + std::ldexp(1, cell_bits_) + 2 * reach);
        if (west > east) {
            continue;
        }
        const std::uint32_t last_column = cell(east + reach);
        for (std::uint32_t column = cell(west - reach); column <= last_column; ++column) {
            const std::size_t at = bucket(column, row);
            for (std::uint32_t i = begins_[at]; i < begins_[at + 1]; ++i) {
                if (f(vertices_[i])) {
                    return true;
                }
            }
        }
    }
    return false;
}

} // namespace tiles
