#include "api/handlers.hpp"
#include "api/links.hpp"
#include "api/problem.hpp"
#include "api/query.hpp"
#include "datasets/digest.hpp"
#include "datasets/geojson.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <ctime>

namespace api {

namespace {

constexpr int standard_limit = 10;
constexpr int most_items = 10'000;

constexpr auto crs84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";

std::string now_rfc3339() { return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr))); }

/// The same query with another page.
std::string next_href(const Request& request, const std::string& self, const After& after)
{
    std::string href = self + '?';
    for (const auto& [name, value] : request.query) {
        if (name != "after") {
            href += name + '=' + percent_encode(value) + '&';
        }
    }
    return href + "after=" + after_token(after);
}

/// Weak: two answers may differ in their time stamp.
std::string page_etag(const Request& request, const std::string& base, const Snapshot& snapshot)
{
    return "W/\"" + datasets::sha256(snapshot.version() + base + request.target).substr(0, 24) + '"';
}

/// The snapshot that a page is of: the one its `after` names, which may have been replaced since the page before.
Named snapshot_for(const Site& site, std::string_view dataset, const std::optional<After>& after)
{
    auto named = find_dataset(site, dataset);
    if (after && after->version != named.snapshot->version()) {
        named.snapshot = site.catalogue.find(named.snapshot->id(), after->version);
        if (!named.snapshot) {
            throw Problem{
                410, "the version that these pages are of is no longer kept; begin again without 'after'",
                "after"};
        }
    }
    return named;
}

std::string feature_collection(const Request& request, const std::string& self, const Snapshot& snapshot,
                               const datasets::ItemsQuery& query)
{
    const auto page = snapshot.features.items(query);
    const auto matched =
        query.selection.is_everything() ? snapshot.info.count : snapshot.features.count(query.selection);
    nlohmann::ordered_json links = {link(self, "self", geojson_type)};
    if (page.has_more) {
        links.push_back(link(next_href(request, self, {page.features.back().fid, snapshot.version()}), "next",
                             geojson_type));
    }
    std::string json = R"({"type":"FeatureCollection","features":[)";
    for (const auto& feature : page.features) {
        if (json.back() != '[') {
            json += ",\n";
        }
        datasets::append_geojson_feature(json, feature, snapshot.info.schema);
    }
    json += fmt::format(R"(],"numberMatched":{},"numberReturned":{},"timeStamp":"{}","links":{}}})", matched,
                        page.features.size(), now_rfc3339(), links.dump());
    return json;
}

} // namespace

Response items(const Request& request, const Site& site, std::string_view dataset)
{
    allow_only(request, {"bbox", "limit", "after", "datetime", "bbox-crs", "crs", "f", "lang"});
    check_fixed(request, "bbox-crs", {crs84});
    check_fixed(request, "crs", {crs84});
    check_fixed(request, "f", {"json", "geojson"});
    const auto after = after_parameter(request);
    datasets::ItemsQuery query{{bbox_parameter(request), {}, datetime_parameter(request)},
                               after ? after->fid : 0,
                               limit_parameter(request, standard_limit, most_items)};
    const auto named = snapshot_for(site, dataset, after);
    query.selection.time_fields = named.snapshot->info.manifest.time;
    const auto base = base_url(request, site);

    Response response;
    response.set("Content-Type", std::string(geojson_type)).set("Content-Crs", fmt::format("<{}>", crs84));
    response.set("ETag", page_etag(request, base, *named.snapshot));
    set_caching(response, named.pinned);
    if (apply_conditions(request, response).status == 304) { // known already: the database need not be asked
        return response;
    }
    const auto self = fmt::format("{}/api/collections/{}/items", base, dataset);
    response.body = body_of(feature_collection(request, self, *named.snapshot, query));
    return response;
}

Response item(const Request& request, const Site& site, std::string_view dataset, std::string_view id)
{
    allow_only(request, {"crs", "f", "lang"});
    check_fixed(request, "crs", {crs84});
    check_fixed(request, "f", {"json", "geojson"});
    const auto named = find_dataset(site, dataset);
    const auto feature = named.snapshot->features.by_id(id);
    if (!feature) {
        throw Problem{404, fmt::format("there is no feature '{}' in '{}'", id, named.snapshot->id()), ""};
    }
    const auto collection = fmt::format("{}/api/collections/{}", base_url(request, site), dataset);
    const nlohmann::ordered_json links = {
        link(collection + "/items/" + percent_encode(id), "self", geojson_type),
        link(collection, "collection", json_type,
             in(language_of(request), named.snapshot->info.manifest.title))};
    std::string json;
    datasets::append_geojson_feature(json, *feature, named.snapshot->info.schema, links.dump());
    const auto etag = '"' + datasets::sha256(json).substr(0, 24) + '"';
    auto response = make_response(200, geojson_type, std::move(json));
    response.set("ETag", etag).set("Content-Crs", fmt::format("<{}>", crs84)).set("Vary", "Accept-Language");
    set_caching(response, named.pinned);
    return response;
}

} // namespace api
