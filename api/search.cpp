#include "api/feature_text.hpp"
#include "api/handlers.hpp"
#include "api/links.hpp"
#include "api/place.hpp"
#include "api/problem.hpp"
#include "api/query.hpp"
#include "api/search_request.hpp"

#include <nlohmann/json.hpp>

namespace api {

namespace {

using Json = nlohmann::ordered_json;

Json parts_of(const std::string& text, const datasets::SearchQuery& query)
{
    Json parts = Json::array();
    for (const auto& part : datasets::marked(text, query)) {
        parts.push_back({{"text", part.text}, {"match", part.is_match}});
    }
    return parts;
}

Json to_feature(const FoundFeature& hit, const datasets::SearchQuery& query, const std::string& base)
{
    const auto& snapshot = *hit.snapshot;
    const auto& field = snapshot.info.schema.fields[hit.field];
    Json feature = {{"type", "Feature"}, {"id", snapshot.id() + "/" + hit.feature.id}, {"geometry", nullptr}};
    if (hit.feature.geometry && !datasets::is_empty(*hit.feature.geometry)) {
        const auto place = place_of(*hit.feature.geometry);
        const auto box = datasets::bbox_of(*hit.feature.geometry);
        feature["geometry"] = {{"type", "Point"}, {"coordinates", {rounded(place.lon), rounded(place.lat)}}};
        feature["bbox"] = {rounded(box.min_lon), rounded(box.min_lat), rounded(box.max_lon),
                           rounded(box.max_lat)};
    }
    feature["properties"] = {
        {"collection", snapshot.id()},
        {"feature_id", hit.feature.id},
        {"collection_title", both(snapshot.info.manifest.title)},
        {"title", title_of(snapshot, hit.feature)},
        {"field", field.name},
        {"field_label", both(field.label)},
        {"match", hit.match},
        {"match_parts", parts_of(hit.match, query)},
        {"kind", to_string(hit.kind)},
        {"href", base + "/api/collections/" + snapshot.id() + "/items/" + percent_encode(hit.feature.id)}};
    return feature;
}

} // namespace

SearchRequest search_request(const Request& request)
{
    allow_only(request, {"q", "limit", "offset", "collections", "lang", "f"});
    SearchRequest wanted;
    wanted.text = request.parameter("q").value_or("");
    wanted.limit = static_cast<std::size_t>(limit_parameter(request, 20, most_hits));
    wanted.offset = static_cast<std::size_t>(whole_number_parameter(request, "offset", 0, most_offset));
    for (const auto id : split_list(request.parameter("collections").value_or(""), ',')) {
        wanted.collections.emplace_back(id);
    }
    if (wanted.text.size() <= longest_query) {
        wanted.query = datasets::search_query(wanted.text);
    }
    return wanted;
}

Response search(const Request& request, const Site& site)
{
    const auto wanted = search_request(request);
    if (wanted.query.empty()) {
        throw Problem{400, "q must be a text to look for, of 200 bytes at most", "q"};
    }
    const auto base = base_url(request, site);
    const auto catalogue = site.catalogue.current();
    const auto page =
        find_features(*catalogue, wanted.query, wanted.collections, wanted.offset, wanted.limit);
    Json features = Json::array();
    for (const auto& hit : page.hits) {
        features.push_back(to_feature(hit, wanted.query, base));
    }
    Json document = {{"type", "FeatureCollection"}, {"features", std::move(features)}};
    document["numberReturned"] = page.hits.size();
    document["links"] = Json::array({link(search_href(base, wanted, wanted.offset), "self", geojson_type)});
    if (page.has_more && wanted.offset + wanted.limit <= most_offset) {
        document["links"].push_back(
            link(search_href(base, wanted, wanted.offset + wanted.limit), "next", geojson_type));
    }
    return json_response(document, geojson_type);
}

std::string search_href(const std::string& base, const SearchRequest& wanted, std::size_t offset)
{
    std::string href =
        base + "/api/search?q=" + percent_encode(wanted.text) + "&limit=" + std::to_string(wanted.limit);
    if (!wanted.collections.empty()) {
        href += "&collections=";
        for (const auto& id : wanted.collections) {
            href += (href.back() == '=' ? "" : ",") + percent_encode(id);
        }
    }
    return offset == 0 ? href : href + "&offset=" + std::to_string(offset);
}

} // namespace api
