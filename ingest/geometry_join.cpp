#include "ingest/geometry_join.hpp"

#include "datasets/dataset_info.hpp"
#include "datasets/feature_store.hpp"
#include "datasets/text_folding.hpp"
#include "ingest/error.hpp"

#include <fmt/format.h>

namespace ingest {

namespace {

constexpr int page_size = 1000;

std::string joined_key(const std::vector<datasets::Value>& values)
{
    std::string key;
    for (const datasets::Value& value : values) {
        key +=
            datasets::fold_width(key_text(value)) + '\x1F'; // the unit separator stands in no text of a city
    }
    return key;
}

std::vector<std::size_t> key_fields(const datasets::JoinGeometry& join, const datasets::Schema& schema)
{
    std::vector<std::size_t> fields;
    for (const auto& [here, there] : join.key) {
        const auto index = schema.index_of(there);
        if (!index) {
            throw IngestError{
                fmt::format("the dataset '{}' has no public field '{}' to join by", join.dataset, there)};
        }
        fields.push_back(*index);
    }
    return fields;
}

} // namespace

GeometryJoin::GeometryJoin(const datasets::JoinGeometry& join, const datasets::Store& store)
{
    const auto version = datasets::current_version(store, join.dataset);
    if (!version) {
        throw IngestError{
            fmt::format("the dataset '{}', whose geometry is asked for, is not published in '{}'; publish "
                        "it first, or name its manifest in the same run",
                        join.dataset, store.root.string())};
    }
    version_ = *version;
    const auto snapshot = store.snapshot(join.dataset, version_);
    const datasets::DatasetInfo info = datasets::read_dataset_info(snapshot);
    input_hash_ = info.input_hash;
    const auto fields = key_fields(join, info.schema);
    const datasets::FeatureStore features{snapshot / "features.gpkg", join.dataset, info.schema};
    datasets::ItemsPage page;
    std::int64_t after = 0;
    do {
        page = features.items({std::nullopt, after, page_size});
        for (datasets::Feature& feature : page.features) {
            after = feature.fid;
            std::vector<datasets::Value> key;
            for (const std::size_t field : fields) {
                key.push_back(feature.values[field]);
            }
            if (feature.geometry) {
                geometries_.try_emplace(joined_key(key), *std::move(feature.geometry));
            }
        }
    } while (page.has_more);
}

std::optional<datasets::Geometry<datasets::LonLat>>
GeometryJoin::find(const std::vector<datasets::Value>& key) const
{
    const auto found = geometries_.find(joined_key(key));
    return found == geometries_.end() ? std::nullopt : std::optional{found->second};
}

std::string key_text(const datasets::Value& value)
{
    struct Visitor {
        std::string operator()(std::monostate) const { return ""; }
        std::string operator()(bool v) const { return v ? "true" : "false"; }
        std::string operator()(std::int64_t v) const { return std::to_string(v); }
        std::string operator()(double v) const { return fmt::format("{}", v); }
        std::string operator()(const std::string& v) const { return v; }
    };
    return std::visit(Visitor{}, value);
}

} // namespace ingest
