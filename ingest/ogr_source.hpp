#pragma once

#include "datasets/manifest.hpp"
#include "ingest/source_row.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace ingest {

/// A source file, opened.
struct OpenedSource {
    std::unique_ptr<RowReader> rows{};
    std::string encoding{}; ///< of the text in it; empty if the format carries it
    std::string crs{}; ///< of the rows' own geometry, as PROJ understands it; empty if the file does not say
    std::int64_t row_count = 0; ///< 0 if not known beforehand
};

/// The path GDAL opens: `path` of the manifest beside the manifest's folder, a /vsizip/ or /vsigzip/ before it kept in front.
[[nodiscard]] std::string source_path(const std::filesystem::path& manifest_folder, const std::string& path);

/// Files on disk that belong to a source path, sorted: the archive of a virtual path, all parts of a Shapefile, every file
/// of a folder. Throws IngestError if there is none.
[[nodiscard]] std::vector<std::filesystem::path> files_of_source(const std::string& path);

/// Opens a source with the layer, encoding and header the manifest states: text tables by ourselves from GDAL's virtual
/// files, everything else by GDAL's drivers. The only part of Machizu that knows GDAL.
/// Throws IngestError that names the file and says what is missing or could be chosen.
[[nodiscard]] OpenedSource open_source(const datasets::Source& source, const std::string& path);

/// The pairs of a label table: names as they stand in the source -> full names.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> read_labels(const datasets::LabelTable& labels,
                                                                           const std::string& path);

/// GDAL's version, for the provenance.
[[nodiscard]] std::string gdal_version();

} // namespace ingest
