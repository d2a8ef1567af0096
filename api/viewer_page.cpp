#include "api/viewer_page.hpp"

#include "api/attachment.hpp"
#include "api/links.hpp"
#include "datasets/digest.hpp"
#include "datasets/markup_text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace api {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view gsi = "https://cyberjapandata.gsi.go.jp";

/// Raster tiles of the Geospatial Information Authority of Japan (地理院タイル), live and with attribution.
Json gsi_basemap(std::string_view id, std::string_view file, std::string_view ja, std::string_view en,
                 int maxzoom)
{
    return {{"id", fmt::format("gsi-{}", id)},
            {"title", {{"ja", ja}, {"en", en}}},
            {"tiles", fmt::format("{}/xyz/{}/{{z}}/{{x}}/{{y}}.{}", gsi, id, file)},
            {"maxzoom", maxzoom},
            {"attribution", {{"ja", "地理院タイル"}, {"en", "GSI Tiles"}}},
            {"link", "https://maps.gsi.go.jp/development/ichiran.html"}};
}

/// The source expression that allows what the page itself has between two tags (CSP level 3, 2.3.1); nothing if it has none.
std::string own_source(std::string_view page, std::string_view open, std::string_view close)
{
    const auto from = page.find(open);
    const auto to = page.find(close, from);
    if (from == std::string_view::npos || to == std::string_view::npos) {
        return {};
    }
    const auto own = page.substr(from + open.size(), to - from - open.size());
    return fmt::format(" 'sha256-{}'", base64_of_hex(datasets::sha256(own)));
}

} // namespace

std::string with_collections(std::string page, const Catalogue& catalogue, Language language)
{
    const auto at = page.find(collections_mark);
    if (at == std::string::npos) {
        return page;
    }
    std::string list = "<ul class=\"plain\">";
    for (const auto& [id, snapshot] : catalogue.datasets) {
        list += fmt::format("<li><a href=\"api/collections/{}?f=html\">{}</a></li>", id,
                            datasets::markup_text(in(language, snapshot->info.manifest.title)));
    }
    return page.replace(at, collections_mark.size(), list + "</ul>");
}

std::string content_security_policy(const Site& site, std::string_view page)
{
    // Strict, and enough for MapLibre: no script and no style in the page but its own, no eval, no other host.
    return fmt::format(
        "default-src 'none'; script-src 'self'{3}; worker-src 'self'; connect-src 'self'{0}; "
        "img-src 'self' data: blob:{0}; media-src 'self'; style-src 'self'{2}; font-src 'self'; "
        "manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors {1}",
        site.gsi_tiles ? fmt::format(" {}", gsi) : "", site.embeddable ? "*" : "'self'",
        own_source(page, "<style>", "</style>"), own_source(page, "<script type=\"module\">", "</script>"));
}

Response viewer_settings(const Site& site)
{
    Json basemaps = Json::array();
    if (site.gsi_tiles) {
        basemaps.push_back(gsi_basemap("pale", "png", "地理院地図（淡色）", "GSI map, pale", 18));
        basemaps.push_back(gsi_basemap("std", "png", "地理院地図（標準）", "GSI map, standard", 18));
        basemaps.push_back(
            gsi_basemap("seamlessphoto", "jpg", "地理院の航空写真", "GSI aerial photographs", 18));
    }
    auto response = make_response(200, json_type, Json{{"basemaps", basemaps}}.dump());
    response.set("Cache-Control", "no-cache");
    return response;
}

} // namespace api
