#pragma once

#include "datasets/feature.hpp"
#include "datasets/schema.hpp"

#include <string>
#include <vector>

/// Features as CSV (RFC 4180) that spreadsheet programs open right: UTF-8 with byte order mark, a header in Japanese, a text that
/// looks like a formula made harmless. Points have the columns 経度 and 緯度, other geometry stands as WKT in ジオメトリ.
namespace datasets {

/// A field's column in tables for people: its Japanese label with the unit.
[[nodiscard]] std::string column_header(const Field& field);

/// All of them, made different from each other and from ID, 経度 and 緯度 by numbers.
[[nodiscard]] std::vector<std::string> column_headers(const Schema& schema);

/// The byte order mark and the line of headers.
void append_csv_header(std::string& csv, const Schema& schema);
void append_csv_row(std::string& csv, const Feature& feature);

/// A cell of a CSV line: in quotation marks if it must be.
[[nodiscard]] std::string csv_cell(const std::string& text);

/// A text that a spreadsheet would run as a formula gets an apostrophe in front; numbers are no text and stay.
[[nodiscard]] std::string harmless(const std::string& text);

} // namespace datasets
