#include "api/snapshot_index.hpp"

#include "api/problem.hpp"
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

const tiles::IndexedFeatures& SnapshotIndex::features(const datasets::Deadline& deadline) const
{
    std::unique_lock lock{mutex_};
    if (!index_ && !is_being_made_) {
        maker_ = std::jthread{[this](const std::stop_token& stop) { make(stop); }};
        is_being_made_ = true;
    }
    changed_.wait_until(lock, deadline.end(), [this] { return !is_being_made_; });
    if (index_) {
        return *index_;
    }
    if (is_being_made_) {
        throw Problem{
            503,
            fmt::format("'{}' was published without an index that can be used. It is being made, which "
                        "takes longer than one request gets here; ask again in a minute",
                        info_.manifest.id),
            ""};
    }
    std::rethrow_exception(failure_);
}

void SnapshotIndex::make(const std::stop_token& stop) const
{
    std::shared_ptr<const tiles::IndexedFeatures> made;
    std::exception_ptr failure;
    try {
        const datasets::FeatureStore store{folder_ / "features.gpkg", info_.manifest.id, info_.schema};
        auto index =
            tiles::index_of_store(store, tiles::options_of(info_.manifest.tiles), source_of(info_), stop);
        if (index) { // else nobody holds this snapshot any more, and nobody waits
            made = std::make_shared<const tiles::IndexedFeatures>(std::move(*index));
        }
    } catch (...) {
        failure = std::current_exception();
    }
    const std::lock_guard lock{mutex_};
    index_ = std::move(made);
    failure_ = std::move(failure);
    is_being_made_ = false;
    changed_.notify_all();
}

} // namespace api
