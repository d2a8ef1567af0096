#pragma once

#include "ingest/table_layout.hpp"

#include <optional>
#include <string>

namespace ingest {

/// Where the header of the table in a file seems to be, by its first rows; nothing if the format has columns of its own.
/// `layer`: which sheet; empty if there is one. Throws IngestError as `open_source` does.
[[nodiscard]] std::optional<TableLayout> find_layout(const std::string& path, const std::string& layer);

} // namespace ingest
