#include "ingest/date_columns.hpp"

#include "datasets/text_folding.hpp"

#include <initializer_list>
#include <string_view>

namespace ingest {

namespace {

/// The columns from `first` on end in these signs and begin alike.
bool are_parts(const std::vector<std::string>& columns, std::size_t first,
               std::initializer_list<std::string_view> ends)
{
    std::string prefix;
    std::size_t at = first;
    for (const std::string_view end : ends) {
        const std::string folded = at < columns.size() ? datasets::fold_search(columns[at]) : "";
        if (!folded.ends_with(end)) {
            return false;
        }
        const std::string before = folded.substr(0, folded.size() - end.size());
        if (at > first && before != prefix) {
            return false;
        }
        prefix = before;
        ++at;
    }
    return true;
}

} // namespace

std::size_t date_columns_at(const std::vector<std::string>& columns, std::size_t first)
{
    const std::string folded = datasets::fold_search(columns[first]);
    if (folded.ends_with("年号") || folded.ends_with("元号")) {
        const bool has_year =
            first + 1 < columns.size() && datasets::fold_search(columns[first + 1]).ends_with("年");
        return has_year ? 2 : 0;
    }
    if (!are_parts(columns, first, {"年", "月", "日"})) {
        return 0;
    }
    return are_parts(columns, first, {"年", "月", "日", "時", "分"}) ? 5 : 3;
}

} // namespace ingest
