#pragma once

#include "datasets/bbox.hpp"
#include "datasets/cql2.hpp"
#include "datasets/deadline.hpp"
#include "tiles/bitmap.hpp"
#include "tiles/feature_index.hpp"
#include "tiles/truth_map.hpp"

#include <optional>
#include <span>

namespace tiles {

/// The rows that touch one of the boxes: the parameter `bbox`, exactly as `datasets::intersects` tells it.
[[nodiscard]] Bitmap rows_in(const IndexedFeatures& index, std::span<const datasets::BBox> boxes,
                             const datasets::Deadline& deadline = {});

/// A spatial function of the geometry and a literal; nothing if the filter is something else. Of the rows among which it is not
/// asked it may say anything.
///
///     +-----------+        whole nodes of the R-tree lie apart from the literal, or, where that is enough, inside it:
///     | . .   ____|__      their rows have their answer. The geometry itself is looked at where a node is cut.
///     |  .  /.    |  \     .
///     +----/------+   |
///          \__________/
[[nodiscard]] std::optional<TruthMap> truth_by_place(const IndexedFeatures& index,
                                                     const datasets::Filter& filter, const Bitmap& among,
                                                     const datasets::Deadline& deadline = {});

/// What the box covers of the map, in world integers.
[[nodiscard]] WorldBox world_box(const datasets::BBox& box);

/// The same, a little larger: positions that were rounded lie in it as well.
[[nodiscard]] WorldBox around(const datasets::BBox& box);

} // namespace tiles
