#pragma once

#include "tiles/feature_table.hpp"
#include "tiles/tile_content.hpp"

#include <cstddef>
#include <vector>

namespace tiles {

/// The labels of all chains of lines of a zoom; none if the options want no labels.
[[nodiscard]] std::vector<LineLabel> labels_of_zoom(const FeatureTable& table, int zoom, std::size_t workers);

} // namespace tiles
