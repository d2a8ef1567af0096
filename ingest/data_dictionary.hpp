#pragma once

#include "datasets/dataset_info.hpp"
#include "datasets/schema.hpp"

#include <string>
#include <vector>

namespace ingest {

/// What the column of a field is called in a table for people: "面積（m²）".
[[nodiscard]] std::string column_header(const datasets::Field& field);

/// The headers of all fields, each different: a second 面積 is 面積_2. "ID", "経度" and "緯度" are taken.
[[nodiscard]] std::vector<std::string> column_headers(const datasets::Schema& schema);

/// The names of the fields as a Shapefile can hold them: 10 bytes, each different whatever the case (voters_mal, voters_m_2).
/// "feature_id" is taken.
[[nodiscard]] std::vector<std::string> shapefile_names(const datasets::Schema& schema);

/// The data dictionary as CSV in UTF-8 with byte order mark: a line a field, with its Shapefile name. Machizu itself can read
/// it as the label table of that Shapefile.
[[nodiscard]] std::string dictionary_csv(const datasets::Schema& schema);

/// The same as JSON, with what the dataset is, whose, and under which licence.
[[nodiscard]] std::string dictionary_json(const datasets::DatasetInfo& info);

} // namespace ingest
