#pragma once

#include "datasets/feature.hpp"
#include "datasets/schema.hpp"
#include "datasets/sqlite.hpp"

#include <string>

namespace datasets {

/// The columns to select from a table of features that is called t in the query: fid, feature_id, geom, then the fields.
[[nodiscard]] std::string feature_columns(const Schema& schema);

/// The feature in a row of these columns. Throws FormatError if its geometry is broken.
[[nodiscard]] Feature read_feature(const Statement& row, const Schema& schema);

} // namespace datasets
