#pragma once

#include "api/dataset_view.hpp"
#include "api/search_file.hpp"
#include "api/snapshot_index.hpp"
#include "datasets/dataset_info.hpp"
#include "datasets/feature_store.hpp"
#include "datasets/store.hpp"
#include "tiles/pmtiles_reader.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace api {

/// One published version of a dataset, open for reading. Immutable; whoever answers from it holds it by shared_ptr, so that it
/// stays open until the last byte is sent, whatever is published meanwhile.
struct Snapshot {
    datasets::DatasetInfo info{};
    std::filesystem::path folder{};
    datasets::FeatureStore features;
    DatasetView view;
    SearchFile search;
    std::optional<tiles::PmtilesReader> tiles{}; ///< nothing for a dataset without geometry

    std::shared_ptr<const SnapshotIndex> index{};

    [[nodiscard]] const std::string& id() const { return info.manifest.id; }
    [[nodiscard]] const std::string& version() const { return info.version; }
    /// The public file that is downloaded under this name (`parks.csv`); null if there is none.
    [[nodiscard]] const datasets::SnapshotFile* download(std::string_view name) const;
};

/// Throws datasets::StorageError or datasets::FormatError if the folder is not a whole snapshot of that dataset and version.
[[nodiscard]] std::shared_ptr<const Snapshot>
open_snapshot(const datasets::Store& store, const std::string& dataset, const std::string& version);

} // namespace api
