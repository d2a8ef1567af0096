#include "api/handlers.hpp"
#include "api/links.hpp"
#include "datasets/cql2.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

/// What the features of a collection are like, as JSON Schema: `schema` (OGC API Features Part 5), `queryables` (Part 3) and
/// `sortables`.
namespace api {

namespace {

using Json = nlohmann::ordered_json;

constexpr auto schema_type = "application/schema+json";

Json type_of(datasets::FieldType type)
{
    switch (type) {
    case datasets::FieldType::integer:
        return {{"type", "integer"}};
    case datasets::FieldType::number:
        return {{"type", "number"}};
    case datasets::FieldType::boolean:
        return {{"type", "boolean"}};
    case datasets::FieldType::date:
        return {{"type", "string"}, {"format", "date"}};
    case datasets::FieldType::datetime:
        return {{"type", "string"}, {"format", "date-time"}};
    case datasets::FieldType::text:
        break;
    }
    return {{"type", "string"}};
}

/// Part 5, table of the roles: what a client should take for the time of a feature.
const char* role_of(const datasets::Field& field, const datasets::TimeFields& time)
{
    if (field.name == time.begin) {
        return time.end.empty() ? "primary-instant" : "primary-interval-start";
    }
    return !time.end.empty() && field.name == time.end ? "primary-interval-end" : nullptr;
}

Json property_of(const datasets::Field& field, const datasets::TimeFields& time, Language language, int place)
{
    Json property = {{"title", in(language, field.label)}};
    property.update(type_of(field.type));
    if (field.type == datasets::FieldType::datetime) {
        property["description"] = language == Language::ja ? "日本標準時" : "Japan Standard Time";
    }
    if (const auto* role = role_of(field, time)) {
        property["x-ogc-role"] = role;
    }
    if (!field.unit.empty()) {
        property["x-ogc-unit"] = field.unit;
    }
    property["x-ogc-propertySeq"] = place;
    return property;
}

Json geometry_property_of(datasets::GeometryKind kind, Language language)
{
    const char* format = kind == datasets::GeometryKind::point     ? "geometry-point-or-multipoint"
                         : kind == datasets::GeometryKind::line    ? "geometry-linestring-or-multilinestring"
                         : kind == datasets::GeometryKind::polygon ? "geometry-polygon-or-multipolygon"
                                                                   : "geometry-any";
    return {{"title", language == Language::ja ? "位置・形" : "Geometry"},
            {"x-ogc-role", "primary-geometry"},
            {"format", format}};
}

struct Wanted {
    const char* path;
    bool geometry = true;
    bool id = true;
};

Response schema_document(const Request& request, const Site& site, std::string_view dataset,
                         const Wanted& wanted)
{
    const auto named = find_dataset(site, dataset);
    const auto& info = named.snapshot->info;
    const auto language = language_of(request);
    Json properties = Json::object();
    if (wanted.id) {
        properties["feature_id"] = {{"title", "ID"}, {"type", "string"}, {"x-ogc-role", "id"}};
    }
    if (wanted.geometry && info.geometry != datasets::GeometryKind::none) {
        properties[std::string(datasets::geometry_property(info.schema))] =
            geometry_property_of(info.geometry, language);
    }
    int place = 0;
    for (const auto& field : info.schema.fields) {
        properties[field.name] = property_of(field, info.manifest.time, language, ++place);
    }
    auto response = json_response(
        {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
         {"$id", fmt::format("{}/api/collections/{}/{}", base_url(request, site), dataset, wanted.path)},
         {"title", in(language, info.manifest.title)},
         {"description", in(language, info.manifest.description)},
         {"type", "object"},
         {"properties", std::move(properties)},
         {"additionalProperties", false}},
        schema_type);
    set_caching(response, named.pinned);
    return response;
}

} // namespace

Response queryables(const Request& request, const Site& site, std::string_view dataset)
{
    return schema_document(request, site, dataset, {"queryables"});
}

Response sortables(const Request& request, const Site& site, std::string_view dataset)
{
    return schema_document(request, site, dataset, {"sortables", false, false});
}

Response schema(const Request& request, const Site& site, std::string_view dataset)
{
    return schema_document(request, site, dataset, {"schema"});
}

} // namespace api
