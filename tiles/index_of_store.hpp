#pragma once

#include "datasets/feature_store.hpp"
#include "tiles/feature_index.hpp"
#include "tiles/feature_index_writer.hpp"
#include "tiles/tile_options.hpp"

#include <string>

namespace tiles {

class FeatureTable;

/// The feature index of a snapshot's features.gpkg, made in memory: what a publish writes into features.index, but for the places
/// of polygons' names, which are `datasets::point_inside`. `source`: the file's SHA-256. Throws datasets' errors if the file fails.
[[nodiscard]] IndexedFeatures index_of_store(const datasets::FeatureStore& store, const TileOptions& options,
                                             const std::string& source);

/// What a tiler's table draws, for the index of the same features. The table must be generalised and outlive it.
[[nodiscard]] DrawnFeatures drawn_of(const FeatureTable& table);

} // namespace tiles
