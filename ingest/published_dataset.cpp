#include "ingest/published_dataset.hpp"

#include "datasets/feature_store.hpp"
#include "ingest/error.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <optional>

namespace ingest {

namespace {

constexpr int page_size = 1000;

} // namespace

PublishedDataset::PublishedDataset(const datasets::Store& store, const std::string& id)
{
    const auto version = datasets::current_version(store, id);
    if (!version) {
        throw IngestError{fmt::format("the dataset '{}', which the manifest uses, is not published in '{}'; "
                                      "publish it first, or name its manifest in the same run",
                                      id, store.root.string())};
    }
    snapshot_ = store.snapshot(id, *version);
    info_ = datasets::read_dataset_info(snapshot_);
}

std::size_t PublishedDataset::field(const std::string& name, const std::string& purpose) const
{
    const auto index = info_.schema.index_of(name);
    if (!index) {
        throw IngestError{
            fmt::format("the dataset '{}' has no public field '{}' {}", info_.manifest.id, name, purpose)};
    }
    return *index;
}

void PublishedDataset::for_each(const std::function<void(datasets::Feature&)>& use) const
{
    const datasets::FeatureStore features{snapshot_ / "features.gpkg", info_.manifest.id, info_.schema};
    datasets::ItemsPage page;
    std::int64_t after = 0;
    do {
        page = features.items({{}, after, page_size});
        for (datasets::Feature& feature : page.features) {
            after = feature.fid;
            use(feature);
        }
    } while (page.has_more);
}

} // namespace ingest
