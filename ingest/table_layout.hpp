#pragma once

#include "ingest/source_row.hpp"

#include <vector>

namespace ingest {

/// Where a table's header seems to be.
struct TableLayout {
    int skip_rows = 0;
    int header_rows = 1;
};

/// Guesses it from the first rows of a table as they stand: titles are rows with a cell or two above a row that is nearly as wide
/// as the table; a header has two levels if its upper row has gaps that the lower fills, and no number stands in either.
/// Above an empty row, lines with fewer cells than the row below it, which is as wide as any, tell about the table.
/// A table of LinkData is left to `read_table`, which knows how it marks its header.
[[nodiscard]] TableLayout guess_layout(const std::vector<SourceRow>& first_rows);

} // namespace ingest
