#pragma once

#include "datasets/manifest.hpp"
#include "ingest/inputs.hpp"
#include "ingest/opened_source.hpp"
#include "ingest/reprojector.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace ingest {

/// One source file, opened: its rows with the constant columns added, and what makes features of them.
struct Reading {
    OpenedSource source{};
    std::vector<std::string> columns{};
    std::vector<std::string> constants{};
    std::optional<Reprojector> reprojector{};
};

/// Opens the file at the index `file` of the manifest's, and notes its encoding and CRS in `inputs.provenance`.
/// Throws IngestError that names the file and says what is wrong with it.
[[nodiscard]] Reading open_reading(const datasets::Manifest& manifest, Inputs& inputs, std::size_t file);

} // namespace ingest
