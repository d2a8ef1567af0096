#include "api/openapi_collections.hpp"

#include "api/filter_parameter.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <utility>

namespace api {

namespace {

using Json = nlohmann::ordered_json;
using datasets::FieldType;

constexpr std::size_t most_collections = 100;

const char* type_of(FieldType type)
{
    return type == FieldType::integer   ? "integer"
           : type == FieldType::number  ? "number"
           : type == FieldType::boolean ? "boolean"
                                        : "string";
}

/// Those of the operation that are in the query, and a parameter for each property.
Json parameters_of(const datasets::Schema& schema, const Json& items)
{
    Json list = Json::array();
    for (const auto& parameter : items.at("parameters")) {
        if (parameter.at("in") == "query") {
            list.push_back(parameter);
        }
    }
    for (const auto& field : schema.fields) {
        if (is_property_parameter(schema, field.name)) {
            list.push_back({{"name", field.name},
                            {"in", "query"},
                            {"description", field.label.en.empty() ? field.label.ja : field.label.en},
                            {"schema", {{"type", type_of(field.type)}}}});
        }
    }
    return list;
}

} // namespace

Json collection_paths(const Catalogue& catalogue, const Json& items, const std::string& base)
{
    Json paths = Json::object();
    for (const auto& [id, snapshot] : catalogue.datasets) {
        if (paths.size() == most_collections) {
            break;
        }
        Json operation = items;
        operation["operationId"] = "items_of_" + id;
        operation["parameters"] = parameters_of(snapshot->info.schema, items);
        paths["/collections/" + id + "/items"] = {{"servers", {{{"url", base + "/api"}}}},
                                                  {"get", std::move(operation)}};
    }
    return paths;
}

} // namespace api
