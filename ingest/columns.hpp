#pragma once

#include "datasets/manifest.hpp"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace ingest {

/// Which columns of the source a field of the manifest is read from.
struct FieldColumns {
    std::vector<std::size_t> source{}; ///< one, or none for a field that only receives notes
    std::vector<std::size_t> parts{};
};

/// Where everything the manifest speaks of stands in the source.
struct ColumnMap {
    std::vector<FieldColumns> fields{}; ///< as `Manifest::fields`
    std::size_t lon = 0; ///< with ColumnGeometry; also Y, to the east, and what holds a whole position
    std::size_t lat = 0; ///< also X, to the north
    std::vector<std::size_t> address{}; ///< with AddressGeometry
    /// Names of the manifest that were found under another name of the same standard column (`standard_variants`).
    std::vector<std::pair<std::string, std::string>> variants{};
};

/// Finds the manifest's columns among those of the source. Names match whatever their width, case, kind of kana and spaces; if
/// none does, whatever signs stand in them, then a name that the standard datasets have for the same column.
/// Throws IngestError that names the column missing and lists those that are there.
[[nodiscard]] ColumnMap map_columns(const datasets::Manifest& manifest,
                                    const std::vector<std::string>& columns, const std::string& source_name);

/// Columns under their full names, by the pairs (name in the source, full name) of a label table.
[[nodiscard]] std::vector<std::string>
relabel(std::vector<std::string> columns, const std::vector<std::pair<std::string, std::string>>& labels);

} // namespace ingest
