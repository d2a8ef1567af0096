#pragma once

#include "datasets/bbox.hpp"
#include "tiles/pmtiles_format.hpp"
#include "tiles/tile_id.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tiles {

/// What an archive says about itself.
struct ArchiveInfo {
    int minzoom = 0;
    int maxzoom = 14;
    datasets::BBox bounds{};     ///< of the data; an empty one is written as the whole world
    std::string metadata = "{}"; ///< JSON, see `archive_metadata`
};

/// Writes an archive: takes tiles in any order, keeps identical ones once, and lays them down in Hilbert order.
/// Waiting tiles lie in a nameless file beside the archive. Until `commit` there is nothing under the archive's name, and
/// without `commit` there never will be.
class PmtilesWriter {
public:
    /// Throws datasets::StorageError if the folder cannot be written.
    explicit PmtilesWriter(std::filesystem::path path);
    PmtilesWriter(const PmtilesWriter&) = delete;
    PmtilesWriter& operator=(const PmtilesWriter&) = delete;
    PmtilesWriter(PmtilesWriter&&) noexcept;
    PmtilesWriter& operator=(PmtilesWriter&&) noexcept;
    ~PmtilesWriter();

    /// Adds a tile: MVT in gzip. Each tile once; datasets::FormatError if it is none or comes twice (said by `commit`).
    void add(TileId tile, std::string_view gzipped);

    /// Tiles added so far, and the bytes of the different ones.
    [[nodiscard]] std::size_t tile_count() const { return tiles_.size(); }
    [[nodiscard]] std::uint64_t content_bytes() const { return spooled_; }

    /// Writes the archive, flushes it to disk and gives it its name, replacing an older one. Call once, last.
    /// Throws datasets::StorageError.
    void commit(const ArchiveInfo& info);

private:
    struct Content {
        std::uint64_t offset = 0; ///< in the spool
        std::uint32_t length = 0;
    };
    struct Tile {
        std::uint64_t tile_id = 0;
        std::uint32_t content = 0; ///< index in contents_
    };
    class Spool;

    [[nodiscard]] std::uint32_t content_of(std::string_view gzipped);
    void write_archive(const std::filesystem::path& path, const ArchiveInfo& info);

    std::filesystem::path path_;
    std::unique_ptr<Spool> spool_;
    std::uint64_t spooled_ = 0;
    std::vector<Content> contents_{};
    std::vector<Tile> tiles_{};
    std::unordered_multimap<std::size_t, std::uint32_t> known_{}; ///< hash of the bytes -> contents_
};

} // namespace tiles
