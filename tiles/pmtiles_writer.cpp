#include "tiles/pmtiles_writer.hpp"

#include "datasets/error.hpp"
#include "datasets/file.hpp"
#include "tiles/gzip.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <functional>
#include <limits>
#include <span>

namespace tiles {

namespace {

using datasets::StorageError;

/// What lies between header and tile data.
struct Directories {
    std::string root;   ///< compressed, ends within the archive's first 16 KiB
    std::string leaves; ///< compressed leaf directories one after the other, empty if the root holds all
};

Directories with_leaves(const std::vector<pmtiles::Entry>& entries, std::size_t leaf_size)
{
    Directories directories;
    std::vector<pmtiles::Entry> root;
    for (std::size_t i = 0; i < entries.size(); i += leaf_size) {
        const std::span leaf{entries.data() + i, std::min(leaf_size, entries.size() - i)};
        const std::string packed = gzip(pmtiles::write_directory(leaf));
        root.push_back(
            {leaf.front().tile_id, directories.leaves.size(), static_cast<std::uint32_t>(packed.size()), 0});
        directories.leaves += packed;
    }
    directories.root = gzip(pmtiles::write_directory(root));
    return directories;
}

/// The root alone if it fits, else leaves of growing size until a root of pointers to them does (section 4).
Directories make_directories(const std::vector<pmtiles::Entry>& entries)
{
    constexpr std::size_t room = pmtiles::first_bytes - pmtiles::header_size;
    constexpr std::size_t surely_too_many = room; // even at a byte an entry
    if (entries.size() < surely_too_many) {
        if (Directories alone{gzip(pmtiles::write_directory(entries)), {}}; alone.root.size() <= room) {
            return alone;
        }
    }
    for (std::size_t leaf_size = 4096;; leaf_size += leaf_size / 4) {
        if (Directories directories = with_leaves(entries, leaf_size); directories.root.size() <= room) {
            return directories;
        }
    }
}

pmtiles::Header header_of(const ArchiveInfo& info)
{
    pmtiles::Header header;
    header.clustered = true;
    header.minzoom = info.minzoom;
    header.maxzoom = info.maxzoom;
    header.bounds = info.bounds.empty() ? datasets::BBox{-180, -85, 180, 85} : info.bounds;
    header.center = {(header.bounds.min_lon + header.bounds.max_lon) / 2,
                     (header.bounds.min_lat + header.bounds.max_lat) / 2};
    header.center_zoom = info.minzoom;
    return header;
}

} // namespace

class PmtilesWriter::Spool {
public:
    explicit Spool(const std::filesystem::path& archive) : fd_{datasets::open_nameless_file(archive)} {}
    Spool(const Spool&) = delete;
    Spool& operator=(const Spool&) = delete;
    ~Spool() { ::close(fd_); }

