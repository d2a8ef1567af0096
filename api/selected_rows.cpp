#include "api/selected_rows.hpp"

#include "tiles/index_filter.hpp"
#include "tiles/index_order.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

namespace api {

namespace {

tiles::Bitmap selected_among(const tiles::Bitmap& rows, const Snapshot& snapshot,
                             const FilterParameters& parameters, const datasets::Deadline& deadline)
{
    const auto& features = snapshot.index->features(deadline);
    auto selected = tiles::select(features, parameters.selection, rows, deadline);
    return parameters.filter ? tiles::select(features, *parameters.filter, selected, deadline) : selected;
}

} // namespace

std::shared_ptr<const tiles::Bitmap> rows_of(const Snapshot& snapshot, const FilterParameters& parameters,
                                             const datasets::Deadline& deadline)
{
    return snapshot.index->selected(parameters.name, [&] {
        const tiles::Bitmap all{snapshot.index->features(deadline).size(), true};
        return selected_among(all, snapshot, parameters, deadline);
    });
}

std::shared_ptr<const tiles::Bitmap> rows_among(const Snapshot& snapshot, const FilterParameters& parameters,
                                                const tiles::Bitmap& near, const datasets::Deadline& deadline)
{
    constexpr std::size_t few = 4; // a quarter: what is kept serves the other tiles of the zoom, too
    if (auto known = snapshot.index->selected_before(parameters.name)) {
        return known;
    }
    if (near.count() > near.size() / few || snapshot.index->is_asked_again(parameters.name)) {
        return rows_of(snapshot, parameters, deadline);
    }
    return std::make_shared<const tiles::Bitmap>(selected_among(near, snapshot, parameters, deadline));
}

namespace {

using datasets::Feature;

/// The selected rows in the page's order, kept for its next page.
std::shared_ptr<const std::vector<std::size_t>> order_of(const Snapshot& snapshot,
                                                         const FilterParameters& parameters,
                                                         const PageRequest& page,
                                                         const datasets::Deadline& deadline)
{
    std::string name = parameters.name;
    for (const datasets::SortKey& key : page.order) {
        name += fmt::format(" {}{}", key.descending ? '-' : '+', key.field);
    }
    return snapshot.index->order(name, [&] {
        return tiles::sorted(snapshot.index->features(deadline), *rows_of(snapshot, parameters, deadline),
                             page.order, deadline);
    });
}

tiles::PageOfRows sorted_page(const Snapshot& snapshot, const FilterParameters& parameters,
                              const PageRequest& page, const datasets::Deadline& deadline)
{
    const auto& index = snapshot.index->features(deadline);
    const auto order = order_of(snapshot, parameters, page, deadline);
    auto first = order->begin();
    if (page.after && page.after->fid > 0 && page.after->fid <= static_cast<std::int64_t>(index.size())) {
        const auto last = std::find(order->begin(), order->end(), index.row_of(page.after->fid));
        first = last == order->end() ? last : last + 1;
    }
    const auto count = std::min<std::ptrdiff_t>(page.limit, order->end() - first);
    return {{first, first + count}, first + count != order->end()};
}

std::vector<Feature> features_of(const tiles::IndexedFeatures& index, const std::vector<std::size_t>& rows)
{
    std::vector<Feature> features;
    for (const std::size_t row : rows) {
        features.push_back(index.feature(row));
    }
    return features;
}

datasets::ItemsPage everything(const Snapshot& snapshot, std::int64_t after, int limit)
{
    datasets::ItemsQuery query;
    query.after = after;
    query.limit = limit;
    return snapshot.features.items(query);
}

bool is_plain(const FilterParameters& parameters, const PageRequest& page)
{
    return parameters.is_everything() && page.order.empty();
}

/// Counted once for all pages: the link to the next one carries the number on.
std::int64_t matched(const Snapshot& snapshot, const FilterParameters& parameters,
                     const std::optional<After>& after, const datasets::Deadline& deadline)
{
    return parameters.is_everything() ? snapshot.info.count
           : after && after->matched
               ? *after->matched
               : static_cast<std::int64_t>(rows_of(snapshot, parameters, deadline)->count());
}

} // namespace

SelectedPage selected_page(const Snapshot& snapshot, const FilterParameters& parameters,
                           const PageRequest& page, const datasets::Deadline& deadline)
{
    SelectedPage selected{{}, matched(snapshot, parameters, page.after, deadline), {}};
    const auto after = page.after ? page.after->fid : 0;
    bool has_more = false;
    if (is_plain(parameters, page)) {
        auto items = everything(snapshot, after, page.limit);
        selected.features = std::move(items.features);
        has_more = items.has_more;
    } else {
        const auto& index = snapshot.index->features(deadline);
        const auto rows = page.order.empty() ? tiles::page_of(index, *rows_of(snapshot, parameters, deadline),
                                                              after, static_cast<std::size_t>(page.limit))
                                             : sorted_page(snapshot, parameters, page, deadline);
        selected.features = features_of(index, rows.rows);
        has_more = rows.has_more;
    }
    if (has_more) {
        selected.next = After{selected.features.back().fid, snapshot.version(),
                              parameters.is_everything() ? std::nullopt : std::optional{selected.matched}};
    }
    return selected;
}

SelectedFeatures::SelectedFeatures(const Snapshot& snapshot, const FilterParameters& parameters,
                                   const datasets::Deadline& deadline)
    : snapshot_(snapshot),
      rows_(parameters.is_everything() ? nullptr : rows_of(snapshot, parameters, deadline))
{
}

std::vector<Feature> SelectedFeatures::next(std::size_t limit)
{
    const auto& index = snapshot_.index;
    auto features =
        rows_ ? features_of(index->features(), tiles::page_of(index->features(), *rows_, after_, limit).rows)
              : everything(snapshot_, after_, static_cast<int>(limit)).features;
    after_ = features.empty() ? after_ : features.back().fid;
    return features;
}

} // namespace api
