#pragma once

#include "datasets/schema.hpp"
#include "tiles/tile_fault.hpp"

namespace ingest {

/// A fault of a tile or archive in both languages.
[[nodiscard]] datasets::LocalText words_of(tiles::TileFault fault);

} // namespace ingest
