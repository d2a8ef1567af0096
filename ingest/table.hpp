#pragma once

#include "datasets/manifest.hpp"
#include "ingest/source_row.hpp"

#include <memory>
#include <string>

namespace ingest {

/// Reads the header of a table and gives the rows under it, without those that are empty from end to end.
///
///     汐凪市 第1回選挙 投票結果                          source.skip_rows = 1
///     投票区 | 投票者数 |    |    | 投票率 | …            header_rows = 2: an upper name holds for the empty cells to its right
///            | 男      | 女 | 計 | 男     | …            -> 投票区, 投票者数_男, 投票者数_女, 投票者数_計, 投票率_男, …
///     第1    | 412     | 438| 850| 51.2   | …
///     合計   | 412     | …                               RowRole::total
///     ※ 期日前投票を含まない                            RowRole::note, or the last footer_rows rows
///
/// Notes are rows at the end in which one cell is filled, from the first that begins with a mark such as ※, 注 or 出典 (or,
/// below an empty row, ends in 調べ or 現在). A row with more cells after them shows that they were data.
///
/// A table of LinkData begins with #LINK and has its header in the row #property, wherever that stands; the rows behind it
/// that begin with # (#object_type_xsd) describe the columns and are passed over.
///
/// With no header rows at all: the rows as they stand, for who looks for the header.
///
/// Rows shorter than the header are filled with empty cells; what is filled beyond the header's columns is the row's `surplus`.
/// Throws IngestError if the table ends in its header, or, at its end, if most rows have a surplus: then it is the header that
/// is not where the manifest says.
[[nodiscard]] std::unique_ptr<RowReader> read_table(std::unique_ptr<RowReader> rows,
                                                    const datasets::Source& source, const std::string& name);

} // namespace ingest
