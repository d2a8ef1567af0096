#pragma once

#include "datasets/wkb.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ingest {

/// What a row of a table is for.
enum class RowRole {
    data,
    total, ///< it sums up others (合計, 小計): whether it is data the manifest must say
    note,  ///< it stands under the table (※, 出典) and is no data
};

/// A cell that holds something no value can be made of.
struct UnusableCell {
    std::size_t column = 0;
    std::string what{}; ///< such as #N/A; never a value
};

/// One row of a source as it stands there, decoded to UTF-8 and nothing else.
struct SourceRow {
    std::int64_t number =
        0; ///< as a clerk counts: the first line of a table is row 1; a feature's place from 1
    std::vector<std::string> cells{};     ///< in the order of the columns; a missing cell is empty
    std::optional<datasets::Bytes> wkb{}; ///< the row's own geometry in the source's CRS, x to the east
    /// Cells merged over several columns, first and last: the first holds the text, the others are empty.
    std::vector<std::pair<std::size_t, std::size_t>> spans{};
    std::vector<UnusableCell> unusable{}; ///< they are empty in `cells`
    /// What stands beyond the last column that the header names: the row is not where its header is. Empty if nothing does.
    std::vector<std::string> surplus{};
    RowRole role = RowRole::data;
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
