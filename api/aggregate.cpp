#include "api/aggregate_question.hpp"
#include "api/conditions.hpp"
#include "api/handlers.hpp"
#include "api/links.hpp"
#include "api/negotiation.hpp"
#include "api/problem.hpp"
#include "api/query.hpp"
#include "datasets/digest.hpp"
#include "datasets/geojson.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace api {

namespace {

using Json = nlohmann::ordered_json;

const std::array<Format, 3>& formats()
{
    static const std::array<Format, 3> all{{{"json", "application/json", {}, {}},
                                            {"geojson", "application/geo+json", {}, {}},
                                            {"csv", "text/csv; charset=utf-8", {}, {"text/csv"}}}};
    return all;
}

/// Whole numbers without a point.
Json number(std::optional<double> value)
{
    constexpr double exact = 9007199254740992; // 2^53
    if (!value || !std::isfinite(*value)) {
        return nullptr;
    }
    return *value == std::floor(*value) && std::abs(*value) < exact ? Json(static_cast<std::int64_t>(*value))
                                                                    : Json(*value);
}

Json bbox_json(const datasets::BBox& box)
{
    return box.empty() ? Json(nullptr) : Json{box.min_lon, box.min_lat, box.max_lon, box.max_lat};
}

/// What is told of a group, or of all of it.
Json sums_json(const AggregateQuestion& question, const tiles::GroupSums& sums, std::optional<double> area_m2)
{
    const auto told = [&](Measure measure) { return number(measure_of(measure, sums, area_m2)); };
    const auto unless_hidden = [&](double value) { return sums.suppressed ? Json(nullptr) : number(value); };
    Json json = {{"count", told(Measure::count)}};
    if (question.value) {
        json["values"] = unless_hidden(static_cast<double>(sums.values));
        for (const Measure measure : {Measure::sum, Measure::mean, Measure::min, Measure::max}) {
            json[std::string{to_string(measure)}] = told(measure);
        }
    }
    if (question.quantiles) {
        Json quantiles = nullptr;
        if (sums.quantiles && !sums.suppressed) {
            quantiles = Json::object();
            for (std::size_t i = 0; i < sums.quantiles->size(); ++i) {
                quantiles[fmt::format("{}", tiles::GroupSums::quantile_parts[i])] =
                    number((*sums.quantiles)[i]);
            }
        }
        json["quantiles"] = quantiles;
    }
    if (question.denominator || question.area_denominator) {
        json["numerator"] = unless_hidden(sums.numerator);
        json["denominator"] = unless_hidden(sums.denominator);
        json["rate"] = told(Measure::rate);
    }
    if (area_m2) {
        json["area_km2"] = *area_m2 / 1e6;
        json["density_per_km2"] = told(Measure::density);
    }
    json["suppressed"] = sums.suppressed;
    return json;
}

Json group_json(const AggregateQuestion& question, const AggregateAnswer& answer, const Snapshot& snapshot,
                std::size_t i)
{
    const auto& group = answer.groups->groups[i];
    const auto& sums = answer.statistics->groups[i];
    Json json = {{"key", group.key}, {"label", both(label_of(group, snapshot, question.by))}};
    json.update(sums_json(question, sums, group.area_m2));
    if (!sums.suppressed) {
        json["bbox"] = bbox_json(group.bbox.empty() ? sums.bbox : group.bbox);
    }
    return json;
}

/// An answer of some 25 MB at most.
void check_size(const AggregateQuestion& question, const AggregateAnswer& answer)
{
    constexpr std::ptrdiff_t most = 100'000;
    const auto told = std::ranges::count_if(answer.statistics->groups,
                                            [&](const auto& sums) { return is_told(question, sums); });
    if (told > most) {
        throw Problem{
            400,
            fmt::format("that would be {} groups, at most {} are told: choose a coarser mesh, or a part with "
                        "bbox or filter",
                        told, most),
            "by"};
    }
}

Json document(const AggregateQuestion& question, const AggregateAnswer& answer, const Snapshot& snapshot)
{
    const auto& statistics = *answer.statistics;
    Json groups = Json::array();
    for (std::size_t i = 0; i < statistics.groups.size(); ++i) {
        if (is_told(question, statistics.groups[i])) {
            groups.push_back(group_json(question, answer, snapshot, i));
        }
    }
    Json json = {{"collection", snapshot.id()},
                 {"version", snapshot.version()},
                 {"by", {{"kind", to_string(question.by.kind)}, {"name", question.by.name}}},
                 {"groups", std::move(groups)},
                 {"total", sums_json(question, statistics.total, std::nullopt)},
                 {"ungrouped", statistics.ungrouped_suppressed ? Json(nullptr) : Json(statistics.ungrouped)}};
    if (answer.groups->in_several > 0) {
        json["in_several"] = answer.groups->in_several;
    }
    if (question.classes) {
        json["classes"] = {{"method", to_string(*question.classes)},
                           {"measure", to_string(question.measure)},
                           {"breaks", answer.breaks}};
    }
    return json;
}

datasets::Geometry<datasets::LonLat> rectangle(const datasets::BBox& b)
{
    return datasets::Polygons<datasets::LonLat>{{{{{b.min_lon, b.min_lat},
                                                   {b.max_lon, b.min_lat},
                                                   {b.max_lon, b.max_lat},
                                                   {b.min_lon, b.max_lat},
                                                   {b.min_lon, b.min_lat}},
                                                  {}}}};
}

/// A feature a group: its cell or area, or no geometry.
std::string geojson(const AggregateQuestion& question, const AggregateAnswer& answer,
                    const Snapshot& snapshot)
{
    std::string json = R"({"type":"FeatureCollection","features":[)";
    for (std::size_t i = 0; i < answer.statistics->groups.size(); ++i) {
        if (!is_told(question, answer.statistics->groups[i])) {
            continue;
        }
        const auto& group = answer.groups->groups[i];
        std::optional<datasets::Geometry<datasets::LonLat>> geometry;
        if (question.by.areas) {
            geometry = question.by.areas->index->features().geometry(group.area);
        } else if (!group.bbox.empty()) {
            geometry = rectangle(group.bbox);
        }
        if (json.back() != '[') {
            json += ",\n";
        }
        json += R"({"type":"Feature","id":)" + Json(group.key).dump() + R"(,"geometry":)";
        if (geometry) {
            datasets::append_geojson_geometry(json, *geometry);
        } else {
            json += "null";
        }
        json += R"(,"properties":)" + group_json(question, answer, snapshot, i).dump() + '}';
    }
    auto rest = document(question, answer, snapshot);
    rest.erase("groups");
    return json + fmt::format(R"(],"machizu":{}}})", rest.dump());
}

/// A text that begins like a formula gets an apostrophe, as in the downloads: spreadsheets would compute it.
std::string csv_cell(const Json& value)
{
    std::string text = value.is_string() ? value.get<std::string>() : value.is_null() ? "" : value.dump();
    if (value.is_string() && !text.empty() &&
        std::string_view{"=+-@\t"}.find(text.front()) != std::string_view::npos &&
        text.find_first_not_of("+-.0123456789") != std::string::npos) {
        text.insert(text.begin(), '\'');
    }
    if (text.find_first_of(",\"\r\n") == std::string::npos) {
        return text;
    }
    std::string quoted = "\"";
    for (const char c : text) {
        quoted += c == '"' ? "\"\"" : std::string(1, c);
    }
    return quoted + '"';
}

/// With a byte order mark, for spreadsheets. Nested values become columns of their own: label_ja, quantiles_0.5.
std::string csv(const AggregateQuestion& question, const AggregateAnswer& answer, const Snapshot& snapshot)
{
    std::vector<Json> rows;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < answer.statistics->groups.size(); ++i) {
        if (!is_told(question, answer.statistics->groups[i])) {
            continue;
        }
        Json flat = Json::object();
        const auto group = group_json(question, answer, snapshot, i);
        for (const auto& [name, value] : group.items()) {
            if (value.is_object()) {
                for (const auto& [inner, part] : value.items()) {
                    flat[name + '_' + inner] = part;
                }
            } else if (name != "bbox") {
                flat[name] = value;
            }
        }
        for (const auto& [name, value] : flat.items()) {
            if (std::find(names.begin(), names.end(), name) == names.end()) {
                names.push_back(name);
            }
        }
        rows.push_back(std::move(flat));
    }
    std::string text = "\xEF\xBB\xBF" + fmt::format("{}\r\n", fmt::join(names, ","));
    for (const Json& row : rows) {
        for (std::size_t i = 0; i < names.size(); ++i) {
            text += (i == 0 ? "" : ",") + (row.contains(names[i]) ? csv_cell(row[names[i]]) : "");
        }
        text += "\r\n";
    }
    return text;
}

} // namespace

Response aggregate(const Request& request, const Site& site, std::string_view dataset)
{
    const Format& format = negotiate(request, formats());
    const auto named = find_dataset(site, dataset);
    const auto& snapshot = *named.snapshot;
    allow_only_with_filter(
        request, snapshot.info.schema,
        {"by", "value", "numerator", "denominator", "functions", "classes", "n", "measure", "f", "lang"});
    const auto question = aggregate_question(request, site, snapshot);
    Response response;
    response.set("Content-Type", std::string{format.media_type});
    response.set("ETag", '"' +
                             datasets::sha256(snapshot.version() + question.by.name + request.target +
                                              std::string{format.name})
                                 .substr(0, 24) +
                             '"');
    set_caching(response, named.pinned && question.by.pinned);
    set_vary(response);
    if (apply_conditions(request, response).status == 304) {
        return response;
    }
    const auto answered = answer(question, snapshot, deadline_of(site));
    check_size(question, answered);
    response.body = body_of(format.name == "csv"       ? csv(question, answered, snapshot)
                            : format.name == "geojson" ? geojson(question, answered, snapshot)
                                                       : document(question, answered, snapshot).dump());
    return response;
}

} // namespace api
