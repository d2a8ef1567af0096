#pragma once

#include "datasets/feature.hpp"

#include <string>

namespace ingest {

/// A value as it stands in keys and tables: whole numbers without point, text as it is, true and false.
[[nodiscard]] std::string key_text(const datasets::Value& value);

} // namespace ingest
