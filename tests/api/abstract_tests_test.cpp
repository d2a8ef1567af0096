#include "tests/api/test_site.hpp"
#include "tests/support/catch.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>
#include <set>

using api::test::request;
using api::test::TestSite;
using api::test::text_of;
using nlohmann::json;

/// The abstract tests of OGC API Features Part 1 (17-069r4, annex A), Part 2 (18-058r1) and Part 3 (19-079r2): what is requested, and what
/// must hold of the answer. Where a test is of a server's choice of collections or CRS, all of ours are gone through.
namespace {

struct Answer {
    const TestSite& site;
    api::Response response;
    json body{}; ///< null if it is no JSON
};

using Holds = std::function<bool(const Answer&)>;

struct AbstractTest {
    const char* id;
    std::string target;
    int status = 200;
    Holds holds = [](const Answer&) { return true; };
    std::string headers{};
};

const std::string collection = "/api/collections/parks";
const std::string items = collection + "/items";
const std::string crs = "http://www.opengis.net/def/crs/";
const std::string crs84 = crs + "OGC/1.3/CRS84";

std::string path_of(const std::string& url)
{
    const std::string host = "http://map.example";
    return url.starts_with(host) ? url.substr(host.size()) : std::string{};
}

bool has_link(const json& body, const std::string& rel, const std::string& type = "")
{
    return std::any_of(body.at("links").begin(), body.at("links").end(), [&](const json& link) {
        return link.at("rel") == rel && !link.at("href").get<std::string>().empty() &&
               (type.empty() || link.at("type") == type);
    });
}

bool leads_somewhere(const Answer& answer, const std::string& rel)
{
    for (const auto& link : answer.body.at("links")) {
        if (link.at("rel") == rel) {
            const auto path = path_of(link.at("href"));
            return !path.empty() && answer.site.get(path).status == 200;
        }
    }
    return false;
}

Holds matched(int number)
{
    return [number](const Answer& a) { return a.body.at("numberMatched") == number; };
}

Holds conforms(const std::string& name)
{
    return [name](const Answer& a) {
        const auto& classes = a.body.at("conformsTo");
        return std::find(classes.begin(), classes.end(), "http://www.opengis.net/spec/" + name) !=
               classes.end();
    };
}

bool is_feature_collection(const Answer& a)
{
    const auto& features = a.body.at("features");
    return a.response.header("Content-Type") == "application/geo+json" &&
           a.body.at("type") == "FeatureCollection" && a.body.at("numberReturned") == features.size() &&
           a.body.at("numberMatched") >= features.size() && a.body.contains("timeStamp") &&
           std::all_of(features.begin(), features.end(), [](const json& f) {
               return f.at("type") == "Feature" && f.contains("geometry") && f.contains("properties") &&
                      f.contains("id");
           });
}

bool is_problem(const Answer& a)
{
    return a.response.header("Content-Type") == "application/problem+json" &&
           a.body.at("status") == a.response.status && !a.body.at("detail").get<std::string>().empty();
}

Holds parameter_defined(const std::string& path, const std::string& name)
{
    return [path, name](const Answer& a) {
        const auto& parameters = a.body.at("paths").at(path).at("get").at("parameters");
        return std::any_of(parameters.begin(), parameters.end(), [&](const json& p) {
            return p.at("name") == name && p.at("in") == "query" && p.contains("schema") &&
                   !p.value("required", false);
        });
    };
}

Holds content_crs(const std::string& uri)
{
    return [uri](const Answer& a) { return a.response.header("Content-Crs") == "<" + uri + ">"; };
}

std::string filter(const std::string& text)
{
    return items + "?limit=100&filter=" + api::percent_encode(text);
}

const std::string items_path = "/api/collections/{collectionId}/items";

const std::string as_html = "Accept: text/html\r\n";

/// HTML 5 whose body has the links of the JSON of the same address, but for templates and for the next page, which is a page there.
bool is_page(const Answer& a, const std::string& target)
{
    const auto page = text_of(a.response);
    const auto document = json::parse(text_of(a.site.get(target)));
    const auto body = page.find("<body>");
    const auto has = [&](const json& link) {
        auto href = link.at("href").get<std::string>();
        for (auto at = href.find('&'); at != std::string::npos; at = href.find('&', at + 1)) {
            href.insert(at + 1, "amp;");
        }
        return link.at("rel") == "next" || href.find('{') != std::string::npos ||
               page.find("href=\"" + href + '"', body) != std::string::npos;
    };
    return a.response.header("Content-Type") == "text/html; charset=utf-8" &&
           page.starts_with("<!doctype html>") && body != std::string::npos &&
           (!document.contains("links") ||
            std::all_of(document.at("links").begin(), document.at("links").end(), has));
}

/// What `Accept: text/html` gives of a resource, and that its JSON leads there.
AbstractTest page_of(const char* id, const std::string& target)
{
    return {id, target, 200,
            [target](const Answer& a) {
                const auto document = json::parse(text_of(a.site.get(target)));
                return is_page(a, target) &&
                       (!document.contains("links") || has_link(document, "alternate", "text/html"));
            },
            as_html};
}

std::vector<AbstractTest> html_pages()
{
    return {
        {"/conf/html (claimed)", "/api/conformance", 200, conforms("ogcapi-features-1/1.0/conf/html")},
        page_of("/conf/html/content (landing page)", "/api"),
        page_of("/conf/html/content (conformance)", "/api/conformance"),
        page_of("/conf/html/content (collections)", "/api/collections"),
        page_of("/conf/html/content (collection)", collection),
        page_of("/conf/html/content (items)", items),
        page_of("/conf/html/content (items, filtered)",
                items + "?limit=3&q=%E5%85%AC%E5%9C%92&sortby=-number"),
        page_of("/conf/html/content (feature)", items + "/1"),
        page_of("/conf/html/content (feature with signs)", items + "/a%2F2%20b"),
        {"/conf/html/definition", collection + "?f=html", 200,
         [](const Answer& a) { return is_page(a, collection); }},
        {"/conf/html/definition (conformance)", "/api/conformance?f=html", 200,
         [](const Answer& a) { return is_page(a, "/api/conformance"); }},
    };
}

std::vector<AbstractTest> part_1()
{
    return {
        {"/conf/core/http", "/api", 200,
         [](const Answer& a) { return !a.response.header("Content-Type")->empty(); }},
        {"/conf/core/root-op", "/api"},
        {"/conf/core/root-success", "/api", 200,
         [](const Answer& a) {
             return has_link(a.body, "self") && has_link(a.body, "service-desc") &&
                    leads_somewhere(a, "service-desc") && leads_somewhere(a, "conformance") &&
                    leads_somewhere(a, "data");
         }},
        {"/conf/core/api-definition-op", "/api/openapi.json"},
        {"/conf/core/api-definition-success", "/api/openapi.json", 200,
         [](const Answer& a) { return a.body.at("openapi").get<std::string>().starts_with("3.0"); }},
        {"/conf/core/conformance-op", "/api/conformance"},
        {"/conf/core/conformance-success", "/api/conformance", 200,
         conforms("ogcapi-features-1/1.0/conf/core")},
        {"/conf/core/fc-md-op", "/api/collections"},
        {"/conf/core/fc-md-success", "/api/collections", 200,
         [](const Answer& a) {
             return has_link(a.body, "self") &&
                    std::all_of(a.body.at("collections").begin(), a.body.at("collections").end(),
                                [](const json& c) {
                                    return c.contains("id") && has_link(c, "items", "application/geo+json");
                                });
         }},
        {"/conf/core/fc-md-extent", "/api/collections", 200,
         [](const Answer& a) {
             const auto& extent = a.body.at("collections")[0].at("extent");
             return extent.at("spatial").at("bbox")[0].size() == 4 &&
                    extent.at("temporal").at("interval")[0].size() == 2;
         }},
        {"/conf/core/sfc-md-op", collection},
        {"/conf/core/sfc-md-success", collection, 200,
         [](const Answer& a) {
             return a.body.at("id") == "parks" && a.body.at("itemType") == "feature" &&
                    leads_somewhere(a, "items");
         }},
        {"/conf/core/sfc-md-op (unknown)", "/api/collections/nothing", 404, is_problem},
        {"/conf/core/fc-op", items},
        {"/conf/core/fc-bbox-definition", "/api/openapi.json", 200, parameter_defined(items_path, "bbox")},
        {"/conf/core/fc-bbox-definition (of a collection)", "/api/openapi.json", 200,
         parameter_defined("/collections/parks/items", "bbox")},
        {"/conf/queryables-query-parameters (of a collection)", "/api/openapi.json", 200,
         [](const Answer& a) {
             const auto& path = a.body.at("paths").at("/collections/parks/items");
             return parameter_defined("/collections/parks/items", "number")(a) &&
                    path.at("servers")[0].at("url") == "http://map.example/api";
         }},
        {"/conf/core/fc-bbox-response", items + "?bbox=135.3005,34.6,135.3035,34.8", 200, matched(3)},
        {"/conf/core/fc-bbox-response (heights)", items + "?bbox=135.3005,34.6,0,135.3035,34.8,9", 200,
         matched(3)},
        {"/conf/core/fc-limit-definition", "/api/openapi.json", 200, parameter_defined(items_path, "limit")},
        {"/conf/core/fc-limit-response", items + "?limit=3", 200,
         [](const Answer& a) { return a.body.at("features").size() == 3 && has_link(a.body, "next"); }},
        {"/conf/core/fc-limit-response (none)", items, 200,
         [](const Answer& a) { return a.body.at("features").size() == 10; }},
        {"/conf/core/fc-time-definition", "/api/openapi.json", 200,
         parameter_defined(items_path, "datetime")},
        {"/conf/core/fc-time-response (instant)", items + "?datetime=2026-01-03T00:00:00%2B09:00", 200,
         matched(1)},
        {"/conf/core/fc-time-response (interval)", items + "?datetime=2026-01-01/2026-01-10", 200,
         matched(9)},
        {"/conf/core/fc-time-response (open)", items + "?datetime=../2026-01-10", 200, matched(9)},
        {"/conf/core/query-param-unknown", items + "?unknown=1", 400, is_problem},
        {"/conf/core/query-param-invalid", items + "?limit=0", 400, is_problem},
        {"/conf/core/fc-response", items, 200, is_feature_collection},
        {"/conf/core/fc-links", items + "?limit=3", 200,
         [](const Answer& a) {
             return has_link(a.body, "self") && has_link(a.body, "alternate") && leads_somewhere(a, "next");
         }},
        {"/conf/core/fc-timeStamp", items, 200,
         [](const Answer& a) { return a.body.at("timeStamp").get<std::string>().ends_with("Z"); }},
        {"/conf/core/fc-numberMatched", items + "?limit=100", 200,
         [](const Answer& a) { return a.body.at("numberMatched") == a.body.at("features").size(); }},
        {"/conf/core/fc-numberReturned", items + "?limit=4", 200,
         [](const Answer& a) { return a.body.at("numberReturned") == 4; }},
        {"/conf/core/f-op", items + "/1"},
        {"/conf/core/f-success", items + "/1", 200,
         [](const Answer& a) {
             return a.body.at("id") == "1" && has_link(a.body, "self") && has_link(a.body, "collection");
         }},
        {"/conf/core/f-op (unknown)", items + "/none", 404, is_problem},
        {"/conf/core/crs84", items + "?limit=1", 200, content_crs(crs84)},
        {"/conf/geojson/definition", items, 200,
         [](const Answer& a) { return a.response.header("Content-Type") == "application/geo+json"; },
         "Accept: application/geo+json\r\n"},
        {"/conf/geojson/content", items, 200, is_feature_collection},
        {"/conf/oas30/oas-definition-1", "/api/openapi.json", 200,
         [](const Answer& a) {
             return a.response.header("Content-Type") == "application/vnd.oai.openapi+json;version=3.0";
         }},
        {"/conf/oas30/oas-impl", "/api/openapi.json", 200,
         [](const Answer& a) { return a.body.at("paths").contains(items_path); }},
    };
}

std::vector<AbstractTest> part_2()
{
    std::vector<AbstractTest> tests{
        {"/conf/crs (conformance)", "/api/conformance", 200, conforms("ogcapi-features-2/1.0/conf/crs")},
        {"/conf/crs/crs-uri", collection, 200,
         [](const Answer& a) {
             return std::all_of(a.body.at("crs").begin(), a.body.at("crs").end(),
                                [](const json& uri) { return uri.get<std::string>().starts_with(crs); });
         }},
        {"/conf/crs/fc-md-crs-list", "/api/collections", 200,
         [](const Answer& a) {
             return a.body.at("crs")[0] == crs84 && a.body.at("collections")[0].at("crs")[0] == crs84;
         }},
        {"/conf/crs/fc-md-storageCrs-valid-value", collection, 200,
         [](const Answer& a) {
             const auto& list = a.body.at("crs");
             return std::find(list.begin(), list.end(), a.body.at("storageCrs")) != list.end();
         }},
        {"/conf/crs/fc-bbox-crs-definition", "/api/openapi.json", 200,
         parameter_defined(items_path, "bbox-crs")},
        {"/conf/crs/fc-bbox-crs-valid-value",
         items + "?bbox=34.6,135.3005,34.8,135.3035&bbox-crs=" + crs + "EPSG/0/4326", 200, matched(3)},
        {"/conf/crs/fc-bbox-crs-valid-defaultValue",
         items + "?bbox=135.3005,34.6,135.3035,34.8&bbox-crs=" + crs84, 200, matched(3)},
        {"/conf/crs/fc-bbox-crs-action (not offered)",
         items + "?bbox=1,1,2,2&bbox-crs=" + crs + "EPSG/0/2451", 400, is_problem},
        {"/conf/crs/fc-crs-definition", "/api/openapi.json", 200, parameter_defined(items_path, "crs")},
        {"/conf/crs/fc-crs-valid-value (not offered)", items + "?crs=" + crs + "EPSG/0/2451", 400,
         is_problem},
        {"/conf/crs/fc-crs-default-value", items + "?limit=1", 200, content_crs(crs84)},
        {"/conf/crs/f-crs-default-value", items + "/1", 200, content_crs(crs84)},
        {"/conf/crs/geojson", items + "?limit=1&crs=" + crs + "EPSG/0/4326", 200,
         [](const Answer& a) {
             return a.body.at("features")[0].at("geometry").at("coordinates")[0] == 34.7;
         }},
    };
    for (const auto* code : {"4326", "6668", "3857", "6669", "6673", "6687"}) {
        const auto uri = crs + "EPSG/0/" + code;
        tests.push_back({"/conf/crs/fc-crs-action, /conf/crs/ogc-crs-header", items + "?limit=1&crs=" + uri,
                         200, content_crs(uri)});
        tests.push_back({"/conf/crs/f-crs-action", items + "/1?crs=" + uri, 200, content_crs(uri)});
    }
    return tests;
}

bool is_queryables(const Answer& a)
{
    const auto& properties = a.body.at("properties");
    return a.response.header("Content-Type") == "application/schema+json" && a.body.at("type") == "object" &&
           a.body.at("$schema") == "https://json-schema.org/draft/2020-12/schema" &&
           a.body.at("$id") == "http://map.example" + collection + "/queryables" &&
           properties.at("number").at("type") == "integer" &&
           properties.at("opened").at("format") == "date" &&
           properties.at("geometry").at("x-ogc-role") == "primary-geometry" &&
           a.body.at("additionalProperties") == false;
}

std::vector<AbstractTest> part_3()
{
    const auto json_filter = [](const std::string& text) {
        return items + "?limit=100&filter-lang=cql2-json&filter=" + api::percent_encode(text);
    };
    return {
        {"/conf/queryables (conformance)", "/api/conformance", 200,
         conforms("ogcapi-features-3/1.0/conf/queryables")},
        {"/conf/queryables/get-queryables-uris", collection, 200,
         [](const Answer& a) {
             return leads_somewhere(a, "http://www.opengis.net/def/rel/ogc/1.0/queryables");
         }},
        {"/conf/queryables/get-queryables, /conf/queryables/queryables-response", collection + "/queryables",
         200, is_queryables},
        {"/conf/queryables-query-parameters/parameters", items + "?number=7", 200, matched(1)},
        {"/conf/queryables-query-parameters/parameters (text)",
         items + "?name=%E4%B8%AD%E5%A4%AE%E5%85%AC%E5%9C%92", 200, matched(1)},
        {"/conf/queryables-query-parameters/parameters (unknown)", items + "?color=red", 400, is_problem},
        {"/conf/filter (conformance)", "/api/conformance", 200,
         conforms("ogcapi-features-3/1.0/conf/filter")},
        {"/conf/filter/filter-param", filter("number < 4"), 200, matched(3)},
        {"/conf/filter/filter-param (definition)", "/api/openapi.json", 200,
         parameter_defined(items_path, "filter")},
        {"/conf/filter/filter-param (not a queryable)", filter("color = 'red'"), 400, is_problem},
        {"/conf/filter/filter-param (invalid)", filter("number <"), 400, is_problem},
        {"/conf/filter/filter-lang-param", filter("number < 4") + "&filter-lang=cql2-text", 200, matched(3)},
        {"/conf/filter/filter-lang-param (definition)", "/api/openapi.json", 200,
         parameter_defined(items_path, "filter-lang")},
        {"/conf/filter/filter-lang-param (unknown)", filter("number < 4") + "&filter-lang=xpath", 400,
         is_problem},
        {"/conf/filter/filter-crs-param",
         filter("S_INTERSECTS(geometry,BBOX(34.6,135.3005,34.8,135.3035))") + "&filter-crs=" + crs +
             "EPSG/0/4326",
         200, matched(3)},
        {"/conf/filter/filter-crs-param (default)",
         filter("S_INTERSECTS(geometry,BBOX(135.3005,34.6,135.3035,34.8))"), 200, matched(3)},
        {"/conf/filter/filter-crs-param (not offered)",
         filter("number < 4") + "&filter-crs=" + crs + "EPSG/0/2451", 400, is_problem},
        {"/conf/filter/expression-construction, /conf/filter/mixing-expressions",
         filter("number < 10") + "&number=3&bbox=135.3005,34.6,135.3045,34.8&datetime=2026-01-03", 200,
         matched(1)},
        {"/conf/features-filter (conformance)", "/api/conformance", 200,
         conforms("ogcapi-features-3/1.0/conf/features-filter")},
        {"/conf/features-filter/filter-param", filter("number = 25"), 200, is_feature_collection},
        {"/conf/features-filter/features-response", filter("number > 100"), 200, matched(0)},
        {"/conf/cql2-text/validate", filter("name LIKE '公園 1_' AND opened IS NOT NULL"), 200, matched(10)},
        {"/conf/cql2-json/validate", json_filter(R"({"op":"between","args":[{"property":"number"},2,4]})"),
         200, matched(3)},
        {"/conf/basic-cql2/basic-test", filter("number >= 2 AND number <> 3 AND NOT (number > 5)"), 200,
         matched(3)},
        {"/conf/basic-cql2/basic-test (null)", filter("opened IS NULL"), 200, matched(1)},
        {"/conf/advanced-comparison-operators/comparison",
         filter("number IN (1,2,99) OR number BETWEEN 5 AND 6"), 200, matched(4)},
        {"/conf/case-insensitive-comparison", filter("CASEI(name) LIKE CASEI('公園 １')"), 200, matched(0)},
        {"/conf/basic-spatial-functions", filter("S_INTERSECTS(geometry,POINT(135.303 34.7))"), 200,
         matched(1)},
        {"/conf/spatial-functions",
         filter("S_WITHIN(geometry,POLYGON((135.3005 34.6,135.3035 34.6,135.3035 34.8,135.3005 34.8,135.3005 "
                "34.6)))"),
         200, matched(3)},
        {"/conf/temporal-functions",
         filter("T_AFTER(opened,DATE('2026-01-20')) AND T_BEFORE(opened,DATE('2026-01-23'))"), 200,
         matched(2)},
        {"/conf/arithmetic", filter("number * 2 + 1 = 7"), 200, matched(1)},
        {"/conf/property-property", filter("number = number"), 200, matched(25)},
    };
}

void run(const std::vector<AbstractTest>& tests)
{
    const TestSite site;
    std::set<std::string> ids;
    for (const auto& test : tests) {
        INFO(test.id << ": " << test.target);
        Answer answer{site, site.get(test.target, test.headers)};
        const auto type = answer.response.header("Content-Type").value_or("");
        if (type.find("json") != std::string_view::npos) {
            answer.body = json::parse(text_of(answer.response));
        }
        CHECK(answer.response.status == test.status);
        CHECK((answer.response.status == test.status && test.holds(answer)));
        ids.insert(test.id);
    }
    CHECK(ids.size() > 10);
    CHECK(site.reports.empty());
}

} // namespace

TEST_CASE("the abstract tests of OGC API Features Part 1 pass", "[ats]") { run(part_1()); }

TEST_CASE("every resource of OGC API Features Part 1 is a page too, with the links of its JSON", "[ats]")
{
    run(html_pages());
}

TEST_CASE("the abstract tests of OGC API Features Part 2 pass", "[ats]") { run(part_2()); }

TEST_CASE("the abstract tests of OGC API Features Part 3 and CQL2 pass", "[ats]") { run(part_3()); }

TEST_CASE("every CRS that a collection lists can be asked for", "[ats]")
{
    const TestSite site;
    const auto list = json::parse(text_of(site.get(collection))).at("crs");
    CHECK(list.size() == 23);
    for (const auto& uri : list) {
        const auto response = site.get(items + "?limit=1&crs=" + api::percent_encode(uri.get<std::string>()));
        INFO(uri);
        CHECK(response.status == 200);
        CHECK(response.header("Content-Crs") == "<" + uri.get<std::string>() + ">");
    }
}
