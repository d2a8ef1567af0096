#pragma once

#include "datasets/bbox.hpp"
#include "tiles/tile_id.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// PMTiles version 3 as bytes, nothing but the specification: https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md
namespace tiles::pmtiles {

/// Section 3.2, also for tiles.
enum class Compression : std::uint8_t { unknown = 0, none = 1, gzip = 2, brotli = 3, zstd = 4 };

/// Section 3.2, the format of tiles.
enum class TileType : std::uint8_t { unknown = 0, mvt = 1, png = 2, jpeg = 3, webp = 4, avif = 5 };

/// Section 3: the first 127 bytes of an archive. Offsets and lengths are in bytes from the start of the file.
struct Header {
    std::uint64_t root_offset = 0;
    std::uint64_t root_length = 0;
    std::uint64_t metadata_offset = 0;
    std::uint64_t metadata_length = 0;
    std::uint64_t leaf_offset = 0;
    std::uint64_t leaf_length = 0;
    std::uint64_t tile_data_offset = 0;
    std::uint64_t tile_data_length = 0;
    std::uint64_t addressed_tiles = 0; ///< before run lengths
    std::uint64_t tile_entries = 0;    ///< entries that point to tiles
    std::uint64_t tile_contents = 0;   ///< different blobs
    bool clustered = false;            ///< tile data in the order of tile ids
    Compression internal_compression = Compression::gzip;
    Compression tile_compression = Compression::gzip;
    TileType tile_type = TileType::mvt;
    int minzoom = 0;
    int maxzoom = 0;
    datasets::BBox bounds{0, 0, 0, 0};
    datasets::LonLat center{};
    int center_zoom = 0;
    friend bool operator==(const Header&, const Header&) = default;
};

inline constexpr std::size_t header_size = 127;
inline constexpr std::size_t first_bytes =
    16384; ///< header and root directory must end within these (section 2)

[[nodiscard]] std::string write_header(const Header& header);

/// Throws datasets::FormatError if this is no version 3 archive or cut short. Positions keep 7 decimals.
[[nodiscard]] Header read_header(std::span<const std::byte> bytes);

/// Section 4: a tile (`run_length` tiles in a row with the same bytes), or a leaf directory if `run_length` is 0.
struct Entry {
    std::uint64_t tile_id = 0;
    std::uint64_t offset = 0; ///< from the start of the tile data, or of the leaf directories
    std::uint32_t length = 0;
    std::uint32_t run_length = 0;
    friend bool operator==(const Entry&, const Entry&) = default;
};

/// Entries ascend by tile id. Not compressed.
[[nodiscard]] std::string write_directory(std::span<const Entry> entries);

/// Throws datasets::FormatError if the bytes are damaged.
[[nodiscard]] std::vector<Entry> read_directory(std::string_view bytes);

/// The entry that holds the tile, or the leaf directory in which to go on looking; null if there is none.
[[nodiscard]] const Entry* find_entry(std::span<const Entry> directory, std::uint64_t tile_id);

} // namespace tiles::pmtiles
