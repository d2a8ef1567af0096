#pragma once

#include "ingest/source_row.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ingest {

/// The merged cells of a sheet (ECMA-376, 18.3.1.55), and what they make of its rows.
class XlsxMerges {
public:
    /// A range such as A2:A3; what is none is passed over, as Excel does.
    void add(std::string_view range);

    /// Gives a cell merged over rows to each of them that holds something of its own, and tells of those merged over columns. Rows
    /// must come in their order, after all ranges. `name` is what messages call the file. Throws IngestError if ranges lie over each
    /// other without end, or hold more than `row_bytes` in a row.
    void apply(SourceRow& row, const std::string& name, std::size_t row_bytes);

private:
    struct Merge {
        std::int64_t first_row = 0;
        std::int64_t last_row = 0;
        std::size_t first_column = 0;
        std::size_t last_column = 0;
        std::string value{}; ///< of its first cell, once that has been read
    };
    void open_until(std::int64_t row);

    std::vector<Merge> merges_{}; ///< by their first row, once the first row has come
    bool sorted_ = false;
    std::size_t next_ = 0;            ///< the first that lies below the row
    std::vector<std::size_t> open_{}; ///< those that the row is part of
};

} // namespace ingest
