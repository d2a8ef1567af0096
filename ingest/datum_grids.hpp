#pragma once

#include "datasets/store.hpp"

#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

namespace ingest {

/// Folders in which a city keeps the grids of datum shifts, which Debian does not bring: those that the variable
/// MACHIZU_PROJ_DATA names (with ':' between them), else `<store>/proj`.
[[nodiscard]] std::vector<std::filesystem::path> grid_folders(const datasets::Store& store);

/// The file of a grid by the name that PROJ asks for. GSI's grids are handed on under several names and as NTv2 or
/// GeoTIFF, which PROJ tells apart by their bytes: tky2jgd.gsb is also found as TKY2JGD.gsb or TKY2JGD.tif.
[[nodiscard]] std::optional<std::filesystem::path>
find_grid(const std::vector<std::filesystem::path>& folders, std::string_view name);

} // namespace ingest
