#include "api/resource_links.hpp"

#include "api/item_output.hpp"
#include "api/links.hpp"
#include "api/negotiation.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>
#include <vector>

namespace api {

using Json = nlohmann::ordered_json;

namespace {

constexpr std::string_view html_type = "text/html";

} // namespace

Json landing_links(const std::string& base, Language language)
{
    const bool ja = language == Language::ja;
    return {
        link(base + "/api", "self", json_type, ja ? "このページ" : "This document"),
        link(base + "/api/openapi.json", "service-desc", openapi_type,
             ja ? "APIの定義" : "Definition of the API"),
        link(base + "/api/conformance", "conformance", json_type,
             ja ? "準拠する仕様" : "Conformance classes"),
        link(base + "/api/collections", "data", json_type, ja ? "データの一覧" : "Collections"),
        link(base + "/api/tiles", tilesets_vector, json_type,
             ja ? "すべてのデータのタイル" : "Tiles of all datasets"),
        link(base + "/api/tileMatrixSets", tiling_schemes, json_type,
             ja ? "タイルの区切り方" : "Tile matrix sets"),
        link(base + "/api/search?q={q}", "search", geojson_type, ja ? "検索" : "Search"),
        link(base + "/api?f=html", "alternate", "text/html", ja ? "このページ（HTML）" : "This page as HTML"),
        link(base + "/", "alternate", "text/html", ja ? "地図" : "Map")};
}

Json collections_links(const std::string& base)
{
    const auto self = base + "/api/collections";
    return {link(self, "self", json_type), link(self + "?f=html", "alternate", html_type)};
}

Json collection_links(const Snapshot& snapshot, const std::string& base, Language language)
{
    const auto& id = snapshot.id();
    const auto& manifest = snapshot.info.manifest;
    const auto& title = in(language, manifest.title);
    const auto self = base + "/api/collections/" + id;
    constexpr auto schema_type = "application/schema+json";
    const std::string ogc = "http://www.opengis.net/def/rel/ogc/1.0/";
    Json links = {link(self, "self", json_type, title),
                  link(self + "?f=html", "alternate", "text/html", title),
                  link(self + "/dcat.jsonld", "describedby", "application/ld+json", title)};
    for (const auto& format : table_formats()) {
        const bool standard = &format == &table_formats().front();
        links.push_back(link(self + "/items" + (standard ? "" : fmt::format("?f={}", format.name)), "items",
                             format.media_type, title));
    }
    links.push_back(link(self + "/queryables", ogc + "queryables", schema_type, title));
    links.push_back(link(self + "/sortables", ogc + "sortables", schema_type, title));
    links.push_back(link(self + "/schema", ogc + "schema", schema_type, title));
    links.push_back(link(self + "/schema", "describedby", schema_type, title));
    if (snapshot.tiles) {
        links.push_back(link(base + "/tiles/" + id + ".json", "tilejson", json_type, title));
        links.push_back(link(self + "/tiles", tilesets_vector, json_type, title));
    }
    for (const auto& file : snapshot.info.files) {
        if (file.is_public && !file.download.empty()) {
            auto download =
                link(base + "/downloads/" + file.download, "enclosure", file.media_type, file.download);
            download["length"] = file.bytes;
            links.push_back(std::move(download));
        }
    }
    if (!manifest.license.url.empty()) {
        links.push_back(link(manifest.license.url, "license", "", manifest.license.id));
    }
    return links;
}

Json items_links(const Request& request, const std::string& base, std::string_view dataset,
                 std::string_view format)
{
    static const std::vector<Format> formats = [] {
        std::vector<Format> all(table_formats().begin(), table_formats().end());
        all.push_back({"html", html_type, {}, {}});
        return all;
    }();
    auto links = format_links(request, base, formats, *std::ranges::find(formats, format, &Format::name));
    links.push_back(link(fmt::format("{}/api/collections/{}", base, dataset), "collection", json_type));
    return links;
}

Json item_links(const Snapshot& snapshot, const std::string& base, Language language,
                std::string_view dataset, std::string_view id)
{
    const auto collection = fmt::format("{}/api/collections/{}", base, dataset);
    const auto self = collection + "/items/" + percent_encode(id);
    return {link(self, "self", geojson_type), link(self + "?f=html", "alternate", html_type),
            link(collection, "collection", json_type, in(language, snapshot.info.manifest.title))};
}

} // namespace api
