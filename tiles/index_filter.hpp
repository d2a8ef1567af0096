#pragma once

#include "datasets/cql2.hpp"
#include "datasets/deadline.hpp"
#include "datasets/feature_store.hpp"
#include "tiles/bitmap.hpp"
#include "tiles/feature_index.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace tiles {

/// The rows for which the filter is true, as `datasets::matches` tells it feature by feature.
///
/// Truth has three values, so a part of the filter is two sets of rows: where it is true, and where it is false. What asks one
/// field is asked of each different value once, by the reference itself, and looked up for each row; what asks the geometry goes
/// down the R-tree and is asked of whole nodes as long as those give an answer; the rest is asked row by row, after what is cheaper
/// has ruled rows out. Throws datasets::Overtime past the deadline, as the others here do.
[[nodiscard]] Bitmap select(const IndexedFeatures& index, const datasets::Filter& filter,
                            const datasets::Deadline& deadline = {});

/// The rows that fit all of it, as FeatureStore::items tells it.
[[nodiscard]] Bitmap select(const IndexedFeatures& index, const datasets::Selection& selection,
                            const datasets::Deadline& deadline = {});

/// The fids of a set of rows, rising.
[[nodiscard]] std::vector<std::int64_t> fids_of(const IndexedFeatures& index, const Bitmap& rows);

/// At most `limit` rows of the set by rising fid, from the first fid after `after`; and whether there are more.
struct PageOfRows {
    std::vector<std::size_t> rows{};
    bool has_more = false;
};
[[nodiscard]] PageOfRows page_of(const IndexedFeatures& index, const Bitmap& rows, std::int64_t after,
                                 std::size_t limit);

/// Rows in the order of the keys, equals by fid; missing values last, whichever way.
[[nodiscard]] std::vector<std::size_t> sorted(const IndexedFeatures& index, const Bitmap& rows,
                                              std::span<const datasets::SortKey> keys,
                                              const datasets::Deadline& deadline = {});

} // namespace tiles
