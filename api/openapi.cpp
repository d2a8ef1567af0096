#include "api/openapi.hpp"

#include "api/crs.hpp"
#include "api/item_output.hpp"
#include "api/links.hpp"
#include "api/openapi_collections.hpp"
#include "api/tile_format.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

namespace api {

namespace {

using Json = nlohmann::ordered_json;

Json crs_schema(const char* description)
{
    Json uris = Json::array();
    for (const auto& crs : offered_crs()) {
        uris.push_back(crs.uri());
    }
    return {
        {"description", description},
        {"schema",
         {{"type", "string"}, {"format", "uri"}, {"enum", uris}, {"default", offered_crs().front().uri()}}}};
}

const std::map<std::string_view, Json>& query_parameters()
{
    static const std::map<std::string_view, Json> parameters = {
        {"bbox",
         {{"description", "west,south,east,north in degrees: only features that touch this box; west beyond "
                          "east reaches over 180°"},
          {"style", "form"},
          {"explode", false},
          {"schema",
           {{"type", "array"}, {"items", {{"type", "number"}}}, {"minItems", 4}, {"maxItems", 6}}}}},
        {"datetime",
         {{"description", "a time or an interval of RFC 3339, or days in Japan (2026-04-01/2026-04-30): only "
                          "features whose time "
                          "touches it; all match where a collection has no temporal extent"},
          {"schema", {{"type", "string"}}}}},
        {"limit",
         {{"description", "how many features at most"},
          {"style", "form"},
          {"explode", false},
          {"schema", {{"type", "integer"}, {"minimum", 1}, {"maximum", 10000}, {"default", 10}}}}},
        {"after",
         {{"description", "where a page begins; made by the link 'next'"}, {"schema", {{"type", "string"}}}}},
        {"q", {{"description", "what to look for"}, {"required", true}, {"schema", {{"type", "string"}}}}},
        {"sums",
         {{"description", "format; else by Accept"},
          {"schema", {{"type", "string"}, {"enum", {"json", "geojson", "csv"}}}}}},
        {"since",
         {{"description", "the older version"},
          {"required", true},
          {"schema", {{"type", "string"}, {"pattern", "^[0-9]{8}T[0-9]{6}Z-[0-9a-f]{12}$"}}}}},
        {"words",
         {{"description",
           "only features with each of these words in a searchable text; case, width and kind of kana do "
           "not matter"},
          {"schema", {{"type", "string"}}}}},
        {"filter",
         {{"description",
           "only features for which this condition in CQL2 (OGC 21-065r2) is true; queryables has the "
           "properties. Beside the standard's functions there are WEEKDAY(day), 1 (Monday) to 7, and "
           "HOUR(time), 0 to 23, by the clocks of Japan. A property's name is a parameter as well: "
           "name=value"},
          {"schema", {{"type", "string"}}}}},
        {"filter-lang",
         {{"description", "language of filter"},
          {"schema", {{"type", "string"}, {"enum", {"cql2-text", "cql2-json"}}, {"default", "cql2-text"}}}}},
        {"filter-crs", crs_schema("CRS of positions in filter, in the order of its axes")},
        {"bbox-crs", crs_schema("CRS of bbox, in the order of its axes")},
        {"crs", crs_schema("CRS of positions in the answer, in the order of its axes")},
        {"sortby",
         {{"description",
           "names of properties; - before one: the greatest first. What is not known comes last"},
          {"style", "form"},
          {"explode", false},
          {"schema", {{"type", "array"}, {"items", {{"type", "string"}}}}}}},
        {"properties",
         {{"description", "names of the properties that the answer has; else all"},
          {"style", "form"},
          {"explode", false},
          {"schema", {{"type", "array"}, {"items", {{"type", "string"}}}}}}},
        {"f",
         {{"description", "format; else by Accept"},
          {"schema", {{"type", "string"}, {"enum", {"json", "csv", "geojsonseq"}}}}}},
        {"offset",
         {{"description", "how many hits to leave out"},
          {"schema", {{"type", "integer"}, {"minimum", 0}, {"maximum", 1000}, {"default", 0}}}}},
        {"collections",
         {{"description", "only these datasets"},
          {"style", "form"},
          {"explode", false},
          {"schema", {{"type", "array"}, {"items", {{"type", "string"}}}}}}},
        {"lon",
         {{"description", "degrees east"},
          {"required", true},
          {"schema", {{"type", "number"}, {"minimum", -180}, {"maximum", 180}}}}},
        {"lat",
         {{"description", "degrees north"},
          {"required", true},
          {"schema", {{"type", "number"}, {"minimum", -90}, {"maximum", 90}}}}},
        {"tile_f",
         {{"description",
           "encoding of the tile: Mapbox Vector Tile or MapLibre Tile; else by Accept, else mvt"},
          {"schema", {{"type", "string"}, {"enum", {"mvt", "mlt"}}}}}},
        {"by",
         {{"description",
           "what to count by: field:NAME, mesh:1000 (or 500, 250, 125: JIS X 0410), dataset:ID (its "
           "areas), time:year (or month, day, weekday, hour)"},
          {"required", true},
          {"schema", {{"type", "string"}}}}},
        {"value", {{"description", "field of numbers to sum up"}, {"schema", {{"type", "string"}}}}},
        {"numerator",
         {{"description", "field of numbers; without it each feature counts 1"},
          {"schema", {{"type", "string"}}}}},
        {"denominator",
         {{"description",
           "field of numbers that the numerator is divided by; dataset:FIELD is a field of the areas "
           "that are counted by"},
          {"schema", {{"type", "string"}}}}},
        {"functions",
         {{"description", "count, sum, mean, min, max, quantiles, rate, density"},
          {"style", "form"},
          {"explode", false},
          {"schema", {{"type", "array"}, {"items", {{"type", "string"}}}}}}},
        {"classes",
         {{"description", "where a map's classes part"},
          {"schema", {{"type", "string"}, {"enum", {"quantile", "equal", "jenks"}}}}}},
        {"n",
         {{"description", "how many classes"},
          {"schema", {{"type", "integer"}, {"minimum", 2}, {"maximum", 20}, {"default", 5}}}}},
        {"measure",
         {{"description", "what classes are made of"},
          {"schema",
           {{"type", "string"}, {"enum", {"count", "sum", "mean", "min", "max", "rate", "density"}}}}}},
        {"lang",
         {{"description", "language of titles; else Accept-Language"},
          {"schema", {{"type", "string"}, {"enum", {"ja", "en"}}}}}},
    };
    return parameters;
}

Json parameters_of(const Route& route)
{
    Json list = Json::array();
    for (std::size_t open = route.pattern.find('{'); open != std::string_view::npos;
         open = route.pattern.find('{', open + 1)) {
        const auto name = route.pattern.substr(open + 1, route.pattern.find('}', open) - open - 1);
        const auto* type = name == "z" || name == "x" || name == "y" || name == "tileRow" || name == "tileCol"
                               ? "integer"
                               : "string";
        list.push_back({{"name", name}, {"in", "path"}, {"required", true}, {"schema", {{"type", type}}}});
    }
    for (const auto name : route.query) {
        // Beside others q is one condition of many; alone it must be given.
        const bool words = name == "q" && route.pattern != "/api/search";
        const bool of_tile = name == "f" && route.pattern.find("/tiles/") != std::string_view::npos;
        const bool sums = name == "f" && route.pattern.ends_with("/aggregate");
        Json parameter = {{"name", name}, {"in", "query"}};
        parameter.update(query_parameters().at(words ? "words" : of_tile ? "tile_f" : sums ? "sums" : name));
        list.push_back(std::move(parameter));
    }
    return list;
}

bool gives_tiles(const Route& route) { return route.media_type == mvt_type; }

/// Where `f` chooses, all that it names.
std::vector<std::string_view> media_types_of(const Route& route)
{
    std::vector<std::string_view> types{route.media_type};
    if (gives_tiles(route)) {
        types.push_back(mlt_type);
        return types;
    }
    if (std::find(route.query.begin(), route.query.end(), "f") != route.query.end()) {
        for (const auto& format : table_formats()) {
            if (format.media_type != route.media_type) {
                types.push_back(format.media_type);
            }
        }
    }
    return types;
}

/// "/api/collections/{collectionId}" -> "api_collections_collectionId"
std::string operation_id(std::string_view pattern)
{
    std::string id;
    for (const char c : pattern.substr(1)) {
        if (c == '/' || c == '.') {
            id.push_back('_');
        } else if (c != '{' && c != '}') {
            id.push_back(c);
        }
    }
    return id.empty() ? "map" : id;
}

} // namespace

std::string openapi_paths(const std::vector<Route>& routes)
{
    Json paths = Json::object();
    for (const auto& route : routes) {
        Json content = Json::object();
        for (const auto type : media_types_of(route)) {
            // Files are of many types, and the document need not name them all.
            const bool any = type == "application/octet-stream";
            content[any ? "*/*" : std::string(type)]["schema"] =
                any                      ? Json::object()
                : type.ends_with("json") ? Json{{"type", "object"}}
                                         : Json{{"type", "string"}, {"format", "binary"}};
        }
        const Json problem = {{"description", "What was wrong (RFC 9457)"},
                              {"content",
                               {{"application/problem+json", {{"schema", {{"type", "object"}}}}},
                                {"text/html; charset=utf-8", {{"schema", {{"type", "string"}}}}}}}};
        Json responses = {{"200", {{"description", route.summary}, {"content", content}}},
                          {"default", problem}};
        if (gives_tiles(route)) {
            responses["204"] = {{"description", "An empty tile"}};
        }
        paths[std::string(route.pattern)]["get"] = {{"operationId", route.operation.empty()
                                                                        ? operation_id(route.pattern)
                                                                        : std::string{route.operation}},
                                                    {"summary", route.summary},
                                                    {"parameters", parameters_of(route)},
                                                    {"responses", std::move(responses)}};
    }
    return paths.dump();
}

Response openapi(const Request& request, const Site& site, const std::string& paths)
{
    const auto base = base_url(request, site);
    auto all = Json::parse(paths);
    all.update(collection_paths(*site.catalogue.current(),
                                all.at("/api/collections/{collectionId}/items").at("get"), base));
    return json_response({{"openapi", "3.0.3"},
                          {"info", {{"title", "Machizu"}, {"version", MACHIZU_VERSION}}},
                          {"servers", {{{"url", base}}}},
                          {"paths", std::move(all)}},
                         openapi_type);
}

} // namespace api
