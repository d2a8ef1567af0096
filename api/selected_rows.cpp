#include "api/selected_rows.hpp"

#include "tiles/index_filter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace api {

std::shared_ptr<const tiles::Bitmap> rows_of(const Snapshot& snapshot, const FilterParameters& parameters)
{
    return snapshot.index->selected(parameters.name, [&] {
        const auto& features = snapshot.index->features();
        auto rows = tiles::select(features, parameters.selection);
        if (parameters.filter) {
            rows &= tiles::select(features, *parameters.filter);
        }
        return rows;
    });
}

namespace {

/// The selected rows in the query's order, kept for its next page.
std::shared_ptr<const std::vector<std::size_t>>
order_of(const Snapshot& snapshot, const FilterParameters& parameters, const datasets::ItemsQuery& query)
{
    std::string name = parameters.name;
    for (const datasets::SortKey& key : query.order) {
        name += fmt::format(" {}{}", key.descending ? '-' : '+', key.field);
    }
    return snapshot.index->order(name, [&] {
        return tiles::sorted(snapshot.index->features(), *rows_of(snapshot, parameters), query.order);
    });
}

} // namespace

datasets::ItemsPage selected_page(const Snapshot& snapshot, const FilterParameters& parameters,
                                  const datasets::ItemsQuery& query)
{
    const auto& index = snapshot.index->features();
    const auto limit = static_cast<std::size_t>(query.limit);
    tiles::PageOfRows rows;
    if (query.order.empty()) {
        rows = tiles::page_of(index, *rows_of(snapshot, parameters), query.after, limit);
    } else {
        const auto order = order_of(snapshot, parameters, query);
        auto next = order->begin();
        if (query.after > 0 && query.after <= static_cast<std::int64_t>(index.size())) {
            const auto last = std::find(order->begin(), order->end(), index.row_of(query.after));
            next = last == order->end() ? last : last + 1;
        }
        const auto count = std::min(limit, static_cast<std::size_t>(order->end() - next));
        rows = {{next, next + static_cast<std::ptrdiff_t>(count)},
                next + static_cast<std::ptrdiff_t>(count) != order->end()};
    }
    datasets::ItemsPage page;
    for (const std::size_t row : rows.rows) {
        page.features.push_back(index.feature(row));
    }
    page.has_more = rows.has_more;
    page.last = page.features.empty() ? query.after : page.features.back().fid;
    return page;
}

} // namespace api
