#pragma once

#include "datasets/csv_rows.hpp"
#include "datasets/dataset_info.hpp"
#include "datasets/schema.hpp"

#include <string>
#include <vector>

namespace ingest {

using datasets::column_header;
using datasets::column_headers;

/// The names of the fields as a Shapefile can hold them: 10 bytes, each different whatever the case (voters_mal, voters_m_2).
/// "feature_id" is taken.
[[nodiscard]] std::vector<std::string> shapefile_names(const datasets::Schema& schema);

/// The data dictionary as CSV in UTF-8 with byte order mark: a line a field, with its Shapefile name. Machizu itself can read
/// it as the label table of that Shapefile.
[[nodiscard]] std::string dictionary_csv(const datasets::Schema& schema);

/// The same as JSON, with what the dataset is, whose, and under which licence.
[[nodiscard]] std::string dictionary_json(const datasets::DatasetInfo& info);

} // namespace ingest
