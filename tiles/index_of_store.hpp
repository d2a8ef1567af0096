#pragma once

#include "datasets/feature_store.hpp"
#include "tiles/feature_index.hpp"
#include "tiles/feature_index_writer.hpp"
#include "tiles/tile_options.hpp"

#include <optional>
#include <stop_token>
#include <string>

namespace tiles {

class FeatureTable;

/// The feature index of a snapshot's features.gpkg, made in memory: what a publish writes into features.index, but for the places
/// of polygons' names, which are `datasets::point_inside`. `source`: the file's SHA-256. Nothing if it was asked to stop while it read.
/// Throws datasets' errors if the file fails.
[[nodiscard]] std::optional<IndexedFeatures> index_of_store(const datasets::FeatureStore& store,
                                                            const TileOptions& options,
                                                            const std::string& source,
                                                            const std::stop_token& stop = {});

/// What a tiler's table draws, for the index of the same features. The table must be generalised and outlive it.
[[nodiscard]] DrawnFeatures drawn_of(const FeatureTable& table);

} // namespace tiles
