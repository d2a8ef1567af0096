#include "tiles/tile_id.hpp"

#include "datasets/error.hpp"

#include <fmt/format.h>

#include <cassert>
#include <utility>

namespace tiles {

namespace {

/// The id of a zoom's first tile: the number of tiles of all zooms above, (4^z - 1) / 3.
constexpr std::uint64_t first_id(int zoom) { return ((std::uint64_t{1} << (2 * zoom)) - 1) / 3; }

/// Turns a quadrant of side `n` so that the curve enters and leaves it where its neighbours want it.
void rotate(std::uint64_t n, std::uint64_t& x, std::uint64_t& y, bool right, bool lower)
{
    if (lower) {
        return;
    }
    if (right) {
        x = n - 1 - x;
        y = n - 1 - y;
    }
    std::swap(x, y);
}

} // namespace

std::uint64_t hilbert_id(TileId tile)
{
    assert(is_valid(tile));
    std::uint64_t x = tile.x;
    std::uint64_t y = tile.y;
    std::uint64_t along = 0;
    for (std::uint64_t side = tiles_across(tile.z) / 2; side > 0; side /= 2) {
        const bool right = (x & side) != 0;
        const bool lower = (y & side) != 0;
        along += side * side * ((right ? 3U : 0U) ^ (lower ? 1U : 0U));
        x &= side - 1;
        y &= side - 1;
        rotate(side, x, y, right, lower);
    }
    return first_id(tile.z) + along;
}

TileId tile_from_hilbert_id(std::uint64_t id)
{
    int zoom = 0;
    while (zoom < deepest_zoom && id >= first_id(zoom + 1)) {
        ++zoom;
    }
    std::uint64_t along = id - first_id(zoom);
    if (along >= tiles_across(zoom) * tiles_across(zoom)) {
        throw datasets::FormatError{
            fmt::format("tile id {} is beyond the last tile of zoom {}", id, deepest_zoom)};
    }
    std::uint64_t x = 0;
    std::uint64_t y = 0;
    for (std::uint64_t side = 1; side < tiles_across(zoom); side *= 2) {
        const bool right = (along & 2) != 0;
        const bool lower = ((along ^ (right ? 1U : 0U)) & 1) != 0;
        rotate(side, x, y, right, lower);
        x += right ? side : 0;
        y += lower ? side : 0;
        along /= 4;
    }
    return {zoom, static_cast<std::uint32_t>(x), static_cast<std::uint32_t>(y)};
}

} // namespace tiles