    void append(std::string_view bytes)
    {
        while (!bytes.empty()) {
            const ssize_t written = ::write(fd_, bytes.data(), bytes.size());
            if (written < 0) {
                throw StorageError{fmt::format("cannot write the tiles: {}", std::strerror(errno))};
            }
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
    }

    [[nodiscard]] std::string read(Content content) const
    {
        std::string bytes(content.length, '\0');
        for (std::size_t done = 0; done < bytes.size();) {
            const ssize_t got = ::pread(fd_, bytes.data() + done, bytes.size() - done,
                                        static_cast<off_t>(content.offset + done));
            if (got <= 0) {
                throw StorageError{fmt::format("cannot read the tiles back: {}", std::strerror(errno))};
            }
            done += static_cast<std::size_t>(got);
        }
        return bytes;
    }

private:
    int fd_;
};

PmtilesWriter::PmtilesWriter(std::filesystem::path path)
    : path_{std::move(path)}, spool_{std::make_unique<Spool>(path_)}
{
}

PmtilesWriter::PmtilesWriter(PmtilesWriter&&) noexcept = default;
PmtilesWriter& PmtilesWriter::operator=(PmtilesWriter&&) noexcept = default;
PmtilesWriter::~PmtilesWriter() = default;

void PmtilesWriter::add(TileId tile, std::string_view gzipped)
{
    if (!is_valid(tile)) {
        throw datasets::FormatError{fmt::format("there is no tile {}/{}/{}", tile.z, tile.x, tile.y)};
    }
    tiles_.push_back({hilbert_id(tile), content_of(gzipped)});
}

std::uint32_t PmtilesWriter::content_of(std::string_view gzipped)
{
    const std::size_t hash = std::hash<std::string_view>{}(gzipped);
    const auto [first, last] = known_.equal_range(hash);
    for (auto known = first; known != last; ++known) {
        const Content content = contents_[known->second];
        if (content.length == gzipped.size() && spool_->read(content) == gzipped) {
            return known->second;
        }
    }
    const auto index = static_cast<std::uint32_t>(contents_.size());
    spool_->append(gzipped);
    contents_.push_back({spooled_, static_cast<std::uint32_t>(gzipped.size())});
    spooled_ += gzipped.size();
    known_.emplace(hash, index);
    return index;
}

void PmtilesWriter::commit(const ArchiveInfo& info)
{
    std::ranges::sort(tiles_, {}, &Tile::tile_id);
    const auto twice = std::ranges::adjacent_find(tiles_, {}, &Tile::tile_id);
    if (twice != tiles_.end()) {
        const TileId tile = tile_from_hilbert_id(twice->tile_id);
        throw datasets::FormatError{fmt::format("tile {}/{}/{} was added twice", tile.z, tile.x, tile.y)};
    }
    const std::filesystem::path partial = path_.string() + ".partial";
    try {
        write_archive(partial, info);
        datasets::sync_path(partial);
        std::filesystem::rename(partial, path_);
    } catch (const std::filesystem::filesystem_error& error) {
        std::filesystem::remove(partial);
        throw StorageError{error.what()};
    } catch (...) {
        std::error_code ignored;
        std::filesystem::remove(partial, ignored);
        throw;
    }
}

void PmtilesWriter::write_archive(const std::filesystem::path& path, const ArchiveInfo& info)
{
    // Contents are laid down in the order of their first tile; a tile with the same bytes as the one before prolongs its run.
    pmtiles::Header header = header_of(info);
    std::vector<pmtiles::Entry> entries;
    std::vector<std::uint32_t> order;
    constexpr auto nowhere = std::numeric_limits<std::uint64_t>::max();
    std::vector<std::uint64_t> offsets(contents_.size(), nowhere);
    for (const Tile& tile : tiles_) {
        const Content& content = contents_[tile.content];
        std::uint64_t& offset = offsets[tile.content];
        if (offset == nowhere) {
            offset = header.tile_data_length;
            header.tile_data_length += content.length;
            order.push_back(tile.content);
        }
        if (!entries.empty() && entries.back().offset == offset &&
            entries.back().tile_id + entries.back().run_length == tile.tile_id) {
            ++entries.back().run_length;
        } else {
            entries.push_back({tile.tile_id, offset, content.length, 1});
        }
    }
    const Directories directories = make_directories(entries);
    const std::string metadata = gzip(info.metadata);
    header.root_offset = pmtiles::header_size;
    header.root_length = directories.root.size();
    header.metadata_offset = header.root_offset + header.root_length;
    header.metadata_length = metadata.size();
    header.leaf_offset = header.metadata_offset + header.metadata_length;
    header.leaf_length = directories.leaves.size();
    header.tile_data_offset = header.leaf_offset + header.leaf_length;
    header.addressed_tiles = tiles_.size();
    header.tile_entries = entries.size();
    header.tile_contents = contents_.size();

    std::ofstream file{path, std::ios::binary | std::ios::trunc};
    file << pmtiles::write_header(header) << directories.root << metadata << directories.leaves;
    for (const std::uint32_t content : order) {
        file << spool_->read(contents_[content]);
    }
    file.close();
    if (!file) {
        throw StorageError{fmt::format("cannot write '{}': {}", path.string(), std::strerror(errno))};
    }
}

} // namespace tiles
