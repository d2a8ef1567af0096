#pragma once

#include "datasets/manifest.hpp"
#include "ingest/opened_source.hpp"

#include <string>

namespace ingest {

/// True for the names of .csv, .tsv and .txt files, also compressed as .gz.
[[nodiscard]] bool is_text_table(const std::string& path);

/// True for the names of .xlsx and .xlsm files.
[[nodiscard]] bool is_workbook(const std::string& path);

/// True for a .json file whose first sign is '[', as services on the web give lists of objects; GeoJSON begins with '{'.
[[nodiscard]] bool is_json_list(const std::string& path);

/// Opens a text table in the encoding the manifest states, or that its bytes show.
/// Throws IngestError with row, column and byte offset if a byte is not of the encoding.
[[nodiscard]] OpenedSource open_text_table(const datasets::Source& source, const std::string& path);

/// Opens the sheet that the manifest means.
[[nodiscard]] OpenedSource open_workbook(const datasets::Source& source, const std::string& path);

/// Opens a list of objects: each is a row, and each name that stands in any of them a column, in the order of their first
/// appearance. Lists and objects within stay JSON. Throws IngestError if it is no such list.
[[nodiscard]] OpenedSource open_json_list(const std::string& path);

} // namespace ingest
