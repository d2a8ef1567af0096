#include "api/search_file.hpp"

#include "datasets/error.hpp"
#include "datasets/feature_cursor.hpp"
#include "tiles/mapped_file.hpp"

#include <algorithm>
#include <optional>
#include <string>

namespace api {

namespace {

SearchFile make_search(const std::filesystem::path& snapshot, const datasets::DatasetInfo& info)
{
    datasets::SearchIndexBuilder builder;
    const auto& fields = info.schema.fields;
    if (std::any_of(fields.begin(), fields.end(), [](const auto& field) { return field.searchable; })) {
        datasets::FeatureCursor cursor{snapshot / "features.gpkg", info.manifest.id, info.schema};
        while (const auto feature = cursor.next()) {
            builder.add(*feature, info.schema);
        }
    }
    const auto bytes = std::make_shared<const std::string>(builder.finish());
    return {bytes, datasets::SearchIndex{std::as_bytes(std::span{*bytes})}};
}

} // namespace

SearchFile open_search(const std::filesystem::path& snapshot, const datasets::DatasetInfo& info)
{
    const auto path = snapshot / "search.index";
    if (!std::filesystem::exists(path)) {
        return make_search(snapshot, info);
    }
    const auto file = std::make_shared<const tiles::MappedFile>(path);
    try {
        return {file, datasets::SearchIndex{file->bytes()}};
    } catch (const datasets::FormatError&) { // of another version
        return make_search(snapshot, info);
    }
}

} // namespace api
