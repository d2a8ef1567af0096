#include "api/staff.hpp"

#include "api/links.hpp"
#include "api/problem.hpp"
#include "api/query.hpp"
#include "datasets/error.hpp"
#include "datasets/geojson.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <ctime>
#include <filesystem>
#include <utility>

namespace api {

namespace {

using Json = nlohmann::ordered_json;

constexpr int standard_limit = 10;
constexpr int most_items = 10'000;

/// Where the answers say they are: --public-url, else as the client called us.
std::string base_of(const Request& request, const std::string& public_url)
{
    return public_url.empty() ? "http://" + std::string(request.header("host").value_or("localhost"))
                              : public_url;
}

std::shared_ptr<const StaffSnapshot> find_or_404(StaffStore& store, std::string_view dataset)
{
    auto snapshot = store.find(dataset);
    if (!snapshot) {
        throw Problem{404, fmt::format("nothing is kept for staff under the name '{}'", dataset), ""};
    }
    return snapshot;
}

Json describe(const Request& request, const StaffSnapshot& snapshot, const std::string& base)
{
    const auto& manifest = snapshot.info.manifest;
    const auto self = fmt::format("{}/api/collections/{}", base, manifest.id);
    Json fields = Json::array();
    for (const auto& field : snapshot.features.schema().fields) {
        fields.push_back({{"name", field.name}, {"label", both(field.label)}, {"unit", field.unit}});
    }
    return {
        {"id", manifest.id},
        {"title", in(language_of(request), manifest.title)},
        {"description", in(language_of(request), manifest.description)},
        {"itemType", "feature"},
        {"links", {link(self, "self", json_type), link(self + "/items", "items", geojson_type)}},
        {"machizu",
         {{"version", snapshot.info.version}, {"published", snapshot.info.published}, {"fields", fields}}}};
}

Response landing(const Request& request, const std::string& base)
{
    const bool ja = language_of(request) == Language::ja;
    return json_response(
        {{"title", ja ? "街図 職員用" : "Machizu for staff"},
         {"description", ja ? "公開しないデータ。取り扱いは規程に従うこと。"
                            : "Data that are not public. Handle them by the rules."},
         {"links",
          {link(base + "/api", "self", json_type), link(base + "/api/conformance", "conformance", json_type),
           link(base + "/api/collections", "data", json_type)}}});
}

Response collections(const Request& request, StaffStore& store, const std::string& base)
{
    Json list = Json::array();
    for (const auto& snapshot : store.all()) {
        list.push_back(describe(request, *snapshot, base));
    }
    return json_response(
        {{"links", {link(base + "/api/collections", "self", json_type)}}, {"collections", list}});
}

std::shared_ptr<const StaffSnapshot> snapshot_of_page(StaffStore& store, std::string_view dataset,
                                                      const std::optional<After>& after)
{
    auto snapshot = find_or_404(store, dataset);
    if (after && after->version != snapshot->info.version) {
        snapshot = store.find(dataset, after->version);
        if (!snapshot) {
            throw Problem{
                410, "the version that these pages are of is no longer kept; begin again without 'after'",
                "after"};
        }
    }
    return snapshot;
}

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

Response items(const Request& request, StaffStore& store, std::string_view dataset, const std::string& base)
{
    allow_only(request, {"bbox", "limit", "after", "datetime", "f", "lang"});
    check_fixed(request, "f", {"json", "geojson"});
    const auto after = after_parameter(request);
    const auto snapshot = snapshot_of_page(store, dataset, after);
    datasets::ItemsQuery query;
    query.selection.boxes = bbox_parameter(request);
    query.selection.time = datetime_parameter(request);
    query.selection.time_fields = snapshot->info.manifest.time;
    query.after = after ? after->fid : 0;
    query.limit = limit_parameter(request, standard_limit, most_items);
    const auto page = snapshot->features.items(query);
    const auto self = fmt::format("{}/api/collections/{}/items", base, snapshot->info.manifest.id);
    Json links = {link(self, "self", geojson_type)};
    if (page.has_more) {
        links.push_back(link(next_href(request, self, {page.features.back().fid, snapshot->info.version}),
                             "next", geojson_type));
    }
    std::string json = R"({"type":"FeatureCollection","features":[)";
    for (const auto& feature : page.features) {
        if (json.back() != '[') {
            json += ",\n";
        }
        datasets::append_geojson_feature(json, feature, snapshot->features.schema());
    }
    json += fmt::format(R"(],"numberMatched":{},"numberReturned":{},"links":{}}})",
                        snapshot->features.count(query.selection), page.features.size(), links.dump());
    return make_response(200, geojson_type, std::move(json));
}

Response item(StaffStore& store, std::string_view dataset, std::string_view id)
{
    const auto snapshot = find_or_404(store, dataset);
    const auto feature = snapshot->features.by_id(id);
    if (!feature) {
        throw Problem{404, fmt::format("there is no feature '{}' in '{}'", id, dataset), ""};
    }
    std::string json;
    datasets::append_geojson_feature(json, *feature, snapshot->features.schema());
    return make_response(200, geojson_type, std::move(json));
}

Response conformance()
{
    return json_response({{"conformsTo",
                           {"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
                            "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson"}}});
}

Response health(const char* status)
{
    return make_response(200, json_type, fmt::format(R"({{"status":"{}"}})", status));
}

/// A token as RFC 6750 section 2.1 sends it; the scheme's name in any case (RFC 9110 section 11.1).
std::optional<std::string_view> bearer_token(const Request& request)
{
    const auto header = request.header("authorization").value_or("");
    constexpr std::string_view scheme = "bearer ";
    if (header.size() <= scheme.size() || !equals_ignoring_case(header.substr(0, scheme.size()), scheme)) {
        return std::nullopt;
    }
    return trim(header.substr(scheme.size()));
}

Response unauthorized(bool had_token)
{
    auto response = problem_response(
        {401, had_token ? "this token is not valid: unknown, expired or revoked" : "a token is needed here",
         ""});
    response.set("WWW-Authenticate", had_token ? "Bearer realm=\"machizu staff\", error=\"invalid_token\""
                                               : "Bearer realm=\"machizu staff\"");
    return response;
}

} // namespace

std::vector<std::shared_ptr<const StaffSnapshot>> StaffStore::all()
{
    std::vector<std::shared_ptr<const StaffSnapshot>> snapshots;
    for (const auto& id : datasets::published_datasets(store_)) {
        if (auto snapshot = find(id)) {
            snapshots.push_back(std::move(snapshot));
        }
    }
    return snapshots;
}

std::shared_ptr<const StaffSnapshot> StaffStore::find(std::string_view dataset)
{
    if (!datasets::is_dataset_id(dataset)) {
        return nullptr;
    }
    const auto version = datasets::current_version(store_, dataset);
    return version ? find(dataset, *version) : nullptr;
}

std::shared_ptr<const StaffSnapshot> StaffStore::find(std::string_view dataset, std::string_view version)
{
    if (!datasets::is_dataset_id(dataset) || !datasets::is_version(version)) {
        return nullptr;
    }
    const std::lock_guard lock(mutex_);
    if (const auto known = open_.find(dataset);
        known != open_.end() && known->second->info.version == version) {
        return known->second;
    }
    const auto folder = store_.snapshot(dataset, version);
    const auto file = folder / "staff.gpkg";
    std::error_code error;
    if (!std::filesystem::exists(file, error)) {
        return nullptr;
    }
    auto info = datasets::read_dataset_info(folder);
    datasets::FeatureStore features(file, std::string(dataset) + "-staff",
                                    datasets::staff_schema(info.manifest));
    auto snapshot =
        std::make_shared<const StaffSnapshot>(StaffSnapshot{std::move(info), std::move(features)});
    open_[std::string(dataset)] = snapshot;
    return snapshot;
}

// clang-format off
std::vector<Route> staff_routes(StaffStore& store, std::string public_url)
{
    using R = const Request&;
    using C = const Route::Captured&;
    const auto base = [url = std::move(public_url)](R r) { return base_of(r, url); };
    return {
        {"/api", "Landing page", json_type, {"lang"}, false,
            [base](R r, C) { return landing(r, base(r)); }},
        {"/api/conformance", "Conformance classes", json_type, {}, false,
            [](R, C) { return conformance(); }},
        {"/api/collections", "Datasets that keep something for staff", json_type, {"lang"}, true,
            [base, &store](R r, C) { return collections(r, store, base(r)); }},
        {"/api/collections/{collectionId}", "One dataset", json_type, {"lang"}, true,
            [base, &store](R r, C c) { return json_response(describe(r, *find_or_404(store, c[0]), base(r))); }},
        {"/api/collections/{collectionId}/items", "Features, page by page", geojson_type, {"bbox", "datetime", "limit", "after"}, true,
            [base, &store](R r, C c) { return items(r, store, c[0], base(r)); }},
        {"/api/collections/{collectionId}/items/{featureId}", "One feature", geojson_type, {}, true,
            [&store](R, C c) { return item(store, c[0], c[1]); }},
        {"/health/live", "The process answers", json_type, {}, false,
            [](R, C) { return health("ok"); }},
    };
}
// clang-format on

Response answer_staff(const Request& request, const Router& router, TokenCheck& tokens)
{
    if (request.path == "/health/live") {
        return router.answer(request);
    }
    const auto given = bearer_token(request);
    std::optional<Token> token;
    try {
        token = given ? tokens.check(*given, std::time(nullptr)) : std::nullopt;
    } catch (const std::exception&) { // the file is gone or broken: nobody passes, and /health/live stays
        return router.finish(
            problem_response({503, "the tokens cannot be read; the server's owner must look", ""}));
    }
    auto response = token ? router.answer(request) : router.finish(unauthorized(given.has_value()));
    if (token) {
        response.user = fmt::format("{}:{}", token->id, token->name);
    }
    return response;
}

} // namespace api
