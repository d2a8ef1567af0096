#include "ingest/table_layout.hpp"

#include "datasets/text_folding.hpp"
#include "ingest/values.hpp"

#include <algorithm>
#include <cstddef>
#include <string>

namespace ingest {

namespace {

bool is_filled(const SourceRow& row, std::size_t column)
{
    return column < row.cells.size() && !trim(row.cells[column]).empty();
}

std::size_t filled_cells(const SourceRow& row)
{
    std::size_t filled = 0;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        filled += is_filled(row, i) ? 1U : 0U;
    }
    return filled;
}

std::size_t width_of(const SourceRow& row)
{
    std::size_t width = row.cells.size();
    while (width > 0 && !is_filled(row, width - 1)) {
        --width;
    }
    return width;
}

/// True if a cell begins like a number: headers rarely do.
bool holds_number(const SourceRow& row)
{
    return std::any_of(row.cells.begin(), row.cells.end(), [](const std::string& cell) {
        const std::string folded = datasets::fold_width(trim(cell));
        return !folded.empty() && folded.find_first_not_of("0123456789.,-+%:/") == std::string::npos;
    });
}

bool has_second_level(const SourceRow& upper, const SourceRow& lower)
{
    if (holds_number(upper) || holds_number(lower)) {
        return false;
    }
    bool gap_filled = false;
    bool kept_from_above = false;
    for (std::size_t i = 0; i < std::max(upper.cells.size(), lower.cells.size()); ++i) {
        gap_filled = gap_filled || (!is_filled(upper, i) && is_filled(lower, i));
        kept_from_above = kept_from_above || (is_filled(upper, i) && !is_filled(lower, i));
    }
    return gap_filled && kept_from_above;
}

/// Where the table begins below lines about it and an empty row: its header is as wide as the widest row, and wider than
/// whatever stands above. The first row if there is no such thing.
std::size_t below_preface(const std::vector<SourceRow>& rows, std::size_t widest)
{
    constexpr std::size_t longest_preface = 15;
    std::size_t widest_above = 0;
    for (std::size_t i = 0; i + 1 < rows.size() && i < longest_preface; ++i) {
        const std::size_t filled = filled_cells(rows[i]);
        const bool begins_below = filled == 0 && widest_above > 0 && widest_above < widest &&
                                  filled_cells(rows[i + 1]) == widest && !holds_number(rows[i + 1]);
        if (begins_below) {
            return i + 1;
        }
        widest_above = std::max(widest_above, filled);
    }
    return 0;
}

} // namespace

TableLayout guess_layout(const std::vector<SourceRow>& first_rows)
{
    if (!first_rows.empty() && !first_rows.front().cells.empty() &&
        trim(first_rows.front().cells.front()) == "#LINK") {
        return {}; // such a table names its header itself (`read_table`)
    }
    std::size_t widest = 0;
    for (const SourceRow& row : first_rows) {
        widest = std::max(widest, filled_cells(row));
    }
    for (std::size_t i = below_preface(first_rows, widest); i < first_rows.size(); ++i) {
        // Half as many cells as the fullest row has: rows of data have gaps, and so has an upper header.
        if (2 * filled_cells(first_rows[i]) < widest || filled_cells(first_rows[i]) == 0) {
            continue;
        }
        TableLayout layout{static_cast<int>(first_rows[i].number) - 1, 1};
        const bool two = i + 2 < first_rows.size() && has_second_level(first_rows[i], first_rows[i + 1]) &&
                         width_of(first_rows[i + 1]) >= width_of(first_rows[i + 2]);
        layout.header_rows = two ? 2 : 1;
        return layout;
    }
    return {};
}

} // namespace ingest
