#pragma once

#include "tiles/pmtiles_format.hpp"
#include "tiles/tile_inspector.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace tiles {

/// One layer at one zoom, or at all of them: sums over tiles.
struct LayerTotals {
    std::uint64_t tiles = 0;
    std::uint64_t features = 0; ///< as often as they are in a tile
    std::uint64_t vertices = 0;
    std::uint64_t bytes = 0; ///< not compressed
};

struct ZoomTotals {
    std::uint64_t tiles = 0;    ///< addressed
    std::uint64_t contents = 0; ///< stored: the same bytes count once
    std::uint64_t packed = 0;   ///< bytes stored, each content once
    std::uint64_t bytes = 0;    ///< of those, not compressed
    std::uint64_t largest = 0;  ///< bytes of the largest, not compressed
    std::map<std::string, LayerTotals> layers{};
};

struct SizedTile {
    TileId tile{};
    std::uint64_t packed = 0;
    TileSummary summary{};
};

struct ArchiveSummary {
    pmtiles::Header header{};
    std::string metadata{}; ///< JSON text; empty if it cannot be read
    std::uint64_t bytes = 0;
    std::uint64_t directories = 0; ///< the root and its leaves
    std::map<int, ZoomTotals> zooms{};
    std::vector<SizedTile> worst{}; ///< the largest tiles, not compressed, the largest first
    std::vector<TileProblem> problems{};
    std::uint64_t problem_count = 0; ///< also those of which there were too many to keep
    std::map<TileFault, std::uint64_t> faults{};
};

struct ArchiveInspection {
    int buffer = 64;                  ///< see `TileInspector`
    std::size_t worst = 10;           ///< how many of the largest tiles to name
    std::size_t most_problems = 1000; ///< how many to keep; all are counted
    std::function<void(std::uint64_t done, std::uint64_t all)> progress{}; ///< contents
};

/// Looks at an archive as a whole and at each of its tiles, with a reading of its own: nothing of `PmtilesReader` is trusted. Never
/// throws for what is in the archive; what cannot be read is a problem.
[[nodiscard]] ArchiveSummary inspect_archive(std::span<const std::byte> archive,
                                             const ArchiveInspection& options);

} // namespace tiles
