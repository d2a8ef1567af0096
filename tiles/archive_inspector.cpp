#include "tiles/archive_inspector.hpp"

#include "datasets/error.hpp"
#include "tiles/gzip.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace tiles {

namespace {

using datasets::FormatError;
using pmtiles::Compression;
using pmtiles::Entry;
using Bytes = std::span<const std::byte>;

/// More is a bomb, or no tile for a browser.
constexpr std::size_t most_bytes = 256U << 20U;

std::string_view text(Bytes bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

class Inspection {
public:
    Inspection(Bytes archive, const ArchiveInspection& options)
        : archive_{archive}, options_{options}, inspector_{options.buffer}
    {
        summary_.bytes = archive.size();
    }

    ArchiveSummary run()
    {
        try {
            summary_.header = pmtiles::read_header(archive_);
        } catch (const FormatError& error) {
            complain(TileFault::archive, error.what());
            return std::move(summary_);
        }
        read_metadata();
        read_root();
        check_order();
        inspect_tiles();
        check_header();
        sort_worst();
        return std::move(summary_);
    }

private:
    void complain(TileFault fault, std::string words, std::optional<TileId> tile = {})
    {
        complain(TileProblem{fault, std::move(words), "", {}, tile});
    }

    void complain(TileProblem problem)
    {
        ++summary_.problem_count;
        ++summary_.faults[problem.fault];
        if (summary_.problems.size() < options_.most_problems) {
            summary_.problems.push_back(std::move(problem));
        }
    }

    /// Bytes of the archive; nothing, and a complaint, if they lie beyond its end.
    std::optional<Bytes> bytes_at(std::uint64_t offset, std::uint64_t length, const char* what,
                                  std::optional<TileId> tile = {})
    {
        if (offset > archive_.size() || length > archive_.size() - offset) {
            complain(
                TileFault::beyond_file,
                fmt::format("{}: {} bytes at {}, the file ends at {}", what, length, offset, archive_.size()),
                tile);
            return std::nullopt;
        }
        return archive_.subspan(offset, length);
    }

    static std::string unpack(Bytes bytes, Compression compression)
    {
        switch (compression) {
        case Compression::none:
            return std::string{text(bytes)};
        case Compression::gzip:
            return gunzip(bytes, most_bytes);
        default:
            throw FormatError{
                fmt::format("compression {}, only gzip and none are read", static_cast<int>(compression))};
        }
    }

    void read_metadata()
    {
        const auto& header = summary_.header;
        const auto bytes = bytes_at(header.metadata_offset, header.metadata_length, "metadata");
        if (!bytes) {
            return;
        }
        try {
            summary_.metadata = unpack(*bytes, header.internal_compression);
            const auto json = nlohmann::json::parse(summary_.metadata);
            for (const auto& layer : json.at("vector_layers")) {
                known_layers_.insert(layer.at("id").get<std::string>());
            }
        } catch (const FormatError& error) {
            complain(TileFault::metadata, error.what());
        } catch (const nlohmann::json::exception& error) {
            complain(TileFault::metadata, error.what());
        }
    }

    void read_root()
    {
        const auto& header = summary_.header;
        if (header.root_offset + header.root_length > pmtiles::first_bytes) { // section 2
            complain(TileFault::directory,
                     fmt::format("the root directory ends after {} bytes", pmtiles::first_bytes));
        }
        constexpr std::uint64_t all = std::numeric_limits<std::uint64_t>::max();
        read_directory(header.root_offset, header.root_length, 0, all, 0);
    }

    /// Tiles of a directory and of the leaves under it. Its ids must lie from `first` to before `end`.
    void read_directory(std::uint64_t offset, std::uint64_t length, std::uint64_t first, std::uint64_t end,
                        int depth)
    {
        constexpr int deepest = 4;
        if (depth == deepest) {
            complain(TileFault::directory, "leaf directories lead too deep, or in a circle");
            return;
        }
        const auto bytes = bytes_at(offset, length, "a directory");
        if (!bytes) {
            return;
        }
        ++summary_.directories;
        std::vector<Entry> entries;
        try {
            entries = pmtiles::read_directory(unpack(*bytes, summary_.header.internal_compression));
        } catch (const FormatError& error) {
            complain(TileFault::directory, error.what());
            return;
        }
        for (std::size_t i = 0; i < entries.size(); ++i) {
            const auto next = i + 1 < entries.size() ? entries[i + 1].tile_id : end;
            take(entries[i], first, next, depth);
        }
    }

    void take(const Entry& entry, std::uint64_t first, std::uint64_t next, int depth)
    {
        if (entry.tile_id < first || entry.tile_id >= next || entry.run_length > next - entry.tile_id) {
            complain(TileFault::directory,
                     fmt::format("the entry of tile id {} with {} tiles overlaps another, or lies "
                                 "outside of its leaf",
                                 entry.tile_id, entry.run_length));
        }
        if (entry.length == 0) {
            complain(TileFault::directory,
                     fmt::format("the entry of tile id {} has no bytes", entry.tile_id));
            return;
        }
        const auto& header = summary_.header;
        if (entry.run_length == 0) {
            if (entry.offset > header.leaf_length || entry.length > header.leaf_length - entry.offset) {
                complain(TileFault::beyond_file,
                         fmt::format("the leaf of tile id {} lies outside of its section", entry.tile_id));
                return;
            }
            read_directory(header.leaf_offset + entry.offset, entry.length, entry.tile_id, next, depth + 1);
            return;
        }
        entries_.push_back(entry);
    }

    /// A clustered archive has its tiles in the order of their ids, each content where it is first needed (section 3.2).
    void check_order()
    {
        std::uint64_t end = 0;
        for (const Entry& entry : entries_) {
            if (summary_.header.clustered && entry.offset != end && entry.offset + entry.length > end) {
                complain(TileFault::header,
                         fmt::format("clustered, but the tile id {} is out of order", entry.tile_id));
                return;
            }
            end = std::max(end, entry.offset + entry.length);
        }
    }

    void inspect_tiles()
    {
        std::map<std::uint64_t, std::vector<const Entry*>> by_offset; // the same bytes are looked at once
        for (const Entry& entry : entries_) {
            by_offset[entry.offset].push_back(&entry);
        }
        content_count_ = by_offset.size();
        std::uint64_t done = 0;
        for (const auto& [offset, entries] : by_offset) {
            inspect_content(entries);
            if (options_.progress) {
                options_.progress(++done, by_offset.size());
            }
        }
    }

    void inspect_content(const std::vector<const Entry*>& entries)
    {
        const auto& header = summary_.header;
        const Entry& first = *entries.front();
        const auto tile = tile_of(first.tile_id);
        if (!tile) {
            return;
        }
        if (first.offset > header.tile_data_length || first.length > header.tile_data_length - first.offset) {
            complain(TileFault::beyond_file, "the tile lies outside of its section", tile);
            return;
        }
        const auto bytes = bytes_at(header.tile_data_offset + first.offset, first.length, "a tile", tile);
        if (!bytes) {
            return;
        }
        TileSummary summary;
        try {
            const std::string unpacked = unpack(*bytes, header.tile_compression);
            summary = inspector_.inspect(unpacked);
        } catch (const FormatError& error) {
            complain(TileFault::damaged, error.what(), tile);
        }
        for (TileProblem& problem : summary.problems) {
            problem.tile = tile;
            complain(std::move(problem));
        }
        summary.problems.clear();
        check_layers(summary, *tile);
        add(summary, entries, first.length);
        keep_if_large({*tile, first.length, std::move(summary)});
    }

    std::optional<TileId> tile_of(std::uint64_t id)
    {
        try {
            return tile_from_hilbert_id(id);
        } catch (const FormatError& error) {
            complain(TileFault::directory, error.what());
            return std::nullopt;
        }
    }

    void check_layers(const TileSummary& summary, TileId tile)
    {
        for (const LayerSummary& layer : summary.layers) {
            if (!known_layers_.contains(layer.name) && unknown_layers_.insert(layer.name).second) {
                complain(TileFault::metadata, fmt::format("vector_layers lacks the layer '{}'", layer.name),
                         tile);
            }
        }
    }

    /// A content may be that of several tiles, also of several zooms.
    void add(const TileSummary& summary, const std::vector<const Entry*>& entries, std::uint64_t packed)
    {
        std::set<int> zooms;
        for (const Entry* entry : entries) {
            for (std::uint64_t id = entry->tile_id; id < entry->tile_id + entry->run_length;) {
                const auto tile = tile_of(id);
                if (!tile) {
                    break;
                }
                if (tile->z < summary_.header.minzoom || tile->z > summary_.header.maxzoom) {
                    complain(TileFault::zoom,
                             fmt::format("the header says zooms {} to {}", summary_.header.minzoom,
                                         summary_.header.maxzoom),
                             tile);
                }
                const std::uint64_t here =
                    std::min(entry->tile_id + entry->run_length, first_of(tile->z + 1)) - id;
                add_tiles(summary, tile->z, here);
                zooms.insert(tile->z);
                id += here;
            }
        }
        for (const int zoom : zooms) {
            auto& totals = summary_.zooms[zoom];
            ++totals.contents;
            totals.packed += packed;
            totals.bytes += summary.bytes;
            totals.largest = std::max<std::uint64_t>(totals.largest, summary.bytes);
        }
    }

    /// The id of a zoom's first tile (section 4.1).
    static std::uint64_t first_of(int zoom)
    {
        return zoom > deepest_zoom ? std::numeric_limits<std::uint64_t>::max() : hilbert_id({zoom, 0, 0});
    }

    void add_tiles(const TileSummary& summary, int zoom, std::uint64_t tiles)
    {
        auto& totals = summary_.zooms[zoom];
        totals.tiles += tiles;
        for (const LayerSummary& layer : summary.layers) {
            auto& of_layer = totals.layers[layer.name];
            of_layer.tiles += tiles;
            of_layer.features += tiles * layer.features();
            of_layer.vertices += tiles * layer.vertices;
            of_layer.bytes += tiles * layer.bytes;
        }
    }

    void keep_if_large(SizedTile tile)
    {
        auto& worst = summary_.worst;
        worst.push_back(std::move(tile));
        if (worst.size() > 2 * options_.worst + 100) {
            sort_worst();
        }
    }

    void sort_worst()
    {
        std::ranges::stable_sort(summary_.worst, std::greater<>{},
                                 [](const SizedTile& t) { return t.summary.bytes; });
        summary_.worst.resize(std::min(summary_.worst.size(), options_.worst));
    }

    void check_header()
    {
        const auto& header = summary_.header;
        std::uint64_t addressed = 0;
        for (const Entry& entry : entries_) {
            addressed += entry.run_length;
        }
        const auto check = [&](std::uint64_t said, std::uint64_t found, const char* what) {
            if (said != 0 && said != found) { // 0 is "not known"
                complain(TileFault::header, fmt::format("{} {}, found {}", what, said, found));
            }
        };
        check(header.addressed_tiles, addressed, "addressed tiles");
        check(header.tile_entries, entries_.size(), "tile entries");
        check(header.tile_contents, content_count_, "tile contents");
        if (header.tile_type != pmtiles::TileType::mvt) {
            complain(TileFault::header,
                     fmt::format("tile type {}, not MVT", static_cast<int>(header.tile_type)));
        }
        const auto& box = header.bounds;
        if (box.min_lon > box.max_lon || box.min_lat > box.max_lat || box.min_lon < -180 ||
            box.max_lon > 180 || box.min_lat < -90 || box.max_lat > 90) {
            complain(TileFault::header, "impossible bounds");
        }
    }

    Bytes archive_;
    const ArchiveInspection& options_;
    TileInspector inspector_;
    ArchiveSummary summary_{};
    std::vector<Entry> entries_{};
    std::uint64_t content_count_ = 0;
    std::set<std::string, std::less<>> known_layers_{};
    std::set<std::string, std::less<>> unknown_layers_{};
};

} // namespace

ArchiveSummary inspect_archive(std::span<const std::byte> archive, const ArchiveInspection& options)
{
    return Inspection{archive, options}.run();
}

} // namespace tiles
