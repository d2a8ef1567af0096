#pragma once

#include "tiles/mapped_file.hpp"
#include "tiles/pmtiles_format.hpp"
#include "tiles/tile_id.hpp"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tiles {

/// An archive of tiles, read where it lies. Any number of threads may ask one reader at the same time.
class PmtilesReader {
public:
    /// Throws datasets::StorageError if the file cannot be read, datasets::FormatError if it is no PMTiles v3 archive.
    explicit PmtilesReader(const std::filesystem::path& path);

    /// An archive in memory, which must outlive the reader.
    explicit PmtilesReader(std::span<const std::byte> archive);

    [[nodiscard]] const pmtiles::Header& header() const { return header_; }

    /// The archive's metadata: JSON text, decompressed. Throws datasets::FormatError if it is damaged.
    [[nodiscard]] std::string metadata() const;

    /// The stored bytes (MVT in gzip, see `header().tile_compression`), valid as long as the reader; nothing if the archive
    /// has no such tile. Throws datasets::FormatError if the archive is damaged.
    [[nodiscard]] std::optional<std::span<const std::byte>> tile(TileId tile) const;

    /// Every tile entry of the archive, leaf directories resolved, ascending by tile id: for inspection and tests.
    [[nodiscard]] std::vector<pmtiles::Entry> entries() const;

private:
    void open();
    [[nodiscard]] std::span<const std::byte> section(std::uint64_t offset, std::uint64_t length) const;
    [[nodiscard]] std::vector<pmtiles::Entry> directory(std::uint64_t offset, std::uint64_t length) const;

    std::optional<MappedFile> file_{};
    std::span<const std::byte> archive_{};
    pmtiles::Header header_{};
    std::vector<pmtiles::Entry> root_{};
};

} // namespace tiles
