#pragma once

#include "tiles/archive_inspector.hpp"
#include "tiles/mvt_reader.hpp"
#include "tiles/tile_inspector.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace ingest {

/// What `tiles inspect` prints, for machines and for people (Japanese and English).
[[nodiscard]] nlohmann::ordered_json to_json(const tiles::ArchiveSummary& archive);
[[nodiscard]] nlohmann::ordered_json to_json(const tiles::TileSummary& tile);
[[nodiscard]] std::string to_text(const tiles::ArchiveSummary& archive);
[[nodiscard]] std::string to_text(const tiles::TileSummary& tile);

/// Features as they are in the tile: id, type and geometry in tile units (as GeoJSON writes coordinates), properties.
[[nodiscard]] nlohmann::ordered_json to_json(const std::vector<tiles::MvtLayer>& layers);

/// True if something is wrong, beyond what is only advised against.
[[nodiscard]] bool has_errors(const std::vector<tiles::TileProblem>& problems);

} // namespace ingest
