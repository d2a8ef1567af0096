#pragma once

#include "datasets/deadline.hpp"
#include "datasets/feature_store.hpp"
#include "tiles/bitmap.hpp"
#include "tiles/feature_index.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

/// Sets of rows put in an order: by fid, page by page, or by their values.
namespace tiles {

/// At most `limit` rows of the set by rising fid, from the first fid after `after`; and whether there are more.
struct PageOfRows {
    std::vector<std::size_t> rows{};
    bool has_more = false;
};
[[nodiscard]] PageOfRows page_of(const IndexedFeatures& index, const Bitmap& rows, std::int64_t after,
                                 std::size_t limit);

/// Rows in the order of the keys, equals by fid; missing values last, whichever way. Throws datasets::Overtime past the deadline.
[[nodiscard]] std::vector<std::size_t> sorted(const IndexedFeatures& index, const Bitmap& rows,
                                              std::span<const datasets::SortKey> keys,
                                              const datasets::Deadline& deadline = {});

} // namespace tiles
