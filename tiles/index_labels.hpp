#pragma once

#include "datasets/deadline.hpp"
#include "tiles/bitmap.hpp"
#include "tiles/index_source.hpp"
#include "tiles/tile_content.hpp"

#include <vector>

namespace tiles {

/// The labels that stand in a tile made on request, of the chains that the selected lines make: those that a tiler would give them.
/// `content` has the shapes that reach the tile and its buffer already; from there chains are followed through the index, however far
/// they go. Throws datasets::Overtime past the deadline.
[[nodiscard]] std::vector<LineLabel> labels_in(const TileContent& content, const IndexSource& source,
                                               const IndexedFeatures& index, const Bitmap& selected,
                                               const TileOptions& options,
                                               const datasets::Deadline& deadline);

} // namespace tiles
