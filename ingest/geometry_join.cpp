#include "ingest/geometry_join.hpp"

#include "datasets/text_folding.hpp"

#include <fmt/format.h>

namespace ingest {

namespace {

std::string joined_key(const std::vector<datasets::Value>& values)
{
    std::string key;
    for (const datasets::Value& value : values) {
        key +=
            datasets::fold_width(key_text(value)) + '\x1F'; // the unit separator stands in no text of a city
    }
    return key;
}

} // namespace

GeometryJoin::GeometryJoin(const datasets::JoinGeometry& join, const PublishedDataset& other)
{
    std::vector<std::size_t> fields;
    for (const auto& [here, there] : join.key) {
        fields.push_back(other.field(there, "to join by"));
    }
    other.for_each([&](datasets::Feature& feature) {
        std::vector<datasets::Value> key;
        for (const std::size_t field : fields) {
            key.push_back(feature.values[field]);
        }
        if (feature.geometry) {
            geometries_.try_emplace(joined_key(key), *std::move(feature.geometry));
        }
    });
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
