#pragma once

#include "api/http.hpp"
#include "api/site.hpp"
#include "datasets/bbox.hpp"
#include "tiles/tile_id.hpp"

#include <string_view>
#include <vector>

namespace api {

/// The datasets of a tile, in the order of its layers. Each has tiles.
struct Tileset {
    std::vector<Named> datasets{};

    [[nodiscard]] bool pinned() const; ///< every version is named: what is answered never changes
    [[nodiscard]] int minzoom() const; ///< the least of all
    [[nodiscard]] int
    maxzoom() const; ///< the least of all: beyond it a client enlarges, and no layer vanishes
    [[nodiscard]] datasets::BBox bounds() const;
};

/// `parks`, `parks@version`, `parks,bus-stops`. Throws Problem: 404 if one is not served or has no positions, 400 if one is named
/// twice (a tile's layers have different names).
[[nodiscard]] Tileset find_tileset(const Site& site, std::string_view names);

/// Every dataset that has tiles.
[[nodiscard]] Tileset all_datasets(const Site& site);

/// The tile of these numbers. Throws Problem (404) if there can be none.
[[nodiscard]] tiles::TileId tile_id(std::string_view z, std::string_view x, std::string_view y);

/// A tile with the layers of all datasets, in the format that the request asks for; 204 if none has anything there. One dataset's
/// MVT is sent as stored, out of the mapped archive.
[[nodiscard]] Response tile_answer(const Request& request, const Tileset& tileset, tiles::TileId id);

/// Whether `tile_answer` has to make something, and so may take longer than a millisecond.
[[nodiscard]] bool makes_tile(const Request& request);

} // namespace api
