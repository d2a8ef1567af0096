#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace datasets {

class JsonReader;

/// One file to read, with constant columns that it lacks (the election a turnout table is of).
struct SourceFile {
    std::string path{}; ///< relative to the manifest
    std::vector<std::pair<std::string, std::string>> set{};
};

/// A side table that gives cut column names (DBF: 10 bytes) their full names back.
struct LabelTable {
    std::string path{};
    std::string from{}; ///< header of the column with the names as they stand in the file
    std::string to{};   ///< header of the column with the full names
};

/// What becomes of a table's rows that sum up others (合計, 小計).
enum class TotalRows {
    warn, ///< read as data, with a warning for each: the city has not said yet
    skip, ///< no data: left out, with a note for each
    keep, ///< data like all others
};

struct Source {
    std::vector<SourceFile> files{};
    std::string layer{};
    std::string encoding = "detect"; ///< detect, UTF-8 or CP932
    int skip_rows = 0;               ///< title rows above a table's header
    int header_rows = 1;
    std::optional<int> footer_rows{}; ///< rows under a table that are no data; nothing: notes are recognised
    TotalRows total_rows = TotalRows::warn;
    std::string crs{};            ///< what PROJ understands, for instance EPSG:6668; empty: as the file says
    double accept_accuracy_m = 0; ///< positions this wrong are published if a datum grid is missing; 0: never
    std::optional<LabelTable> labels{};
};

/// The manifest's `source`. Throws FormatError that names the key and says what was expected there.
[[nodiscard]] Source read_source(const JsonReader& json);

} // namespace datasets
