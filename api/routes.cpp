#include "api/routes.hpp"

#include "api/dcat.hpp"
#include "api/handlers.hpp"
#include "api/links.hpp"
#include "api/negotiation.hpp"
#include "api/openapi.hpp"
#include "api/page.hpp"
#include "api/pages.hpp"
#include "api/request_tile.hpp"
#include "api/sitemap.hpp"
#include "api/tile_answer.hpp"
#include "api/tile_format.hpp"
#include "api/viewer_page.hpp"

#include <utility>

namespace api {

namespace {

using R = const Request&;
using C = const Route::Captured&;

/// What is only there as a page, and what went wrong likewise.
Route::Handle page(const Site& site, Route::Handle write)
{
    return [&site, write = std::move(write)](R request, C captured) {
        try {
            return write(request, captured);
        } catch (const Problem& problem) {
            return problem_page(request, site, problem);
        }
    };
}

/// Data, or a page for whoever wants that more.
Route::Handle either(Route::Handle data, Route::Handle write)
{
    return [data = std::move(data), write = std::move(write)](R request, C captured) {
        auto response = wants_page(request) ? write(request, captured) : data(request, captured);
        set_vary(response);
        return response;
    };
}

constexpr std::string_view html = "text/html";
constexpr std::string_view csv = "text/csv; charset=utf-8; header=present";
constexpr std::string_view svg = "image/svg+xml";
constexpr std::string_view xml = "application/xml";
constexpr std::string_view dcat_type = "application/ld+json";
constexpr std::string_view schema_type = "application/schema+json";
constexpr std::string_view any = "application/octet-stream";

} // namespace

// clang-format off
std::vector<Route> routes(const Site& site)
{
    std::vector<Route> table = {
        {"/api", "Landing page: links to everything", json_type, {"lang"}, false,
            either([&site](R r, C) { return landing(r, site); },
                   [&site](R r, C) { return start_page(r, site); })},
        {"/api/conformance", "Conformance classes", json_type, {"lang"}, false,
            either([](R, C) { return conformance(); },
                   [&site](R r, C) { return conformance_page(r, site); })},
        {"/api/collections", "All datasets", json_type, {"lang"}, true,
            either([&site](R r, C) { return collections(r, site); },
                   [&site](R r, C) { return collections_page(r, site); })},
        {"/api/collections/{collectionId}", "One dataset", json_type, {"lang"}, false,
            either([&site](R r, C c) { return collection(r, site, c[0]); },
                   [&site](R r, C c) { return collection_page(r, site, c[0]); })},
        {"/api/collections/{collectionId}/items", "Features, page by page", geojson_type,
            {"bbox", "bbox-crs", "datetime", "filter", "filter-lang", "filter-crs", "q", "sortby", "properties", "crs", "limit", "after", "f", "lang"}, true,
            either([&site](R r, C c) { return items(r, site, c[0]); },
                   [&site](R r, C c) { return items_page(r, site, c[0]); })},
        {"/api/collections/{collectionId}/items/{featureId}", "One feature", geojson_type, {"properties", "crs", "lang"}, true,
            either([&site](R r, C c) { return item(r, site, c[0], c[1]); },
                   [&site](R r, C c) { return feature_page(r, site, c[0], c[1]); })},
        {"/api/collections/{collectionId}/export", "All features that fit, as a file", csv,
            {"bbox", "bbox-crs", "datetime", "filter", "filter-lang", "filter-crs", "q", "properties", "crs", "f", "lang"}, true,
            [&site](R r, C c) { return export_items(r, site, c[0]); }},
        {"/api/collections/{collectionId}/changes", "What was added, changed and removed since an older version", json_type,
            {"since", "limit", "after", "lang"}, true,
            [&site](R r, C c) { return changes(r, site, c[0]); }},
        {"/api/collections/{collectionId}/queryables", "What features can be asked for by", schema_type, {"lang"}, false,
            [&site](R r, C c) { return queryables(r, site, c[0]); }},
        {"/api/collections/{collectionId}/sortables", "What features can be sorted by", schema_type, {"lang"}, false,
            [&site](R r, C c) { return sortables(r, site, c[0]); }},
        {"/api/collections/{collectionId}/schema", "What features are like", schema_type, {"lang"}, false,
            [&site](R r, C c) { return schema(r, site, c[0]); }},
        {"/api/collections/{collectionId}/aggregate", "Counts, sums, means and rates by field, mesh, area or time", json_type,
            {"by", "value", "numerator", "denominator", "functions", "classes", "n", "measure", "bbox", "bbox-crs", "datetime", "filter", "filter-lang", "filter-crs", "q", "f", "lang"}, true,
            [&site](R r, C c) { return aggregate(r, site, c[0]); }},
        {"/api/search", "Features of all datasets by text", geojson_type, {"q", "limit", "offset", "collections"}, true,
            either([&site](R r, C) { return search(r, site); },
                   [&site](R r, C) { return search_page(r, site); })},
        {"/api/here", "What applies at a place, and what is near", json_type, {"lon", "lat"}, true,
            either([&site](R r, C) { return here(r, site); },
                   [&site](R r, C) { return here_page(r, site); })},
        {"/api/collections/{collectionId}/dcat.jsonld", "One dataset as DCAT-AP", dcat_type, {}, false,
            [&site](R r, C c) { return collection_dcat(r, site, c[0]); }},
        {"/catalog.jsonld", "All datasets as DCAT-AP", dcat_type, {}, true,
            [&site](R r, C) { return catalogue_dcat(r, site); }},
        {"/f/{dataset}/{featureId}", "The page of a feature, short enough for a signboard", html, {"lang"}, true,
            page(site, [&site](R r, C c) { return feature_page(r, site, c[0], c[1]); })},
        {"/f/{dataset}/{featureId}/qr.svg", "The QR code of that page", svg, {}, false,
            [&site](R r, C c) { return feature_code(r, site, c[0], c[1]); }},
        {"/pages/{file}", "The style sheet of the pages", "text/css", {}, false,
            [](R, C c) { return style_sheet(c[0]); }},
        {"/sitemap.xml", "The map of the site, for search engines", xml, {}, false,
            [&site](R r, C) { return sitemap(r, site); }},
        {"/sitemap/{file}", "A part of it", xml, {}, true,
            [&site](R r, C c) { return sitemap_part(r, site, c[0]); }},
        {"/robots.txt", "What search engines need not read", "text/plain", {}, false,
            [&site](R r, C) { return robots(r, site); }},
        {"/tiles/{tilejson}", "TileJSON: {dataset}.json, or several, {dataset},{dataset}.json", json_type,
            {"bbox", "bbox-crs", "datetime", "filter", "filter-lang", "filter-crs", "lang", "f"}, false,
            [&site](R r, C c) { return tilejson(r, site, c[0]); }, is_on_request},
        {"/tiles/{dataset}/{z}/{x}/{y}", "Vector tile of a dataset, or of several, {dataset},{dataset}", mvt_type,
            {"bbox", "bbox-crs", "datetime", "filter", "filter-lang", "filter-crs", "f"}, false,
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
        {"/metrics", "Counters for Prometheus, to this machine and private networks", "text/plain", {}, false,
            [&site](R r, C) { return metrics(r, site); }},
        {"/", "The map", html, {}, false,
            [&site](R r, C) { return viewer_file(r, site, "", "index.html"); }},
        {"/viewer.json", "What the operator set for the map's page", json_type, {}, false,
            [&site](R, C) { return viewer_settings(site); }},
        {"/assets/{file}", "Parts of the map's page", any, {}, false,
            [&site](R r, C c) { return viewer_file(r, site, "assets", c[0]); }},
    };
    table.push_back({"/api/openapi.json", "This API as OpenAPI 3.0", openapi_type, {}, true,
            [&site, document = openapi_paths(table)](R r, C) { return openapi(r, site, document); }});
    table.push_back({"/{file}", "Parts of the map's page", any, {}, false,
            [&site](R r, C c) { return viewer_file(r, site, "", c[0]); }});
    for (Route& route : table) {
        route.slow_if = [&site, slow_if = std::move(route.slow_if)](R r) {
            return (slow_if && slow_if(r)) || must_open_version(r, site);
        };
    }
    return table;
}
// clang-format on

} // namespace api
