#include "api/handlers.hpp"
#include "api/links.hpp"

#include <nlohmann/json.hpp>

namespace api {

Response landing(const Request& request, const Site& site)
{
    const auto base = base_url(request, site);
    const bool ja = language_of(request) == Language::ja;
    const nlohmann::ordered_json document = {
        {"title", ja ? "街図 (Machizu)" : "Machizu"},
        {"description", ja ? "市のデータの地図サーバー" : "A map server for a city's own data"},
        {"links",
         {link(base + "/api", "self", json_type, ja ? "このページ" : "This document"),
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
          link(base + "/", "alternate", "text/html", ja ? "地図" : "Map")}}};
    return json_response(document);
}

} // namespace api
