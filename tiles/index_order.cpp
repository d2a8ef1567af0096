#include "tiles/index_order.hpp"

#include <algorithm>
#include <compare>

namespace tiles {

namespace {

/// How the values of two rows compare that have one.
std::partial_ordering compare(const IndexColumn& column, std::size_t a, std::size_t b)
{
    if (column.in_dictionary()) {
        return column.code(a) <=> column.code(b); // sorted
    }
    if (!column.integers().empty()) {
        return column.integers()[a] <=> column.integers()[b];
    }
    return column.numbers()[a] <=> column.numbers()[b];
}

} // namespace

PageOfRows page_of(const IndexedFeatures& index, const Bitmap& rows, std::int64_t after, std::size_t limit)
{
    PageOfRows page;
    const auto last = static_cast<std::int64_t>(index.size());
    for (std::int64_t fid = std::max(after, std::int64_t{0}) + 1; fid <= last; ++fid) {
        const std::size_t row = index.row_of(fid);
        if (!rows.test(row)) {
            continue;
        }
        if (page.rows.size() == limit) {
            page.has_more = true;
            break;
        }
        page.rows.push_back(row);
    }
    return page;
}

std::vector<std::size_t> sorted(const IndexedFeatures& index, const Bitmap& rows,
                                std::span<const datasets::SortKey> keys, const datasets::Deadline& deadline)
{
    std::vector<std::size_t> order;
    order.reserve(rows.count());
    rows.for_each([&](std::size_t row) { order.push_back(row); });
    datasets::Pace pace{deadline};
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
        pace.step();
        for (const datasets::SortKey& key : keys) {
            const IndexColumn& column = index.columns()[key.field];
            if (const bool a_missing = column.is_missing(a); a_missing != column.is_missing(b)) {
                return !a_missing;
            }
            const auto less = compare(column, a, b);
            if (less != std::partial_ordering::equivalent) {
                return key.descending ? less == std::partial_ordering::greater
                                      : less == std::partial_ordering::less;
            }
        }
        return index.fid(a) < index.fid(b);
    });
    return order;
}

} // namespace tiles
