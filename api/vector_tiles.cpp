#include "api/handlers.hpp"
#include "api/links.hpp"
#include "api/problem.hpp"
#include "api/query.hpp"
#include "api/request_tile.hpp"
#include "api/tile_answer.hpp"
#include "api/tile_format.hpp"
#include "datasets/markup_text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <vector>

namespace api {

namespace {

using Json = nlohmann::ordered_json;

/// What each dataset has, once each, one after the other.
template <class Text>
std::string joined(const Tileset& tileset, std::string_view separator, Text text)
{
    std::vector<std::string> all;
    for (const auto& named : tileset.datasets) {
        std::string one = text(*named.snapshot);
        if (!one.empty() && std::ranges::find(all, one) == all.end()) {
            all.push_back(std::move(one));
        }
    }
    return fmt::format("{}", fmt::join(all, separator));
}

/// Layers of all datasets, and what was clustered and left out of each at each zoom: absence in a tile is not absence in the town.
void add_layers(Json& document, const Tileset& tileset)
{
    Json layers = Json::array();
    Json contents = Json::array();
    for (const auto& named : tileset.datasets) {
        const auto metadata = Json::parse(named.snapshot->tiles->metadata());
        const auto of_dataset = metadata.value("vector_layers", Json::array());
        layers.insert(layers.end(), of_dataset.begin(), of_dataset.end());
        const auto zooms = metadata.find("machizu:zooms");
        if (zooms != metadata.end() && tileset.datasets.size() == 1) {
            document["machizu:zooms"] = *zooms;
        }
        contents.push_back({{"id", named.snapshot->id()},
                            {"version", named.snapshot->version()},
                            {"minzoom", named.snapshot->tiles->header().minzoom},
                            {"maxzoom", named.snapshot->tiles->header().maxzoom},
                            {"zooms", zooms != metadata.end() ? *zooms : Json::array()}});
    }
    document["vector_layers"] = std::move(layers);
    if (tileset.datasets.size() > 1) {
        document["machizu:datasets"] = std::move(contents);
    }
}

Json center_of(const Tileset& tileset)
{
    if (tileset.datasets.size() == 1) {
        const auto& header = tileset.datasets.front().snapshot->tiles->header();
        return {header.center.lon, header.center.lat, header.center_zoom};
    }
    const auto box = tileset.bounds();
    return {(box.min_lon + box.max_lon) / 2, (box.min_lat + box.max_lat) / 2, tileset.minzoom()};
}

} // namespace

Response tilejson(const Request& request, const Site& site, std::string_view file)
{
    if (!file.ends_with(".json")) {
        throw Problem{404, fmt::format("there is no '{}' here; a TileJSON is {{dataset}}.json", file), ""};
    }
    const auto tileset = find_tileset(site, file.substr(0, file.size() - 5));
    const auto language = language_of(request);
    const bool mlt = request.parameter("f") == "mlt";
    if (!mlt) {
        check_fixed(request, "f", {"json", "mvt"});
    }
    const auto of_manifest = [&](auto text) {
        return [&, text](const Snapshot& snapshot) { return in(language, text(snapshot.info.manifest)); };
    };
    const auto box = tileset.bounds();
    Json document = {
        {"tilejson", "3.0.0"},
        {"id", joined(tileset, ",", [](const Snapshot& s) { return s.id(); })},
        {"name", joined(tileset, ", ", of_manifest([](const auto& m) { return m.title; }))},
        {"description", joined(tileset, "\n", of_manifest([](const auto& m) { return m.description; }))},
        {"version", "1.0.0"},
        {"attribution",
         // Viewers write an attribution as HTML.
         datasets::markup_text(
             joined(tileset, ", ", of_manifest([](const auto& m) { return m.attribution; })))},
        {"scheme", "xyz"},
        {"tiles",
         {fmt::format("{}/tiles/{}/{{z}}/{{x}}/{{y}}{}", base_url(request, site),
                      joined(tileset, ",", [](const Snapshot& s) { return s.id() + '@' + s.version(); }),
                      mlt ? "?f=mlt" : "")}},
        {"minzoom", tileset.minzoom()},
        {"maxzoom", tileset.maxzoom()},
        {"bounds", {box.min_lon, box.min_lat, box.max_lon, box.max_lat}},
        {"center", center_of(tileset)}};
    if (mlt) {
        document["encoding"] = "mlt";
    }
    add_layers(document, tileset);
    if (is_on_request(request)) {
        change_tilejson(document, request, site, only_dataset(tileset));
    }
    auto response = json_response(document);
    set_caching(response, tileset.pinned());
    return response;
}

Response vector_tile(const Request& request, const Site& site, std::string_view datasets, std::string_view z,
                     std::string_view x, std::string_view y)
{
    for (const std::string_view ending : {".mvt", ".pbf"}) { // as many clients write it
        if (y.ends_with(ending)) {
            y.remove_suffix(ending.size());
            break;
        }
    }
    const auto tileset = find_tileset(site, datasets);
    const auto id = tile_id(z, x, y);
    return is_on_request(request) ? request_tile(request, site, only_dataset(tileset), id)
                                  : tile_answer(request, tileset, id);
}

} // namespace api
