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
        throw IngestError{
            fmt::format("マニフェストが使うデータセット '{0}' は '{1}' "
                        "に公開されていません。先に公開するか、同じ実行にそのマニフェストも指定してください "
                        "/ the dataset '{0}', which the manifest uses, is not published in '{1}'; publish it "
                        "first, or name its manifest in the same run",
                        id, store.root.string())};
    }
    snapshot_ = store.snapshot(id, *version);
    info_ = datasets::read_dataset_info(snapshot_);
}

std::size_t PublishedDataset::field(const std::string& name, const std::string& purpose) const
{
    const auto index = info_.schema.index_of(name);
    if (!index) {
        throw IngestError{fmt::format("データセット '{0}' に公開の項目 '{1}' がありません / the dataset "
                                      "'{0}' has no public field '{1}' {2}",
                                      info_.manifest.id, name, purpose)};
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
