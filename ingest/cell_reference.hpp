#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace ingest {

// Excel's own limits; a file beyond them was not made by a spreadsheet.
inline constexpr std::int64_t most_sheet_rows = 1'048'576;
inline constexpr std::size_t most_sheet_columns = 16'384;

/// A cell's place, such as AB12: column 27 (from 0), row 12.
struct CellReference {
    std::size_t column = 0;
    std::int64_t row = 0;
};

/// Nothing if the text is no place on a sheet.
[[nodiscard]] std::optional<CellReference> cell_reference(std::string_view text);

} // namespace ingest
