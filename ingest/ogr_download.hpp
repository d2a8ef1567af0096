#pragma once

#include "datasets/dataset_info.hpp"

#include <filesystem>
#include <functional>
#include <vector>

namespace ingest {

/// The downloads that GDAL's drivers make, from the finished features.gpkg of `snapshot`, in its folder `downloads`: a task a file,
/// the longest first, each to be done once, on any thread and beside the others.
///
///     <id>.fgb       FlatGeobuf with spatial index: features with a position; none if no feature has one
///     <id>.shp.zip   a Shapefile for each kind of geometry, UTF-8 with .cpg, and the table of its cut names
///
/// Positions are in EPSG:4326. The same snapshot gives the same files as far as the drivers allow. Of the
/// files that know GDAL ogr_source.cpp reads and this one writes. A task throws datasets::StorageError that names the file.
/// `info.geometry` must be known.
[[nodiscard]] std::vector<std::function<void()>> ogr_downloads(const datasets::DatasetInfo& info,
                                                               const std::filesystem::path& snapshot);

} // namespace ingest
