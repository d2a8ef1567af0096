#pragma once

#include <cmath>
#include <compare>
#include <cstdint>

namespace tiles {

/// A position in a tile, in whole tile units: 0 to extent from the tile's west and north edge, beyond that its buffer.
struct TilePoint {
    std::int32_t x = 0;
    std::int32_t y = 0;
    friend auto operator<=>(const TilePoint&, const TilePoint&) = default;
};

/// The same before it is rounded.
struct TilePosition {
    double x = 0;
    double y = 0;
    friend auto operator<=>(const TilePosition&, const TilePosition&) = default;
};

/// Halves are rounded up on both sides of a tile's edge: a vertex is the same place in every tile that has it.
[[nodiscard]] inline TilePoint rounded(TilePosition p)
{
    return {static_cast<std::int32_t>(std::floor(p.x + 0.5)),
            static_cast<std::int32_t>(std::floor(p.y + 0.5))};
}

} // namespace tiles
