#pragma once

#include "ingest/ingest.hpp"

#include <vector>

namespace ingest {

/// The jobs of one run so that datasets others take their geometry from come first; else as they were given.
/// Throws datasets::FormatError if they join each other in a circle.
[[nodiscard]] std::vector<Job> in_join_order(std::vector<Job> jobs);

} // namespace ingest
