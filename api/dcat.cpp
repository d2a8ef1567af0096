#include "api/dcat.hpp"

#include "api/feature_text.hpp"
#include "api/links.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>

namespace api {

namespace {

using Json = nlohmann::ordered_json;

Json context()
{
    return {{"dcat", "http://www.w3.org/ns/dcat#"},
            {"dcatap", "http://data.europa.eu/r5r/"},
            {"dct", "http://purl.org/dc/terms/"},
            {"foaf", "http://xmlns.com/foaf/0.1/"},
            {"vcard", "http://www.w3.org/2006/vcard/ns#"},
            {"spdx", "http://spdx.org/rdf/terms#"},
            {"xsd", "http://www.w3.org/2001/XMLSchema#"},
            {"locn", "http://www.w3.org/ns/locn#"},
            {"skos", "http://www.w3.org/2004/02/skos/core#"}};
}

Json id(std::string iri) { return {{"@id", std::move(iri)}}; }

Json typed(std::string value, const char* type) { return {{"@value", std::move(value)}, {"@type", type}}; }

/// Both languages, each with its tag; one that is missing is left out.
Json texts(const datasets::LocalText& text)
{
    auto list = Json::array();
    for (const auto& [value, language] : {std::pair{text.ja, "ja"}, std::pair{text.en, "en"}}) {
        if (!value.empty()) {
            list.push_back({{"@value", value}, {"@language", language}});
        }
    }
    return list;
}

std::string base_of(const std::string& address, const std::string& dataset)
{
    return address + "/api/collections/" + dataset;
}

/// The EU's vocabulary of frequencies.
std::string frequency(const std::string& cycle)
{
    constexpr std::array<std::pair<const char*, const char*>, 5> known{{{"annual", "ANNUAL"},
                                                                        {"yearly", "ANNUAL"},
                                                                        {"monthly", "MONTHLY"},
                                                                        {"weekly", "WEEKLY"},
                                                                        {"daily", "DAILY"}}};
    for (const auto& [ours, theirs] : known) {
        if (cycle == ours) {
            return std::string("http://publications.europa.eu/resource/authority/frequency/") + theirs;
        }
    }
    return "http://publications.europa.eu/resource/authority/frequency/IRREG";
}

/// The EU's vocabulary of themes, which every DCAT-AP catalogue shares.
std::string theme(const std::string& ours)
{
    constexpr std::array<std::pair<const char*, const char*>, 8> known{{{"elections", "GOVE"},
                                                                        {"environment", "ENVI"},
                                                                        {"culture", "EDUC"},
                                                                        {"traffic", "TRAN"},
                                                                        {"transport", "TRAN"},
                                                                        {"geography", "REGI"},
                                                                        {"health", "HEAL"},
                                                                        {"infrastructure", "REGI"}}};
    for (const auto& [word, code] : known) {
        if (ours == word) {
            return std::string("http://publications.europa.eu/resource/authority/data-theme/") + code;
        }
    }
    return "http://publications.europa.eu/resource/authority/data-theme/GOVE";
}

Json publisher(const std::string& base, const datasets::LocalText& name)
{
    return {{"@id", base + "/#publisher-" + percent_encode(name.ja)},
            {"@type", "foaf:Agent"},
            {"foaf:name", texts(name)}};
}

/// Beyond the media type: the EU's vocabulary of file types.
std::string file_type(std::string_view name)
{
    constexpr std::array<std::pair<std::string_view, const char*>, 9> known{{{".csv", "CSV"},
                                                                             {".geojson", "GEOJSON"},
                                                                             {".gpkg", "GPKG"},
                                                                             {".shp.zip", "SHP"},
                                                                             {".xlsx", "XLSX"},
                                                                             {".kml", "KML"},
                                                                             {".json", "JSON"},
                                                                             {".fgb", "BIN"},
                                                                             {".zip", "ZIP"}}};
    for (const auto& [ending, code] : known) {
        if (name.ends_with(ending)) {
            return std::string("http://publications.europa.eu/resource/authority/file-type/") + code;
        }
    }
    return "http://publications.europa.eu/resource/authority/file-type/BIN";
}

Json license(const datasets::License& license)
{
    return {{"@id",
             license.url.empty() ? "https://spdx.org/licenses/" + percent_encode(license.id) : license.url},
            {"@type", "dct:LicenseDocument"}};
}

Json distribution(const std::string& base, const Snapshot& snapshot, const datasets::SnapshotFile& file)
{
    const auto address = base + "/downloads/" + file.download;
    Json json = {{"@id", address},
                 {"@type", "dcat:Distribution"},
                 {"dct:title", file.download},
                 {"dct:description", file.download + " (" + file.media_type + ")"},
                 {"dcat:accessURL", id(base_of(base, snapshot.id()))},
                 {"dcat:downloadURL", id(address)},
                 {"dct:format", {{"@id", file_type(file.download)}, {"@type", "dct:MediaTypeOrExtent"}}},
                 {"dcat:mediaType",
                  {{"@id", "https://www.iana.org/assignments/media-types/" +
                               file.media_type.substr(0, file.media_type.find(';'))},
                   {"@type", "dct:MediaType"}}},
                 {"dcat:byteSize", typed(std::to_string(file.bytes), "xsd:nonNegativeInteger")},
                 {"dct:issued", typed(snapshot.info.published, "xsd:dateTime")},
                 {"dct:modified", typed(snapshot.info.published, "xsd:dateTime")},
                 {"dcatap:availability",
                  {{"@id", "http://publications.europa.eu/resource/authority/planned-availability/STABLE"},
                   {"@type", "skos:Concept"}}},
                 {"spdx:checksum",
                  {{"@type", "spdx:Checksum"},
                   {"spdx:algorithm",
                    {{"@id", "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"},
                     {"@type", "spdx:ChecksumAlgorithm"}}},
                   {"spdx:checksumValue", typed(file.sha256, "xsd:hexBinary")}}}};
    if (!snapshot.info.manifest.license.id.empty()) {
        json["dct:license"] = license(snapshot.info.manifest.license);
    }
    return json;
}

void add_extent(Json& json, const datasets::DatasetInfo& info)
{
    if (!info.bbox.empty()) {
        const auto& b = info.bbox;
        json["dct:spatial"] = {
            {"@type", "dct:Location"},
            {"dcat:bbox", typed(fmt::format("POLYGON(({0} {1},{2} {1},{2} {3},{0} {3},{0} {1}))", b.min_lon,
                                            b.min_lat, b.max_lon, b.max_lat),
                                "http://www.opengis.net/ont/geosparql#wktLiteral")}};
    }
    if (!info.time.begin.empty()) {
        json["dct:temporal"] = {{"@type", "dct:PeriodOfTime"},
                                {"dcat:startDate", typed(info.time.begin + "+09:00", "xsd:dateTime")},
                                {"dcat:endDate", typed(info.time.end + "+09:00", "xsd:dateTime")}};
    }
}

Json dataset(const std::string& base, const Snapshot& snapshot)
{
    const auto& info = snapshot.info;
    const auto& manifest = info.manifest;
    const auto address = base_of(base, snapshot.id());
    Json json = {
        {"@id", address},
        {"@type", "dcat:Dataset"},
        {"dct:title", texts(manifest.title)},
        {"dct:description",
         texts(manifest.description.ja.empty() && manifest.description.en.empty() ? manifest.title
                                                                                  : manifest.description)},
        {"dct:identifier", snapshot.id()},
        {"dct:publisher", publisher(base, manifest.publisher)},
        {"dct:issued", typed(info.published, "xsd:dateTime")},
        {"dct:modified", typed(info.published, "xsd:dateTime")},
        {"dcat:version", info.version},
        {"dct:language",
         {{"@id", "http://publications.europa.eu/resource/authority/language/JPN"},
          {"@type", "dct:LinguisticSystem"}}},
        {"dct:accrualPeriodicity", {{"@id", frequency(manifest.update_cycle)}, {"@type", "dct:Frequency"}}},
        {"dct:accessRights",
         {{"@id", "http://publications.europa.eu/resource/authority/access-right/PUBLIC"},
          {"@type", "dct:RightsStatement"}}},
        {"dcat:theme", {{"@id", theme(manifest.theme)}, {"@type", "skos:Concept"}}},
        {"dcat:landingPage", {{"@id", address + "?f=html"}, {"@type", "foaf:Document"}}}};
    auto keywords = texts(snapshot.view.group);
    if (!manifest.theme.empty()) {
        keywords.push_back({{"@value", manifest.theme}, {"@language", "en"}});
    }
    json["dcat:keyword"] = keywords.empty() ? texts(manifest.title) : std::move(keywords);
    if (!manifest.contact.empty()) {
        const bool is_mail = manifest.contact.find('@') != std::string::npos &&
                             manifest.contact.find(' ') == std::string::npos;
        json["dcat:contactPoint"] = {{"@type", "vcard:Organization"},
                                     {"vcard:fn", texts(manifest.publisher)}};
        json["dcat:contactPoint"][is_mail ? "vcard:hasEmail" : "vcard:note"] =
            is_mail ? id("mailto:" + manifest.contact) : Json(manifest.contact);
    }
    add_extent(json, info);
    auto files = Json::array();
    for (const auto& file : info.files) {
        if (file.is_public && !file.download.empty()) {
            files.push_back(distribution(base, snapshot, file));
        }
    }
    json["dcat:distribution"] = std::move(files);
    return json;
}

Json service(const std::string& base, const Catalogue& catalogue, const datasets::LocalText& owner)
{
    auto served = Json::array();
    for (const auto& [name, snapshot] : catalogue.datasets) {
        served.push_back(id(base_of(base, name)));
    }
    return {{"@id", base + "/api"},
            {"@type", "dcat:DataService"},
            {"dct:title", texts({"街図 API", "Machizu API"})},
            {"dct:description", texts({"地物、タイル、検索の API", "Features, tiles and search"})},
            {"dct:publisher", publisher(base, owner)},
            {"dcat:endpointURL", id(base + "/api")},
            {"dcat:endpointDescription", id(base + "/api/openapi.json")},
            {"dct:conformsTo",
             {{"@id", "http://www.opengis.net/doc/IS/ogcapi-features-1/1.0"}, {"@type", "dct:Standard"}}},
            {"dcat:servesDataset", std::move(served)}};
}

Response dcat_response(const Json& document)
{
    auto response = json_response(document, "application/ld+json");
    response.set("Vary", "Accept");
    return response;
}

} // namespace

Response catalogue_dcat(const Request& request, const Site& site)
{
    const auto base = base_url(request, site);
    const auto catalogue = site.catalogue.current();
    std::string latest = "1970-01-01T00:00:00Z", earliest = "9999";
    datasets::LocalText owner{"公開者不明", "unknown publisher"};
    auto all = Json::array();
    for (const auto& [name, snapshot] : catalogue->datasets) {
        all.push_back(dataset(base, *snapshot));
        latest = std::max(latest, snapshot->info.published);
        earliest = std::min(earliest, snapshot->info.published);
        if (!snapshot->info.manifest.publisher.ja.empty()) {
            owner = snapshot->info.manifest.publisher;
        }
    }
    Json json = {{"@context", context()},
                 {"@id", base + "/catalog.jsonld"},
                 {"@type", "dcat:Catalog"},
                 {"dct:title", texts({owner.ja + "のデータカタログ", "Data catalogue of " + owner.en})},
                 {"dct:description", texts({owner.ja + "が公開している地図とデータ",
                                            "Maps and data that " + owner.en + " publishes"})},
                 {"dct:publisher", publisher(base, owner)},
                 {"dct:language",
                  Json::array({{{"@id", "http://publications.europa.eu/resource/authority/language/JPN"},
                                {"@type", "dct:LinguisticSystem"}},
                               {{"@id", "http://publications.europa.eu/resource/authority/language/ENG"},
                                {"@type", "dct:LinguisticSystem"}}})},
                 {"dct:modified", typed(latest, "xsd:dateTime")},
                 {"dct:issued", typed(catalogue->datasets.empty() ? latest : earliest, "xsd:dateTime")},
                 {"foaf:homepage", {{"@id", base + "/"}, {"@type", "foaf:Document"}}},
                 {"dcat:themeTaxonomy",
                  {{"@id", "http://publications.europa.eu/resource/authority/data-theme"},
                   {"@type", "skos:ConceptScheme"}}},
                 {"dcat:service", service(base, *catalogue, owner)},
                 {"dcat:dataset", std::move(all)}};
    return dcat_response(json);
}

Response collection_dcat(const Request& request, const Site& site, std::string_view name)
{
    const auto named = find_dataset(site, name);
    auto json = dataset(base_url(request, site), *named.snapshot);
    Json whole = {{"@context", context()}};
    whole.update(json);
    auto response = dcat_response(whole);
    set_caching(response, named.pinned);
    return response;
}

} // namespace api
