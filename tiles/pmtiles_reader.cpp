#include "tiles/pmtiles_reader.hpp"

#include "datasets/error.hpp"
#include "tiles/gzip.hpp"

#include <fmt/format.h>

namespace tiles {

namespace {

/// Directories and metadata are small; more is a bomb. The largest directory seen in the wild has a few MB.
constexpr std::size_t max_directory_bytes = 64U << 20U;

/// Section 4.2: a leaf may lead to a leaf, but no writer needs more than this.
constexpr int max_depth = 4;

} // namespace

PmtilesReader::PmtilesReader(const std::filesystem::path& path) : file_{path}, archive_{file_->bytes()}
{
    try {
        open();
    } catch (const datasets::FormatError& error) {
        throw datasets::FormatError{fmt::format("'{}': {}", path.string(), error.what())};
    }
}

PmtilesReader::PmtilesReader(std::span<const std::byte> archive) : archive_{archive} { open(); }

void PmtilesReader::open()
{
    header_ = pmtiles::read_header(archive_);
    if (header_.maxzoom > deepest_zoom || header_.minzoom > header_.maxzoom) {
        throw datasets::FormatError{
            fmt::format("PMTiles: impossible zooms {} to {}", header_.minzoom, header_.maxzoom)};
    }
    root_ = directory(header_.root_offset, header_.root_length);
}

std::span<const std::byte> PmtilesReader::section(std::uint64_t offset, std::uint64_t length) const
{
    if (offset > archive_.size() || length > archive_.size() - offset) {
        throw datasets::FormatError{fmt::format(
            "PMTiles: {} bytes at {} are beyond the end of the file at {}", length, offset, archive_.size())};
    }
    return archive_.subspan(offset, length);
}

std::vector<pmtiles::Entry> PmtilesReader::directory(std::uint64_t offset, std::uint64_t length) const
{
    const auto bytes = section(offset, length);
    switch (header_.internal_compression) {
    case pmtiles::Compression::gzip:
        return pmtiles::read_directory(gunzip(bytes, max_directory_bytes));
    case pmtiles::Compression::none:
        return pmtiles::read_directory({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    default:
        throw datasets::FormatError{
            fmt::format("PMTiles: internal compression {}, only gzip and none are read",
                        static_cast<int>(header_.internal_compression))};
    }
}

std::string PmtilesReader::metadata() const
{
    const auto bytes = section(header_.metadata_offset, header_.metadata_length);
    if (header_.internal_compression == pmtiles::Compression::gzip) {
        return gunzip(bytes, max_directory_bytes);
    }
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::optional<std::span<const std::byte>> PmtilesReader::tile(TileId tile) const
{
    if (!is_valid(tile)) {
        return std::nullopt;
    }
    const std::uint64_t id = hilbert_id(tile);
    std::vector<pmtiles::Entry> leaf;
    std::span<const pmtiles::Entry> entries = root_;
    for (int depth = 0; depth < max_depth; ++depth) {
        const pmtiles::Entry* entry = pmtiles::find_entry(entries, id);
        if (entry == nullptr) {
            return std::nullopt;
        }
        if (entry->run_length > 0) {
            return section(header_.tile_data_offset + entry->offset, entry->length);
        }
        leaf = directory(header_.leaf_offset + entry->offset, entry->length);
        entries = leaf;
    }
    throw datasets::FormatError{"PMTiles: leaf directories lead in a circle"};
}

std::vector<pmtiles::Entry> PmtilesReader::entries() const
{
    std::vector<pmtiles::Entry> all;
    for (const pmtiles::Entry& entry : root_) {
        if (entry.run_length > 0) {
            all.push_back(entry);
            continue;
        }
        for (const pmtiles::Entry& inner : directory(header_.leaf_offset + entry.offset, entry.length)) {
            if (inner.run_length == 0) {
                throw datasets::FormatError{"PMTiles: a leaf directory within a leaf directory"};
            }
            all.push_back(inner);
        }
    }
    return all;
}

} // namespace tiles
