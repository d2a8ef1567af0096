#include "api/tilesets.hpp"

#include "api/handlers.hpp"
#include "api/links.hpp"
#include "api/problem.hpp"
#include "api/query.hpp"
#include "api/tile_answer.hpp"
#include "api/tile_format.hpp"
#include "tiles/web_mercator.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <string>

namespace api {

namespace {

using Json = nlohmann::ordered_json;

constexpr auto crs84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";

/// Columns and rows of a zoom that may have something, ends included.
struct Limits {
    std::uint32_t first_column = 0;
    std::uint32_t last_column = 0;
    std::uint32_t first_row = 0;
    std::uint32_t last_row = 0;

    [[nodiscard]] bool contain(tiles::TileId id) const
    {
        return id.x >= first_column && id.x <= last_column && id.y >= first_row && id.y <= last_row;
    }
};

/// A tile also holds what lies within its buffer, 64 of 4096 units: so much further there may be tiles.
Limits limits_of(const datasets::BBox& box, int zoom)
{
    constexpr double buffer = 64.0 / 4096.0;
    const auto across = static_cast<double>(tiles::tiles_across(zoom));
    const auto north_west = tiles::to_unit_point(datasets::LonLat{box.min_lon, box.max_lat});
    const auto south_east = tiles::to_unit_point(datasets::LonLat{box.max_lon, box.min_lat});
    const auto tile = [&](double position, double more) {
        return static_cast<std::uint32_t>(std::clamp(std::floor(position * across + more), 0.0, across - 1));
    };
    return {tile(north_west.x, -buffer), tile(south_east.x, buffer), tile(north_west.y, -buffer),
            tile(south_east.y, buffer)};
}

/// Where a tileset lies in the API: the resource it belongs to, with its versions if the tiles must not change.
struct Place {
    std::string tilesets{}; ///< ".../tiles"
    std::string query{};    ///< "?collections=…", or nothing
    std::string pinned{};   ///< ".../tiles" of the versions that are described, for templates
};

Json tileset_links(const Request& request, const Site& site, const Place& place)
{
    const auto self = fmt::format("{}/{}", place.tilesets, web_mercator_quad);
    const auto scheme = fmt::format("{}/api/tileMatrixSets/{}", base_url(request, site), web_mercator_quad);
    return {link(self + place.query, "self", json_type), link(scheme, tiling_scheme, json_type)};
}

/// The part that the list of tilesets has, too.
Json summary(const Request& request, const Site& site, const Tileset& tileset, const Place& place)
{
    const auto language = language_of(request);
    std::string title = language == Language::ja ? "すべてのデータ" : "All datasets";
    if (tileset.datasets.size() == 1) {
        title = in(language, tileset.datasets.front().snapshot->info.manifest.title);
    }
    return {{"title", title},
            {"dataType", "vector"},
            {"crs", web_mercator_crs},
            {"tileMatrixSetURI", web_mercator_quad_uri},
            {"tileMatrixSetId", web_mercator_quad},
            {"links", tileset_links(request, site, place)}};
}

Json limits_json(const Tileset& tileset)
{
    Json all = Json::array();
    const auto box = tileset.bounds();
    for (int zoom = tileset.minzoom(); zoom <= tileset.maxzoom(); ++zoom) {
        const auto limits = limits_of(box, zoom);
        all.push_back({{"tileMatrix", std::to_string(zoom)},
                       {"minTileRow", limits.first_row},
                       {"maxTileRow", limits.last_row},
                       {"minTileCol", limits.first_column},
                       {"maxTileCol", limits.last_column}});
    }
    return all;
}

/// TileJSON's names of types as JSON Schema's.
Json properties_schema(const Json& fields)
{
    Json properties = Json::object();
    for (const auto& [name, type] : fields.items()) {
        properties[name] = {{"type", type == "Number" ? "number" : type == "Boolean" ? "boolean" : "string"}};
    }
    return {{"type", "object"}, {"properties", std::move(properties)}};
}

Json layers_json(const Tileset& tileset, Language language)
{
    Json layers = Json::array();
    for (const auto& named : tileset.datasets) {
        const auto& snapshot = *named.snapshot;
        for (const auto& layer :
             Json::parse(snapshot.tiles->metadata()).value("vector_layers", Json::array())) {
            const auto id = layer.at("id").get<std::string>();
            Json entry = {{"id", id},
                          {"title", in(language, snapshot.info.manifest.title)},
                          {"dataType", "vector"},
                          {"minTileMatrix", std::to_string(snapshot.tiles->header().minzoom)},
                          {"maxTileMatrix", std::to_string(snapshot.tiles->header().maxzoom)},
                          {"propertiesSchema", properties_schema(layer.value("fields", Json::object()))}};
            const auto geometry = to_string(snapshot.info.geometry);
            if (id != snapshot.id() || geometry == "point") {
                entry["geometryDimension"] = 0;
            } else if (geometry != "mixed") {
                entry["geometryDimension"] = geometry == "line" ? 1 : 2;
            }
            layers.push_back(std::move(entry));
        }
    }
    return layers;
}

Json item_link(const Place& place, TileFormat format)
{
    const auto separator = place.query.empty() ? "?" : "&";
    const auto f = format == TileFormat::mlt ? fmt::format("{}f=mlt", separator) : "";
    auto item = link(fmt::format("{}/{}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}{}{}", place.pinned,
                                 web_mercator_quad, place.query, f),
                     "item", media_type(format));
    item["templated"] = true;
    return item;
}

Response list_answer(const Request& request, const Site& site, const Tileset& tileset, const Place& place)
{
    check_fixed(request, "f", {"json"});
    auto response = json_response({{"links", {link(place.tilesets + place.query, "self", json_type)}},
                                   {"tilesets", {summary(request, site, tileset, place)}}});
    set_caching(response, tileset.pinned());
    return response;
}

Response description(const Request& request, const Site& site, const Tileset& tileset, const Place& place)
{
    check_fixed(request, "f", {"json"});
    auto document = summary(request, site, tileset, place);
    const auto box = tileset.bounds();
    document["tileMatrixSetLimits"] = limits_json(tileset);
    if (!box.empty()) {
        document["boundingBox"] = {{"lowerLeft", {box.min_lon, box.min_lat}},
                                   {"upperRight", {box.max_lon, box.max_lat}},
                                   {"crs", crs84}};
        document["centerPoint"] = {
            {"coordinates", {(box.min_lon + box.max_lon) / 2, (box.min_lat + box.max_lat) / 2}},
            {"crs", crs84},
            {"tileMatrix", std::to_string(tileset.minzoom())}};
    }
    document["layers"] = layers_json(tileset, language_of(request));
    document["mediaTypes"] = {mvt_type, mlt_type};
    document["links"].push_back(item_link(place, TileFormat::mvt));
    document["links"].push_back(item_link(place, TileFormat::mlt));
    auto response = json_response(document);
    set_caching(response, tileset.pinned());
    return response;
}

bool within_limits(const Tileset& tileset, tiles::TileId id)
{
    return id.z >= tileset.minzoom() && id.z <= tileset.maxzoom() &&
           limits_of(tileset.bounds(), id.z).contain(id);
}

Problem beyond_limits(tiles::TileId id)
{
    return {404, fmt::format("the tile {}/{}/{} lies outside of the tileset's limits", id.z, id.y, id.x), ""};
}

Place place_of(const Request& request, const Site& site, std::string_view dataset, const Tileset& tileset)
{
    const auto collections = base_url(request, site) + "/api/collections/";
    const auto& snapshot = *tileset.datasets.front().snapshot;
    return {fmt::format("{}{}/tiles", collections, dataset), "",
            fmt::format("{}{}@{}/tiles", collections, snapshot.id(), snapshot.version())};
}

Tileset of_collection(const Site& site, std::string_view dataset)
{
    if (dataset.find(',') != std::string_view::npos) {
        throw Problem{404, fmt::format("there is no collection '{}' here", dataset), ""};
    }
    return find_tileset(site, dataset);
}

/// All, or those of `collections` in its order. There it is a wrong parameter that names what is not served.
Tileset of_all(const Request& request, const Site& site)
{
    const auto names = request.parameter("collections");
    if (!names) {
        auto all = all_datasets(site);
        if (all.datasets.empty()) {
            throw Problem{404, "no dataset here has tiles", ""};
        }
        return all;
    }
    try {
        return find_tileset(site, *names);
    } catch (const Problem& problem) {
        throw Problem{400, problem.detail, "collections"};
    }
}

Place place_of_all(const Request& request, const Site& site)
{
    const auto tilesets = base_url(request, site) + "/api/tiles";
    const auto names = request.parameter("collections");
    if (!names) {
        return {tilesets, "", tilesets};
    }
    std::string list;
    for (const auto name : split_list(*names, ',')) {
        list += (list.empty() ? "" : ",") + percent_encode(name);
    }
    return {tilesets, "?collections=" + list, tilesets};
}

} // namespace

Response tilesets(const Request& request, const Site& site, std::string_view dataset)
{
    const auto set = of_collection(site, dataset);
    return list_answer(request, site, set, place_of(request, site, dataset, set));
}

Response tileset(const Request& request, const Site& site, std::string_view dataset,
                 std::string_view matrix_set)
{
    const auto set = of_collection(site, dataset);
    check_matrix_set(matrix_set);
    return description(request, site, set, place_of(request, site, dataset, set));
}

Response tileset_tile(const Request& request, const Site& site, std::string_view dataset,
                      std::string_view matrix_set, std::string_view matrix, std::string_view row,
                      std::string_view column)
{
    const auto set = of_collection(site, dataset);
    check_matrix_set(matrix_set);
    const auto id = tile_id(matrix, column, row);
    auto response = tile_answer(request, set, id);
    // Beyond the limits there is no such tile; within them an empty one is answered as such (/req/core/tc-error).
    if (response.status == 204 && !within_limits(set, id)) {
        throw beyond_limits(id);
    }
    return response;
}

Response tilesets(const Request& request, const Site& site)
{
    return list_answer(request, site, of_all(request, site), place_of_all(request, site));
}

Response tileset(const Request& request, const Site& site, std::string_view matrix_set)
{
    check_matrix_set(matrix_set);
    return description(request, site, of_all(request, site), place_of_all(request, site));
}

Response tileset_tile(const Request& request, const Site& site, std::string_view matrix_set,
                      std::string_view matrix, std::string_view row, std::string_view column)
{
    check_matrix_set(matrix_set);
    const auto id = tile_id(matrix, column, row);
    const auto set = of_all(request, site);
    auto response = tile_answer(request, set, id);
    // OpenLayers reads the limits of all and adds `collections` to the tiles alone: where those have nothing, their tile is empty.
    if (response.status == 204 && !within_limits(set, id) && !within_limits(all_datasets(site), id)) {
        throw beyond_limits(id);
    }
    return response;
}

} // namespace api
