#pragma once

#include "datasets/wkb.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ingest {

/// One row of a source as it stands there, decoded to UTF-8 and nothing else.
struct SourceRow {
    std::int64_t number =
        0; ///< as a clerk counts: the first line of a table is row 1; a feature's place from 1
    std::vector<std::string> cells{};     ///< in the order of the columns; a missing cell is empty
    std::optional<datasets::Bytes> wkb{}; ///< the row's own geometry in the source's CRS, x to the east
};

/// Rows one after the other, from whatever holds them.
class RowReader {
public:
    RowReader() = default;
    RowReader(const RowReader&) = delete;
    RowReader& operator=(const RowReader&) = delete;
    virtual ~RowReader() = default;

    /// Names of the columns; empty if the rows are a table whose header has not been read.
    [[nodiscard]] virtual const std::vector<std::string>& columns() const = 0;

    /// The next row, or nothing at the end. Throws IngestError if the source breaks off.
    [[nodiscard]] virtual std::optional<SourceRow> next() = 0;
};

} // namespace ingest
