#pragma once

#include "api/filter_parameter.hpp"
#include "api/snapshot.hpp"
#include "tiles/bitmap.hpp"

#include <memory>

namespace api {

/// The rows of the snapshot's index that the parameters select, kept for the tiles and sums that will be asked for next.
[[nodiscard]] std::shared_ptr<const tiles::Bitmap> rows_of(const Snapshot& snapshot,
                                                           const FilterParameters& parameters);

/// A page of the features that the parameters select, as `datasets::FeatureStore::items` gives it: after a fid, in the query's order.
[[nodiscard]] datasets::ItemsPage selected_page(const Snapshot& snapshot, const FilterParameters& parameters,
                                                const datasets::ItemsQuery& query);

} // namespace api
