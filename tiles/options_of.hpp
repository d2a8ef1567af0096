#pragma once

#include "datasets/manifest.hpp"
#include "tiles/tile_options.hpp"

namespace tiles {

/// What a manifest asks of its tiles, prebuilt and on request alike.
[[nodiscard]] TileOptions options_of(const datasets::TileRules& rules);

} // namespace tiles
