#include "api/routes.hpp"

#include "api/handlers.hpp"
#include "api/links.hpp"
#include "api/openapi.hpp"
#include "api/tile_answer.hpp"
#include "api/tile_format.hpp"

namespace api {

namespace {

using R = const Request&;
using C = const Route::Captured&;

constexpr std::string_view html = "text/html";
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
        {"/tiles/{tilejson}", "TileJSON: {dataset}.json, or several, {dataset},{dataset}.json", json_type, {"lang", "f"}, false,
            [&site](R r, C c) { return tilejson(r, site, c[0]); }},
        {"/tiles/{dataset}/{z}/{x}/{y}", "Vector tile of a dataset, or of several, {dataset},{dataset}", mvt_type, {"f"}, false,
            [&site](R r, C c) { return vector_tile(r, site, c[0], c[1], c[2], c[3]); }, makes_tile},
        {"/api/tileMatrixSets", "How the world is divided into tiles", json_type, {}, false,
            [&site](R r, C) { return tile_matrix_sets(r, site); }, {}, "getTileMatrixSetsList"},
        {"/api/tileMatrixSets/{tileMatrixSetId}", "One way of dividing: WebMercatorQuad", json_type, {}, false,
            [](R r, C c) { return tile_matrix_set(r, c[0]); }, {}, "getTileMatrixSet"},
        {"/api/collections/{collectionId}/tiles", "Tilesets of a dataset", json_type, {"lang"}, false,
            [&site](R r, C c) { return tilesets(r, site, c[0]); }, {}, "tiles.collection.vector.getTileSetsList"},
        {"/api/collections/{collectionId}/tiles/{tileMatrixSetId}", "A tileset: where it has tiles, and what is in them", json_type, {"lang"}, false,
            [&site](R r, C c) { return tileset(r, site, c[0], c[1]); }, {}, "tiles.collection.vector.getTileSet"},
        {"/api/collections/{collectionId}/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}", "Vector tile of a dataset", mvt_type, {"f"}, false,
            [&site](R r, C c) { return tileset_tile(r, site, c[0], c[1], c[2], c[3], c[4]); }, makes_tile, "tiles.collection.vector.getTile"},
        {"/api/tiles", "Tilesets of all datasets together", json_type, {"collections", "lang"}, false,
            [&site](R r, C) { return tilesets(r, site); }, {}, "tiles.dataset.vector.getTileSetsList"},
        {"/api/tiles/{tileMatrixSetId}", "A tileset of all datasets together", json_type, {"collections", "lang"}, false,
            [&site](R r, C c) { return tileset(r, site, c[0]); }, {}, "tiles.dataset.vector.getTileSet"},
        {"/api/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}", "Vector tile of all datasets together", mvt_type, {"collections", "f"}, true,
            [&site](R r, C c) { return tileset_tile(r, site, c[0], c[1], c[2], c[3]); }, {}, "tiles.dataset.vector.getTile"},
        {"/downloads/{file}", "Download: {dataset}.{format}, as the links of the dataset say", any, {}, false,
            [&site](R, C c) { return download(site, c[0]); }},
        {"/health/live", "The process answers", json_type, {}, false,
            [](R, C) { return alive(); }},
        {"/health/ready", "What is served, by version", json_type, {}, false,
            [&site](R, C) { return ready(site); }},
        {"/", "The map", html, {}, false,
            [&site](R r, C) { return viewer_file(r, site, "", "index.html"); }},
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
