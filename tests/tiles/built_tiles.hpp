#pragma once

#include "tests/support/temp_folder.hpp"
#include "tiles/gzip.hpp"
#include "tiles/pmtiles_reader.hpp"
#include "tiles/pmtiles_writer.hpp"
#include "tiles/tiler.hpp"

#include <map>
#include <string>

/// What a tiler writes into an archive, read back: every tile, uncompressed.
struct BuiltTiles {
    std::map<tiles::TileId, std::string> mvt{};
    tiles::TileStatistics statistics{};
};

/// `generalise` must have been called.
inline BuiltTiles built_tiles(const tiles::Tiler& tiler)
{
    const TempFolder folder;
    const auto path = folder.path() / "t.pmtiles";
    const tiles::TileOptions& options = tiler.features().options();
    BuiltTiles built;
    tiles::PmtilesWriter writer{path};
    built.statistics = tiler.write(writer);
    writer.commit({options.minzoom, options.maxzoom, tiler.bounds(), "{}"});
    const tiles::PmtilesReader reader{path};
    for (const auto& entry : reader.entries()) {
        for (std::uint64_t id = entry.tile_id; id < entry.tile_id + entry.run_length; ++id) {
            const tiles::TileId tile = tiles::tile_from_hilbert_id(id);
            built.mvt[tile] = tiles::gunzip(*reader.tile(tile), 10'000'000);
        }
    }
    return built;
}
