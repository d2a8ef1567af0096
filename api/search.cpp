#include "api/handlers.hpp"
#include "api/links.hpp"
#include "api/problem.hpp"
#include "api/query.hpp"
#include "datasets/text_folding.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <tuple>
#include <variant>
#include <vector>

namespace api {

namespace {

using Json = nlohmann::ordered_json;

constexpr int standard_limit = 20;
constexpr int most_hits = 100;
constexpr std::size_t longest_query = 200; ///< bytes

struct Hit {
    const Snapshot* snapshot = nullptr;
    std::int64_t fid = 0;
    std::string field{};
    datasets::Feature feature{};
    std::string match{};
    int rank = 0; ///< 0 the whole text, 1 its beginning, 2 anywhere
};

std::string text_of(const datasets::Value& value)
{
    if (const auto* text = std::get_if<std::string>(&value)) {
        return *text;
    }
    if (const auto* integer = std::get_if<std::int64_t>(&value)) {
        return std::to_string(*integer);
    }
    return {};
}

std::string value_of(const Hit& hit, std::string_view field)
{
    const auto index = hit.snapshot->info.schema.index_of(field);
    return index ? text_of(hit.feature.values[*index]) : std::string();
}

int rank_of(const std::string& match, const std::string& folded_query)
{
    const auto folded = datasets::fold_search(match);
    return folded == folded_query ? 0 : folded.starts_with(folded_query) ? 1 : 2;
}

void add_hits(std::vector<Hit>& hits, const Snapshot& snapshot, const std::string& query, int limit)
{
    const auto folded = datasets::fold_search(query);
    for (auto& found : snapshot.features.search(query, limit)) {
        if (auto feature = snapshot.features.by_fid(found.fid)) {
            Hit hit{&snapshot, found.fid, std::move(found.field), std::move(*feature), {}, 0};
            hit.match = value_of(hit, hit.field);
            hit.rank = rank_of(hit.match, folded);
            hits.push_back(std::move(hit));
        }
    }
}

/// Where a map should fly to: the point, the middle of a line, the centre of a polygon's box.
datasets::LonLat place_of(const datasets::Geometry<datasets::LonLat>& geometry)
{
    if (const auto* points = std::get_if<datasets::Points<datasets::LonLat>>(&geometry);
        points && !points->points.empty()) {
        return points->points.front();
    }
    if (const auto* lines = std::get_if<datasets::Lines<datasets::LonLat>>(&geometry);
        lines && !lines->lines.empty()) {
        const auto& longest =
            *std::max_element(lines->lines.begin(), lines->lines.end(),
                              [](const auto& a, const auto& b) { return a.size() < b.size(); });
        return longest.size() == 2 ? datasets::LonLat{(longest[0].lon + longest[1].lon) / 2,
                                                      (longest[0].lat + longest[1].lat) / 2}
                                   : longest.at(longest.size() / 2);
    }
    const auto box = datasets::bbox_of(geometry);
    return {(box.min_lon + box.max_lon) / 2, (box.min_lat + box.max_lat) / 2};
}

/// What names the feature: the field the manifest's view says, else where it was found.
std::string title_of(const Hit& hit)
{
    const auto view = Json::parse(hit.snapshot->info.manifest.view);
    const auto title = view.is_object() && view.contains("title") && view["title"].is_string()
                           ? value_of(hit, view["title"].get<std::string>())
                           : std::string();
    return title.empty() ? hit.match : title;
}

/// Seven decimals of a degree, about a centimetre, as all GeoJSON here.
double rounded(double degrees) { return std::round(degrees * 1e7) / 1e7; }

Json to_feature(const Hit& hit)
{
    Json feature = {
        {"type", "Feature"}, {"id", hit.snapshot->id() + "/" + hit.feature.id}, {"geometry", nullptr}};
    if (hit.feature.geometry && !datasets::is_empty(*hit.feature.geometry)) {
        const auto place = place_of(*hit.feature.geometry);
        const auto box = datasets::bbox_of(*hit.feature.geometry);
        feature["geometry"] = {{"type", "Point"}, {"coordinates", {rounded(place.lon), rounded(place.lat)}}};
        feature["bbox"] = {rounded(box.min_lon), rounded(box.min_lat), rounded(box.max_lon),
                           rounded(box.max_lat)};
    }
    feature["properties"] = {{"collection", hit.snapshot->id()},
                             {"feature_id", hit.feature.id},
                             {"collection_title", both(hit.snapshot->info.manifest.title)},
                             {"title", title_of(hit)},
                             {"field", hit.field},
                             {"match", hit.match}};
    return feature;
}

} // namespace

Response search(const Request& request, const Site& site)
{
    allow_only(request, {"q", "limit", "lang", "f"});
    check_fixed(request, "f", {"json", "geojson"});
    const std::string query(request.parameter("q").value_or(""));
    if (datasets::fold_search(query).empty() || query.size() > longest_query) {
        throw Problem{400, "q must be a text to look for, of 200 bytes at most", "q"};
    }
    const int limit = limit_parameter(request, standard_limit, most_hits);
    const auto catalogue = site.catalogue.current();
    std::vector<Hit> hits;
    for (const auto& [id, snapshot] : catalogue->datasets) {
        add_hits(hits, *snapshot, query, limit);
    }
    std::stable_sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) {
        return std::tuple(a.rank, a.match.size()) < std::tuple(b.rank, b.match.size());
    });
    if (hits.size() > static_cast<std::size_t>(limit)) {
        hits.erase(hits.begin() + limit, hits.end());
    }
    Json features = Json::array();
    for (const auto& hit : hits) {
        features.push_back(to_feature(hit));
    }
    const auto returned = features.size();
    auto response = json_response(
        {{"type", "FeatureCollection"}, {"features", std::move(features)}, {"numberReturned", returned}},
        geojson_type);
    return response;
}

} // namespace api
