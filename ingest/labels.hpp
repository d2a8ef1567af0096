#pragma once

#include "datasets/manifest.hpp"

#include <string>
#include <utility>
#include <vector>

namespace ingest {

/// The pairs of a label table: names as they stand in the source -> full names. Throws IngestError if it cannot be read, or
/// lacks one of the two columns.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> read_labels(const datasets::LabelTable& labels,
                                                                           const std::string& path);

} // namespace ingest
