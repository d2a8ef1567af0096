#include "datasets/error.hpp"
#include "ingest/commands.hpp"
#include "ingest/tile_report.hpp"
#include "tiles/archive_inspector.hpp"
#include "tiles/gzip.hpp"
#include "tiles/mapped_file.hpp"
#include "tiles/pmtiles_reader.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <string_view>

namespace ingest {

namespace {

using Bytes = std::span<const std::byte>;

constexpr std::size_t largest_tile = 256U << 20U;

std::string_view text_of(Bytes bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

bool is_gzip(std::string_view bytes) { return bytes.starts_with("\x1f\x8b"); }

std::string unpacked(std::string_view bytes)
{
    return is_gzip(bytes) ? tiles::gunzip(bytes, largest_tile) : std::string{bytes};
}

int report_tile(std::string_view stored, const InspectOptions& options)
{
    std::string tile;
    tiles::TileSummary summary;
    try {
        tile = unpacked(stored);
        summary = tiles::TileInspector{options.buffer}.inspect(tile);
    } catch (const datasets::FormatError& error) { // gzip
        summary.bytes = stored.size();
        summary.problems.push_back({tiles::TileFault::damaged, error.what(), "", {}, {}});
    }
    nlohmann::ordered_json features;
    if (options.features) {
        features = to_json(tiles::read_mvt(tile, [](const tiles::TileProblem&) {}));
    }
    if (options.json) {
        auto json = to_json(summary);
        if (options.features) {
            json["content"] = std::move(features);
        }
        fmt::print("{}\n", json.dump(1, ' ', false, nlohmann::json::error_handler_t::replace));
    } else {
        fmt::print("{}", to_text(summary));
        if (options.features) {
            fmt::print("{}\n", features.dump(1, ' ', false, nlohmann::json::error_handler_t::replace));
        }
    }
    return has_errors(summary.problems) ? status_refused : 0;
}

/// Shows how far a large archive is, on a terminal only.
void show_progress(std::uint64_t done, std::uint64_t all)
{
    static const bool terminal = isatty(STDERR_FILENO) == 1;
    if (terminal && (done % 1000 == 0 || done == all)) {
        fmt::print(stderr, "\r{} / {}{}", done, all, done == all ? "\r\033[K" : "");
    }
}

int report_archive(Bytes archive, const InspectOptions& options)
{
    tiles::ArchiveInspection inspection;
    inspection.buffer = options.buffer;
    inspection.worst = static_cast<std::size_t>(options.worst);
    inspection.progress = show_progress;
    const auto summary = tiles::inspect_archive(archive, inspection);
    if (options.json) {
        fmt::print("{}\n", to_json(summary).dump(1, ' ', false, nlohmann::json::error_handler_t::replace));
    } else {
        fmt::print("{}", to_text(summary));
    }
    const bool wrong =
        std::ranges::any_of(summary.faults, [](const auto& entry) { return is_error(entry.first); });
    return wrong ? status_refused : 0;
}

} // namespace

int execute(const InspectOptions& options)
{
    if (!std::filesystem::is_regular_file(options.file)) {
        fmt::print(stderr, "ファイルがありません / there is no file '{}'\n", options.file.string());
        return status_usage;
    }
    if (std::filesystem::file_size(options.file) == 0) {
        return report_tile("", options); // a tile without layers
    }
    const tiles::MappedFile file{options.file};
    if (!text_of(file.bytes()).starts_with("PMTiles")) {
        if (options.tile) {
            fmt::print(
                stderr,
                "'{}' は 1 枚のタイルです。z/x/y は要りません / '{}' is a single tile: leave z/x/y out\n",
                options.file.string(), options.file.string());
            return status_usage;
        }
        return report_tile(text_of(file.bytes()), options);
    }
    if (!options.tile) {
        if (options.features) {
            fmt::print(stderr, "--features には z/x/y が要ります / --features needs a tile z/x/y\n");
            return status_usage;
        }
        return report_archive(file.bytes(), options);
    }
    const tiles::PmtilesReader reader{file.bytes()};
    const auto tile = reader.tile(*options.tile);
    if (!tile) {
        fmt::print(stderr, "そのタイルはありません / there is no such tile in '{}'\n", options.file.string());
        return status_refused;
    }
    return report_tile(text_of(*tile), options);
}

} // namespace ingest
