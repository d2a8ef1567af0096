#include "ingest/xlsx_merges.hpp"

#include "ingest/cell_reference.hpp"
#include "ingest/error.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace ingest {

namespace {
constexpr std::size_t most_merges = 200'000;
}

void XlsxMerges::add(std::string_view range)
{
    if (merges_.size() >= most_merges) {
        return;
    }
    const std::size_t colon = range.find(':');
    const auto first = cell_reference(range.substr(0, colon));
    const auto last = colon == std::string_view::npos ? first : cell_reference(range.substr(colon + 1));
    if (first && last && first->row <= last->row && first->column <= last->column) {
        merges_.push_back({first->row, last->row, first->column, last->column, {}});
    }
}

void XlsxMerges::open_until(std::int64_t row)
{
    if (!sorted_) {
        std::ranges::sort(merges_, {}, &Merge::first_row);
        sorted_ = true;
    }
    std::erase_if(open_, [&](std::size_t merge) { return merges_[merge].last_row < row; });
    for (; next_ < merges_.size() && merges_[next_].first_row <= row; ++next_) {
        open_.push_back(next_);
    }
}

void XlsxMerges::apply(SourceRow& row, const std::string& name, std::size_t row_bytes)
{
    open_until(row.number);
    if (open_.size() > most_sheet_columns) {
        throw IngestError{fmt::format("{0}: 壊れています: {1} 行目: 結合したセルが重なっています / damaged: "
                                      "row {1}: merged cells lie over each other",
                                      name, row.number)};
    }
    const bool empty =
        std::all_of(row.cells.begin(), row.cells.end(), [](const auto& cell) { return cell.empty(); });
    std::size_t held_bytes = 0;
    for (const std::size_t open : open_) {
        Merge& merge = merges_[open];
        if (merge.first_row == row.number) {
            merge.value = merge.first_column < row.cells.size() ? row.cells[merge.first_column] : "";
        } else if (!merge.value.empty() && !empty) {
            row.cells.resize(std::max(row.cells.size(), merge.first_column + 1));
            row.cells[merge.first_column] = merge.value;
        }
        if (merge.last_column > merge.first_column && !merge.value.empty() && !empty) {
            row.spans.emplace_back(merge.first_column, merge.last_column);
        }
        held_bytes += merge.value.size();
    }
    if (held_bytes > row_bytes) {
        throw IngestError{
            fmt::format("{0}: 壊れています: {1} 行目: 結合したセルの文字が多すぎます / damaged: row {1}: its "
                        "merged cells hold more text than any row of a table",
                        name, row.number)};
    }
}

} // namespace ingest
