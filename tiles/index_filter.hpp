#pragma once

#include "datasets/cql2.hpp"
#include "datasets/deadline.hpp"
#include "datasets/feature_store.hpp"
#include "tiles/bitmap.hpp"
#include "tiles/feature_index.hpp"

namespace tiles {

/// The rows for which the filter is true, as `datasets::matches` tells it feature by feature.
///
/// Truth has three values, so a part of the filter is two sets of rows: where it is true, and where it is false. What asks one
/// field is asked of each different value once, by the reference itself, and looked up for each row; what asks the geometry goes
/// down the R-tree and is asked of whole nodes as long as those give an answer; the rest is asked row by row, after what is cheaper
/// has ruled rows out. Throws datasets::Overtime past the deadline, as do the others.
[[nodiscard]] Bitmap select(const IndexedFeatures& index, const datasets::Filter& filter,
                            const datasets::Deadline& deadline = {});

/// Those of the rows `among`; the fewer they are, the less time it takes.
[[nodiscard]] Bitmap select(const IndexedFeatures& index, const datasets::Filter& filter, const Bitmap& among,
                            const datasets::Deadline& deadline = {});

/// The rows that fit all of it, as FeatureStore::items tells it.
[[nodiscard]] Bitmap select(const IndexedFeatures& index, const datasets::Selection& selection,
                            const datasets::Deadline& deadline = {});

/// Those of the rows `among`.
[[nodiscard]] Bitmap select(const IndexedFeatures& index, const datasets::Selection& selection,
                            const Bitmap& among, const datasets::Deadline& deadline = {});

} // namespace tiles
