#pragma once

#include "datasets/deadline.hpp"
#include "tiles/bitmap.hpp"
#include "tiles/feature_index.hpp"
#include "tiles/index_source.hpp"
#include "tiles/tile_encoder.hpp"
#include "tiles/tile_options.hpp"

#include <optional>
#include <string>

namespace tiles {

/// The part of the map in world integers that a tile covers, with so much of it beyond its edges.
[[nodiscard]] WorldBox box_of(TileId tile, double beyond);

/// The same with the buffer of the options.
[[nodiscard]] WorldBox window_of(TileId tile, const TileOptions& options);

/// The rows near a tile. A tile of those that are selected among them is the one of all that are selected; nothing where it may not
/// be, since labels of lines follow their chains beyond the tile.
[[nodiscard]] std::optional<Bitmap> rows_near(const IndexedFeatures& index, TileId tile,
                                              const TileOptions& options);

/// What a tile is made of, of the rows that are selected. Each point and label is in exactly one tile of a zoom, so the tiles of a
/// zoom count each selected point once.
[[nodiscard]] TileContent content_of(const IndexSource& source, const IndexedFeatures& index,
                                     const Bitmap& selected, TileId tile, const TileOptions& options);

/// A tile made on request: the rules, the encoder and the layers (`name`, `name-labels`) of a prebuilt one. Throws datasets::Overtime
/// past the deadline.
[[nodiscard]] EncodedTile encode_selected(const IndexedFeatures& index, const Bitmap& selected, TileId tile,
                                          const std::string& name, const TileOptions& options,
                                          const datasets::Deadline& deadline = {});

} // namespace tiles
