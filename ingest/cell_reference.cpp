#include "ingest/cell_reference.hpp"

#include <charconv>

namespace ingest {

std::optional<CellReference> cell_reference(std::string_view text)
{
    CellReference reference;
    std::size_t i = 0;
    for (; i < text.size() && text[i] >= 'A' && text[i] <= 'Z' && reference.column <= most_sheet_columns;
         ++i) {
        reference.column = reference.column * 26 + static_cast<std::size_t>(text[i] - 'A') + 1;
    }
    const auto [end, error] = std::from_chars(text.data() + i, text.data() + text.size(), reference.row);
    const bool whole = error == std::errc{} && end == text.data() + text.size();
    if (!whole || reference.column < 1 || reference.column > most_sheet_columns || reference.row < 1 ||
        reference.row > most_sheet_rows) {
        return std::nullopt;
    }
    --reference.column;
    return reference;
}

} // namespace ingest
