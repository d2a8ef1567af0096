#include "api/crs.hpp"
#include "api/handlers.hpp"
#include "api/links.hpp"
#include "api/resource_links.hpp"

#include <nlohmann/json.hpp>

namespace api {

namespace {

using Json = nlohmann::ordered_json;

constexpr auto gregorian = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian";

Json fields_of(const datasets::Schema& schema)
{
    Json fields = Json::array();
    for (const auto& field : schema.fields) {
        fields.push_back({{"name", field.name},
                          {"type", to_string(field.type)},
                          {"label", both(field.label)},
                          {"unit", field.unit},
                          {"searchable", field.searchable}});
    }
    return fields;
}

Json machizu_member(const datasets::DatasetInfo& info)
{
    const auto& manifest = info.manifest;
    return {{"version", info.version},
            {"published", info.published},
            {"date", manifest.date},
            {"title", both(manifest.title)},
            {"description", both(manifest.description)},
            {"publisher", both(manifest.publisher)},
            {"license", {{"id", manifest.license.id}, {"url", manifest.license.url}}},
            {"attribution", both(manifest.attribution)},
            {"contact", manifest.contact},
            {"theme", manifest.theme},
            {"update_cycle", manifest.update_cycle},
            {"geometry", to_string(info.geometry)},
            {"count", info.count},
            {"without_geometry", info.without_geometry},
            {"minzoom", manifest.tiles.minzoom},
            {"maxzoom", manifest.tiles.maxzoom},
            {"fields", fields_of(info.schema)},
            {"time", {{"begin", manifest.time.begin}, {"end", manifest.time.end}}},
            {"view", Json::parse(manifest.view)}};
}

Json crs_uris()
{
    Json uris = Json::array();
    for (const auto& crs : offered_crs()) {
        uris.push_back(crs.uri());
    }
    return uris;
}

Json describe(const Snapshot& snapshot, const std::string& base, Language language)
{
    const auto& info = snapshot.info;
    Json json = {{"id", snapshot.id()},
                 {"title", in(language, info.manifest.title)},
                 {"description", in(language, info.manifest.description)}};
    if (!info.bbox.empty()) {
        const auto& box = info.bbox;
        json["extent"] = {{"spatial",
                           {{"bbox", {{box.min_lon, box.min_lat, box.max_lon, box.max_lat}}},
                            {"crs", offered_crs().front().uri()}}}};
    }
    if (!info.time.begin.empty()) {
        constexpr auto japan = "+09:00";
        json["extent"]["temporal"] = {
            {"interval", Json::array({Json::array({info.time.begin + japan, info.time.end + japan})})},
            {"trs", gregorian}};
    }
    json["itemType"] = "feature";
    json["crs"] = crs_uris();
    json["storageCrs"] = offered_crs().front().uri();
    json["links"] = collection_links(snapshot, base, language);
    json["machizu"] = machizu_member(info);
    return json;
}

} // namespace

Response collections(const Request& request, const Site& site)
{
    const auto base = base_url(request, site);
    Json list = Json::array();
    for (const auto& [id, snapshot] : site.catalogue.current()->datasets) {
        list.push_back(describe(*snapshot, base, language_of(request)));
    }
    return json_response(
        {{"links", collections_links(base)}, {"crs", crs_uris()}, {"collections", std::move(list)}});
}

Response collection(const Request& request, const Site& site, std::string_view dataset)
{
    const auto named = find_dataset(site, dataset);
    auto response = json_response(describe(*named.snapshot, base_url(request, site), language_of(request)));
    set_caching(response, named.pinned);
    return response;
}

} // namespace api
