#pragma once

#include "datasets/dataset_info.hpp"
#include "datasets/feature_store_writer.hpp"
#include "datasets/search_index.hpp"
#include "ingest/downloads.hpp"
#include "ingest/kml_download.hpp"
#include "ingest/progress.hpp"
#include "tiles/feature_index_writer.hpp"
#include "tiles/tiler.hpp"

#include <cstdint>
#include <filesystem>
#include <memory_resource>
#include <optional>
#include <string>

namespace ingest {

/// Writes the files of a snapshot that hold features: store, downloads, tiles, index, and what is for staff. One pass: each feature goes
/// to all of them.
class SnapshotWriter {
public:
    /// `info` says what the dataset is; the files are made in `folder`, which has a folder `downloads`. What grows with the rows lies
    /// in `memory`, which must outlive this. Throws datasets::StorageError, as do the other calls.
    SnapshotWriter(const datasets::DatasetInfo& info, std::filesystem::path folder,
                   std::pmr::memory_resource* memory);

    /// Numbers the feature and writes it. `label`: for a polygon, the point to write its name on. `staff`: what staff.gpkg keeps
    /// of the same row.
    void add(datasets::Feature feature, std::optional<datasets::LonLat> label,
             std::optional<datasets::Feature> staff = std::nullopt);

    /// Ends the files, makes the tiles and the other downloads; puts bbox, time, count, kind of geometry and the counts of each zoom
    /// into `info`.
    void finish(datasets::DatasetInfo& info, Progress& progress);

private:
    void extend_time(const datasets::Feature& feature);
    void write_index();
    void write_tiles(datasets::DatasetInfo& info, Progress& progress);

    std::filesystem::path folder_;
    datasets::FeatureStoreWriter store_;
    std::optional<datasets::FeatureStoreWriter>
        staff_{}; ///< staff.gpkg, if the manifest keeps anything for staff
    datasets::Schema schema_;
    datasets::SearchIndexBuilder search_{};
    GeoJsonDownload geojson_;
    CsvDownload csv_;
    KmlDownload kml_;
    tiles::Tiler tiler_;
    tiles::FeatureIndexWriter index_;
    std::int64_t count_ = 0;
    datasets::BBox bbox_{};
    std::optional<std::size_t> time_begin_; ///< fields; nothing: features have no such time
    std::optional<std::size_t> time_end_;
    datasets::TimeInterval time_{};
    datasets::GeometryKind kind_ = datasets::GeometryKind::none;
};

} // namespace ingest
