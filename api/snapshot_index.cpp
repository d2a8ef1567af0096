#include "api/snapshot_index.hpp"

#include "datasets/feature_store.hpp"
#include "tiles/index_of_store.hpp"
#include "tiles/options_of.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <utility>

namespace api {

namespace {

/// What dataset.json says of features.gpkg.
std::string source_of(const datasets::DatasetInfo& info)
{
    const auto found = std::ranges::find(info.files, "features.gpkg", &datasets::SnapshotFile::name);
    return found == info.files.end() ? "" : found->sha256;
}

} // namespace

SnapshotIndex::SnapshotIndex(std::filesystem::path folder, const datasets::DatasetInfo& info)
    : folder_{std::move(folder)}, info_{info}
{
    const auto path = folder_ / "features.index";
    if (!std::filesystem::exists(path)) {
        complaint_ = "it has no features.index";
        return;
    }
    try {
        auto index = std::make_shared<const tiles::IndexedFeatures>(tiles::IndexedFeatures::open(path));
        complaint_ = index->mismatch(info_.schema, info_.count, source_of(info_));
        if (complaint_.empty()) {
            index_ = std::move(index);
        } else {
            complaint_ = fmt::format("its features.index does not match: {}", complaint_);
        }
    } catch (const std::exception& error) {
        complaint_ = error.what();
    }
}

const tiles::IndexedFeatures& SnapshotIndex::features() const
{
    const std::lock_guard lock{mutex_}; // whoever else asks meanwhile waits for the same
    if (!index_) {
        const datasets::FeatureStore store{folder_ / "features.gpkg", info_.manifest.id, info_.schema};
        index_ = std::make_shared<const tiles::IndexedFeatures>(
            tiles::index_of_store(store, tiles::options_of(info_.manifest.tiles), source_of(info_)));
    }
    return *index_;
}

} // namespace api
