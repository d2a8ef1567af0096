#pragma once

#include "datasets/manifest.hpp"
#include "ingest/opened_source.hpp"

#include <string>
#include <vector>

namespace ingest {

/// Opens a source with the layer, encoding and header the manifest states: text tables and .xlsx by ourselves from GDAL's
/// virtual files, everything else by GDAL's drivers.
/// Throws IngestError that names the file and says what is missing or could be chosen.
[[nodiscard]] OpenedSource open_source(const datasets::Source& source, const std::string& path);

/// The sheets or layers to choose from; none for formats that are one table. Throws IngestError as `open_source` does.
[[nodiscard]] std::vector<SourceLayer> layers_of_source(const std::string& path);

/// GDAL's version, for the provenance.
[[nodiscard]] std::string gdal_version();

} // namespace ingest
