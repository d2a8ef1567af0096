#include "api/feature_text.hpp"
#include "api/handlers.hpp"
#include "api/here.hpp"
#include "api/links.hpp"
#include "api/place.hpp"
#include "api/query.hpp"
#include "datasets/geojson.hpp"

#include <nlohmann/json.hpp>

#include <cmath>

namespace api {

namespace {

using Json = nlohmann::ordered_json;

Json json_of(const datasets::Value& value)
{
    return std::visit(
        [](const auto& it) -> Json {
            if constexpr (std::is_same_v<std::decay_t<decltype(it)>, std::monostate>) {
                return nullptr;
            } else {
                return it;
            }
        },
        value);
}

Json json_of(const HereFact& fact, const std::string& base, bool with_distance)
{
    const auto& snapshot = *fact.snapshot;
    Json json = {{"collection", snapshot.id()}, {"title", both(snapshot.info.manifest.title)}};
    json["feature_id"] = fact.feature ? Json(fact.feature->id) : Json(nullptr);
    json["feature_title"] = fact.feature ? Json(title_of(snapshot, *fact.feature)) : Json(nullptr);
    json["sentence"] = both(fact.sentence);
    json["href"] = base + "/api/collections/" + snapshot.id() +
                   (fact.feature ? "/items/" + percent_encode(fact.feature->id) : "");
    if (with_distance) {
        json["distance_m"] = std::round(fact.distance_m * 10) / 10;
        json["lon"] = rounded(fact.position.lon);
        json["lat"] = rounded(fact.position.lat);
    }
    auto properties = Json::object();
    for (std::size_t i = 0; fact.feature && i < fact.feature->values.size(); ++i) {
        properties[snapshot.info.schema.fields[i].name] = json_of(fact.feature->values[i]);
    }
    json["properties"] = std::move(properties);
    return json;
}

} // namespace

datasets::LonLat place_parameter(const Request& request)
{
    return {number_parameter(request, "lon", -180, 180), number_parameter(request, "lat", -90, 90)};
}

Response here(const Request& request, const Site& site)
{
    allow_only(request, {"lon", "lat", "lang", "f"});
    const auto place = place_parameter(request);
    const auto base = base_url(request, site);
    const auto facts = facts_of(*site.catalogue.current(), place);
    Json within = Json::array(), near = Json::array();
    for (const auto& fact : facts.within) {
        within.push_back(json_of(fact, base, false));
    }
    for (const auto& fact : facts.near) {
        near.push_back(json_of(fact, base, true));
    }
    return json_response({{"position", {{"lon", place.lon}, {"lat", place.lat}}},
                          {"within", std::move(within)},
                          {"near", std::move(near)}});
}

} // namespace api
