#pragma once

#include "tiles/mvt_reader.hpp"

#include <span>
#include <string>

namespace tiles {

/// The layers of a tile as a MapLibre Tile, of the encodings that the specification calls stable (layer format 1: plain,
/// difference and run-length integers, plain and dictionary text; no FastPFOR, no FSST, no shared dictionaries). Features stay in
/// their order, which is that of drawing. A layer without features disappears.
///
///     MVT                                    MLT
///     feature 1: id, tags, geometry          ids of all features
///     feature 2: id, tags, geometry          geometry of all features
///     keys, values                           "name" of all features, "capacity" of all features, …
[[nodiscard]] std::string encode_mlt(std::span<const MvtLayer> layers);

} // namespace tiles
