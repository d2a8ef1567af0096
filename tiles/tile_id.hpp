#pragma once

#include <compare>
#include <cstdint>

/// What a tile is: cutting geometry into the squares of WebMercatorQuad, encoding them (MVT), archiving them (PMTiles).
namespace tiles {

/// Address of a tile: zoom, column from the west, row from the north.
struct TileId {
    int z = 0;
    std::uint32_t x = 0;
    std::uint32_t y = 0;
    friend auto operator<=>(const TileId&, const TileId&) = default;
};

/// The deepest zoom a tile id can have: PMTiles counts every tile of zooms 0 to 31 in 64 bits.
inline constexpr int deepest_zoom = 31;

/// Columns (and rows) of a zoom: 2^z.
[[nodiscard]] constexpr std::uint64_t tiles_across(int zoom) { return std::uint64_t{1} << zoom; }

/// True if the zoom is 0 to 31 and the column and row exist in it.
[[nodiscard]] constexpr bool is_valid(TileId tile)
{
    return tile.z >= 0 && tile.z <= deepest_zoom && tile.x < tiles_across(tile.z) &&
           tile.y < tiles_across(tile.z);
}

/// The tile of the zoom above that contains this one. The tile of zoom 0 is its own parent.
[[nodiscard]] constexpr TileId parent(TileId tile)
{
    return tile.z == 0 ? tile : TileId{tile.z - 1, tile.x / 2, tile.y / 2};
}

/// PMTiles v3 tile id (section 4.1): zooms one after the other, within a zoom along the Hilbert curve.
/// The tile must be valid.
[[nodiscard]] std::uint64_t hilbert_id(TileId tile);

/// The way back. Throws datasets::FormatError beyond the last tile of zoom 31.
[[nodiscard]] TileId tile_from_hilbert_id(std::uint64_t id);

} // namespace tiles
