#include "api/schema_org.hpp"

#include "api/feature_text.hpp"
#include "api/place.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace api {

namespace {

using Json = nlohmann::ordered_json;

Json publisher_of(const Visit& visit, const datasets::Manifest& manifest)
{
    return {{"@type", "GovernmentOrganization"}, {"name", visit.say(manifest.publisher)}};
}

std::string page_of(const Visit& visit, const Snapshot& snapshot)
{
    return visit.in_language("/api/collections/" + snapshot.id(), {{"f", "html"}}, visit.language());
}

} // namespace

Json schema_dataset(const Visit& visit, const Snapshot& snapshot)
{
    const auto& info = snapshot.info;
    const auto& manifest = info.manifest;
    Json json = {{"@context", "https://schema.org/"},
                 {"@type", "Dataset"},
                 {"@id", visit.data("/api/collections/" + snapshot.id())},
                 {"name", visit.say(manifest.title)},
                 {"alternateName", visit.ja() ? manifest.title.en : manifest.title.ja},
                 {"description", visit.say(manifest.description)},
                 {"url", page_of(visit, snapshot)},
                 {"identifier", snapshot.id()},
                 {"version", info.version},
                 {"dateModified", info.published},
                 {"isAccessibleForFree", true},
                 {"inLanguage", "ja"},
                 {"creator", publisher_of(visit, manifest)},
                 {"publisher", publisher_of(visit, manifest)}};
    if (!manifest.license.url.empty()) {
        json["license"] = manifest.license.url;
    }
    if (!manifest.theme.empty()) {
        json["keywords"] = Json::array({manifest.theme});
    }
    if (!info.bbox.empty()) {
        json["spatialCoverage"] = {{"@type", "Place"},
                                   {"geo",
                                    {{"@type", "GeoShape"}, // latitude first
                                     {"box", fmt::format("{} {} {} {}", info.bbox.min_lat, info.bbox.min_lon,
                                                         info.bbox.max_lat, info.bbox.max_lon)}}}};
    }
    if (!info.time.begin.empty()) {
        json["temporalCoverage"] = info.time.begin.substr(0, 10) + "/" + info.time.end.substr(0, 10);
    }
    auto measured = Json::array();
    for (const auto& field : info.schema.fields) {
        measured.push_back(
            {{"@type", "PropertyValue"}, {"name", field.name}, {"description", visit.say(field.label)}});
        if (!field.unit.empty()) {
            measured.back()["unitText"] = field.unit;
        }
    }
    json["variableMeasured"] = std::move(measured);
    auto downloads = Json::array();
    for (const auto& file : info.files) {
        if (file.is_public && !file.download.empty()) {
            downloads.push_back({{"@type", "DataDownload"},
                                 {"name", file.download},
                                 {"contentUrl", visit.data("/downloads/" + file.download)},
                                 {"encodingFormat", file.media_type},
                                 {"contentSize", fmt::format("{} B", file.bytes)},
                                 {"sha256", file.sha256}});
        }
    }
    json["distribution"] = std::move(downloads);
    return json;
}

Json schema_catalogue(const Visit& visit, const Catalogue& catalogue)
{
    Json json = {{"@context", "https://schema.org/"},
                 {"@type", "DataCatalog"},
                 {"name", visit.say("市のデータ", "The city's data")},
                 {"url", visit.in_language("/api/collections", {{"f", "html"}}, visit.language())}};
    auto list = Json::array();
    for (const auto& [id, snapshot] : catalogue.datasets) {
        const auto& manifest = snapshot->info.manifest;
        Json entry = {{"@type", "Dataset"},
                      {"@id", visit.data("/api/collections/" + id)},
                      {"name", visit.say(manifest.title)},
                      {"description", visit.say(manifest.description)},
                      {"url", page_of(visit, *snapshot)}};
        if (!manifest.license.url.empty()) {
            entry["license"] = manifest.license.url;
        }
        list.push_back(std::move(entry));
    }
    json["dataset"] = std::move(list);
    return json;
}

Json schema_place(const Visit& visit, const Snapshot& snapshot, const datasets::Feature& feature)
{
    if (!feature.geometry || datasets::is_empty(*feature.geometry)) {
        return nullptr;
    }
    const auto place = place_of(*feature.geometry);
    return {
        {"@context", "https://schema.org/"},
        {"@type", "Place"},
        {"name", title_of(snapshot, feature)},
        {"geo",
         {{"@type", "GeoCoordinates"}, {"latitude", rounded(place.lat)}, {"longitude", rounded(place.lon)}}},
        {"subjectOf",
         {{"@type", "Dataset"},
          {"@id", visit.data("/api/collections/" + snapshot.id())},
          {"name", visit.say(snapshot.info.manifest.title)},
          {"description", visit.say(snapshot.info.manifest.description)},
          {"url", page_of(visit, snapshot)}}}};
}

} // namespace api
