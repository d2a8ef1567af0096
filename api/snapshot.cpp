#include "api/snapshot.hpp"

#include "datasets/error.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace api {

const datasets::SnapshotFile* Snapshot::download(std::string_view name) const
{
    const auto found = std::find_if(info.files.begin(), info.files.end(), [&](const auto& file) {
        return file.is_public && !file.download.empty() && file.download == name;
    });
    return found == info.files.end() ? nullptr : &*found;
}

std::shared_ptr<const Snapshot> open_snapshot(const datasets::Store& store, const std::string& dataset,
                                              const std::string& version)
{
    const auto folder = store.snapshot(dataset, version);
    auto info = datasets::read_dataset_info(folder);
    if (info.manifest.id != dataset || info.version != version) {
        throw datasets::FormatError(
            fmt::format("'{}' says it is {} {}", folder.string(), info.manifest.id, info.version));
    }
    datasets::FeatureStore features(folder / "features.gpkg", dataset, info.schema);
    // Also asks the file for its first page: a damaged one is found here and not by the first visitor.
    if (const auto count = features.count(); count != info.count) {
        throw datasets::FormatError(
            fmt::format("'{}' has {} features, dataset.json says {}", folder.string(), count, info.count));
    }
    std::optional<tiles::PmtilesReader> reader;
    if (std::filesystem::exists(folder / "tiles.pmtiles")) {
        reader.emplace(folder / "tiles.pmtiles");
    }
    auto view = read_view(info.manifest, info.schema);
    auto search = open_search(folder, info);
    auto index = std::make_shared<const SnapshotIndex>(folder, info);
    return std::make_shared<const Snapshot>(Snapshot{std::move(info), folder, std::move(features),
                                                     std::move(view), std::move(search), std::move(reader),
                                                     std::move(index)});
}

} // namespace api
