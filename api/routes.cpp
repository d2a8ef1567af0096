#include "api/routes.hpp"

#include "api/handlers.hpp"
#include "api/links.hpp"
#include "api/openapi.hpp"
#include "api/viewer_page.hpp"

namespace api {

namespace {

using R = const Request&;
using C = const Route::Captured&;

constexpr std::string_view html = "text/html";
constexpr std::string_view mvt = "application/vnd.mapbox-vector-tile";
constexpr std::string_view any = "application/octet-stream";

} // namespace

// clang-format off
std::vector<Route> routes(const Site& site)
{
    std::vector<Route> table = {
        {"/api", "Landing page: links to everything", json_type, {"lang"}, false,
            [&site](R r, C) { return landing(r, site); }},
        {"/api/conformance", "Conformance classes", json_type, {}, false,
            [](R, C) { return conformance(); }},
        {"/api/collections", "All datasets", json_type, {"lang"}, true,
            [&site](R r, C) { return collections(r, site); }},
        {"/api/collections/{collectionId}", "One dataset", json_type, {"lang"}, false,
            [&site](R r, C c) { return collection(r, site, c[0]); }},
        {"/api/collections/{collectionId}/items", "Features, page by page", geojson_type, {"bbox", "datetime", "limit", "after"}, true,
            [&site](R r, C c) { return items(r, site, c[0]); }},
        {"/api/collections/{collectionId}/items/{featureId}", "One feature", geojson_type, {"lang"}, false,
            [&site](R r, C c) { return item(r, site, c[0], c[1]); }},
        {"/api/search", "Features of all datasets by text", geojson_type, {"q", "limit"}, true,
            [&site](R r, C) { return search(r, site); }},
        {"/tiles/{tilejson}", "TileJSON: {dataset}.json", json_type, {"lang"}, false,
            [&site](R r, C c) { return tilejson(r, site, c[0]); }},
        {"/tiles/{dataset}/{z}/{x}/{y}", "Vector tile (MVT, WebMercatorQuad)", mvt, {}, false,
            [&site](R r, C c) { return vector_tile(r, site, c[0], c[1], c[2], c[3]); }},
        {"/downloads/{file}", "Download: {dataset}.{format}, as the links of the dataset say", any, {}, false,
            [&site](R, C c) { return download(site, c[0]); }},
        {"/health/live", "The process answers", json_type, {}, false,
            [](R, C) { return alive(); }},
        {"/health/ready", "What is served, by version", json_type, {}, false,
            [&site](R, C) { return ready(site); }},
        {"/", "The map", html, {}, false,
            [&site](R r, C) { return viewer_file(r, site, "", "index.html"); }},
        {"/viewer.json", "What the operator set for the map's page", json_type, {}, false,
            [&site](R, C) { return viewer_settings(site); }},
        {"/assets/{file}", "Parts of the map's page", any, {}, false,
            [&site](R r, C c) { return viewer_file(r, site, "assets", c[0]); }},
    };
    table.push_back({"/api/openapi.json", "This API as OpenAPI 3.0", openapi_type, {}, false,
            [&site, document = openapi_paths(table)](R r, C) { return openapi(r, site, document); }});
    table.push_back({"/{file}", "Parts of the map's page", any, {}, false,
            [&site](R r, C c) { return viewer_file(r, site, "", c[0]); }});
    return table;
}
// clang-format on

} // namespace api
