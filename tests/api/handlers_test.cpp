#include "api/handlers.hpp"
#include "tests/api/test_site.hpp"
#include "tests/support/catch.hpp"
#include "tiles/gzip.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <set>

using api::test::request;
using api::test::TestSite;
using api::test::text_of;
using nlohmann::json;

namespace {

json json_of(const api::Response& response) { return json::parse(text_of(response)); }

std::string link_href(const json& document, const std::string& rel)
{
    for (const auto& link : document.at("links")) {
        if (link.at("rel") == rel) {
            return link.at("href");
        }
    }
    return {};
}

std::string without_host(const std::string& url)
{
    return url.substr(std::string("http://map.example").size());
}

const std::string pinned = std::string("parks@") + TestStore::first_version;

} // namespace

TEST_CASE("the landing page leads to the definition, the conformance and the data", "[handlers]")
{
    const TestSite site;
    const auto landing = json_of(site.get("/api"));
    for (const auto* rel : {"self", "service-desc", "conformance", "data"}) {
        INFO(rel);
        const auto href = link_href(landing, rel);
        REQUIRE(href.starts_with("http://map.example/api"));
        CHECK(site.get(without_host(href)).status == 200);
    }
    CHECK(json_of(site.get("/api?lang=en")).at("title") == "Machizu");
    CHECK(json_of(site.get("/api/")).at("links") == landing.at("links"));
}

TEST_CASE("links begin as the visitor sees the server", "[handlers]")
{
    TestSite site;
    const auto self = [&](const std::string& headers) {
        return link_href(json_of(site.get("/api", headers)), "self");
    };
    CHECK(self("X-Forwarded-Proto: https\r\nX-Forwarded-Host: city.example\r\n") ==
          "https://city.example/api");
    CHECK(self("X-Forwarded-Host: \"><script>\r\n") == "http://map.example/api");
    site.site.public_url = "https://public.example/map";
    CHECK(self("") == "https://public.example/map/api");
}

TEST_CASE("a collection says what the dataset is", "[handlers]")
{
    const TestSite site;
    const auto all = json_of(site.get("/api/collections"));
    REQUIRE(all.at("collections").size() == 1);
    const auto parks = json_of(site.get("/api/collections/parks?lang=en"));
    CHECK(parks.at("id") == "parks");
    CHECK(parks.at("title") == "Parks");
    CHECK(all.at("collections")[0].at("title") == "公園");
    CHECK(parks.at("extent").at("spatial").at("bbox")[0][1] == 34.7);
    CHECK(parks.at("extent").at("temporal").at("interval")[0][0] == "2026-01-01T00:00:00+09:00");
    CHECK(parks.at("machizu").at("time").at("begin") == "opened");
    CHECK(parks.at("machizu").at("version") == TestStore::first_version);
    CHECK(parks.at("machizu").at("count") == 25);
    CHECK(parks.at("machizu").at("geometry") == "point");
    CHECK(parks.at("machizu").at("fields")[1].at("label").at("ja") == "名称");
    CHECK(parks.at("machizu").at("view").at("title") == "name");
    CHECK(link_href(parks, "items") == "http://map.example/api/collections/parks/items");
    CHECK(link_href(parks, "tilejson") == "http://map.example/tiles/parks.json");
    CHECK(link_href(parks, "enclosure") == "http://map.example/downloads/parks.csv");
    CHECK(link_href(parks, "license").starts_with("https://creativecommons.org/"));
}

TEST_CASE("following next visits every feature once", "[handlers]")
{
    const TestSite site;
    std::set<std::string> ids;
    std::size_t pages = 0;
    for (std::string url = "/api/collections/parks/items?limit=7"; !url.empty(); ++pages) {
        const auto page = json_of(site.get(url));
        CHECK(page.at("numberMatched") == 25);
        CHECK(page.at("numberReturned") == page.at("features").size());
        for (const auto& feature : page.at("features")) {
            ids.insert(feature.at("id").get<std::string>());
        }
        const auto next = link_href(page, "next");
        url = next.empty() ? "" : without_host(next);
    }
    CHECK(pages == 4);
    CHECK(ids.size() == 25);
}

TEST_CASE("paging goes on in the version it began with", "[handlers]")
{
    TestSite site;
    const auto next =
        without_host(link_href(json_of(site.get("/api/collections/parks/items?limit=20")), "next"));
    site.store.publish("parks", TestStore::second_version, 30);
    REQUIRE(site.catalogue.refresh());
    CHECK(json_of(site.get("/api/collections/parks/items")).at("numberMatched") == 30);
    CHECK(json_of(site.get(next)).at("numberMatched") == 25);
    CHECK(json_of(site.get(next)).at("numberReturned") == 5);
    std::filesystem::remove_all(site.store.store().snapshot("parks", TestStore::first_version));
    CHECK(site.get(next).status == 410);
}

TEST_CASE("bbox chooses by place", "[handlers]")
{
    const TestSite site;
    const auto matched = [&](const std::string& box) {
        return json_of(site.get("/api/collections/parks/items?bbox=" + box)).at("numberMatched").get<int>();
    };
    CHECK(matched("135.3005,34.6,135.3035,34.8") == 3);
    CHECK(matched("135.3005,34.6,0,135.3035,34.8,100") == 3);
    CHECK(matched("0,0,1,1") == 0);
    CHECK(matched("-180,-90,180,90") == 24);         // the one without a position is nowhere
    CHECK(matched("135.3205,-90,135.3015,90") == 5); // over 180°: all but those between
}

TEST_CASE("datetime chooses by the time of features", "[handlers]")
{
    const TestSite site;
    const auto matched = [&](const std::string& time) {
        const auto page = json_of(site.get("/api/collections/parks/items?limit=100&datetime=" + time));
        CHECK(page.at("numberMatched") == page.at("features").size());
        return page.at("numberMatched").get<int>();
    };
    CHECK(matched("2026-01-03") == 1);
    CHECK(matched("2026-01-02T15:00:00Z") == 1);  // midnight in Japan
    CHECK(matched("2026-01-01/2026-01-10") == 9); // the fifth has no time
    CHECK(matched("2026-01-10T00:00:00%2B09:00/..") == 16);
    CHECK(matched("../2025-12-31") == 0);
    const auto next =
        json_of(site.get("/api/collections/parks/items?limit=4&datetime=2026-01-01/2026-01-10"));
    CHECK_THAT(link_href(next, "next"), ContainsSubstring("datetime=2026-01-01%2F2026-01-10"));
}

TEST_CASE("a wrong parameter is named", "[handlers]")
{
    const TestSite site;
    const auto problem = [&](const std::string& query) {
        const auto response = site.get("/api/collections/parks/items?" + query);
        CHECK(response.status == 400);
        CHECK(response.header("Content-Type") == "application/problem+json");
        return json_of(response).at("parameter").get<std::string>();
    };
    CHECK(problem("bbox=1,2,3") == "bbox");
    CHECK(problem("bbox=1,2,3,x") == "bbox");
    CHECK(problem("bbox=1,2,3,nan") == "bbox");
    CHECK(problem("bbox=1,2,,3,4") == "bbox");
    CHECK(problem("bbox=1,5,3,4") == "bbox");
    CHECK(problem("limit=0") == "limit");
    CHECK(problem("limit=ten") == "limit");
    CHECK(problem("after=3") == "after");
    CHECK(problem("after=3.../../etc") == "after");
    CHECK(problem("datetime=yesterday") == "datetime");
    CHECK(problem("datetime=2026-02-01/2026-01-01") == "datetime");
    CHECK(problem("bbox-crs=EPSG:2451") == "bbox-crs");
    CHECK(problem("colour=red") == "colour");
    CHECK(site.get("/api/collections/parks/items?limit=99999999").status == 200);
    CHECK(site.get("/api/collections/parks/items?datetime=2026-01-01T00:00:00Z/..").status == 200);
}

TEST_CASE("one feature is found by its id, whatever is in it", "[handlers]")
{
    const TestSite site;
    const auto feature = json_of(site.get("/api/collections/parks/items/a%2F2%20b"));
    CHECK(feature.at("properties").at("name") == "公園 2");
    CHECK(link_href(feature, "self") == "http://map.example/api/collections/parks/items/a%2F2%20b");
    CHECK(link_href(feature, "collection") == "http://map.example/api/collections/parks");
    CHECK(json_of(site.get("/api/collections/parks/items/25")).at("geometry").is_null());
    CHECK(site.get("/api/collections/parks/items/99").status == 404);
}

TEST_CASE("search finds by text, whole matches first", "[handlers]")
{
    const TestSite site;
    const auto hits = json_of(site.get("/api/search?q=%E5%85%AC%E5%9C%92&limit=5")).at("features");
    CHECK(hits.size() == 5);
    const auto hit = json_of(site.get("/api/search?q=中央公園")).at("features").at(0);
    CHECK(hit.at("id") == "parks/1");
    CHECK(hit.at("geometry").at("coordinates")[0].get<double>() == Approx(135.301));
    CHECK(hit.at("bbox").size() == 4);
    CHECK(hit.at("properties").at("title") == "中央公園");
    CHECK(hit.at("properties").at("collection_title").at("en") == "Parks");
    CHECK(hit.at("properties").at("field") == "name");
    CHECK(site.get("/api/search").status == 400);
    CHECK(site.get("/api/search?q=%20").status == 400);
    CHECK(json_of(site.get("/api/search?q=nothing")).at("features").empty());
}

TEST_CASE("a tile is passed on as stored, or unpacked for those without gzip", "[handlers]")
{
    const TestSite site;
    const auto packed = site.get("/tiles/parks/0/0/0", "Accept-Encoding: gzip\r\n");
    CHECK(packed.header("Content-Encoding") == "gzip");
    CHECK(packed.header("Content-Type") == "application/vnd.mapbox-vector-tile");
    CHECK(packed.header("Cache-Control") == "no-cache");
    CHECK(tiles::gunzip(text_of(packed), 1000) == "tile 0/0/0 of parks");
    const auto plain = site.get("/tiles/parks/0/0/0");
    CHECK_FALSE(plain.header("Content-Encoding"));
    CHECK(text_of(plain) == "tile 0/0/0 of parks");
    CHECK(plain.header("ETag") != packed.header("ETag"));
    CHECK(site.get("/tiles/parks/0/0/0.mvt").status == 200);
    CHECK(site.get("/tiles/parks/3/1/1").status == 204);
    CHECK(site.get("/tiles/parks/3/8/1").status == 404);
    CHECK(site.get("/tiles/parks/x/0/0").status == 404);
    CHECK(site.get("/tiles/nothing/0/0/0").status == 404);
    const std::string known(packed.header("ETag").value());
    CHECK(
        site.get("/tiles/parks/0/0/0", "Accept-Encoding: gzip\r\nIf-None-Match: " + known + "\r\n").status ==
        304);
}

TEST_CASE("a pinned version is kept for ever, and served after the next publish", "[handlers]")
{
    TestSite site;
    CHECK(site.get("/tiles/" + pinned + "/0/0/0").header("Cache-Control") ==
          "public, max-age=31536000, immutable");
    site.store.publish("parks", TestStore::second_version, 30);
    REQUIRE(site.catalogue.refresh());
    CHECK(site.get("/tiles/" + pinned + "/0/0/0").status == 200);
    CHECK(site.get("/downloads/" + pinned + ".csv").status == 200);
    CHECK(json_of(site.get("/api/collections/" + pinned)).at("machizu").at("count") == 25);
    CHECK(site.get("/tiles/parks@20261003T000000Z-0123456789ab/0/0/0").status == 404);
    CHECK(site.get("/tiles/parks@current/0/0/0").status == 404);
    CHECK(site.get("/tiles/parks@..%2Fother/0/0/0").status == 404);
}

TEST_CASE("TileJSON points to the tiles of this version", "[handlers]")
{
    const TestSite site;
    const auto document = json_of(site.get("/tiles/parks.json?lang=en"));
    CHECK(document.at("tilejson") == "3.0.0");
    CHECK(document.at("tiles")[0] == "http://map.example/tiles/" + pinned + "/{z}/{x}/{y}");
    CHECK(document.at("vector_layers")[0].at("fields").at("name") == "String");
    CHECK(document.at("maxzoom") == 14);
    CHECK(document.at("attribution") == "Shionagi City &lt;Parks&gt;");
    CHECK(site.get("/tiles/parks.xml").status == 404);
}

TEST_CASE("downloads are the public files of the snapshot and nothing else", "[handlers]")
{
    const TestSite site;
    const auto csv = site.get("/downloads/parks.csv");
    REQUIRE(csv.status == 200);
    CHECK(size_of(csv.body) == 5013);
    CHECK(std::string(csv.header("Content-Disposition").value())
              .starts_with("attachment; filename=\"parks.csv\""));
    CHECK(csv.header("ETag")->size() == 66);
    CHECK(site.get("/downloads/parks.csv", "Range: bytes=0-9\r\n").status == 206);
    const auto gpkg = site.get("/downloads/parks.gpkg"); // which is features.gpkg
    CHECK(gpkg.status == 200);
    CHECK(std::string(gpkg.header("Content-Disposition").value())
              .starts_with("attachment; filename=\"parks.gpkg\""));
    CHECK(gpkg.header("Content-Type") == "application/geopackage+sqlite3");
    for (const auto* target :
         {"/downloads/features.gpkg", "/downloads/parks.fgb", "/downloads/secret.csv", "/downloads/parks",
          "/downloads/parks.", "/downloads/parks.csv%2F..%2F..%2Fsecret.csv", "/downloads/..%2Fsecret.csv",
          "/downloads/parks%2F..%2Fsecret.csv", "/downloads/staff.gpkg", "/downloads/parks-staff.gpkg",
          "/downloads/parks.staff.gpkg", "/downloads/..%2Fstaff.gpkg", "/api/collections/parks-staff",
          "/api/collections/parks-staff/items"}) {
        INFO(target);
        CHECK(site.get(target).status == 404);
    }
}

TEST_CASE("the viewer's files are sent packed, and assets are kept for ever", "[handlers]")
{
    TestSite site;
    const auto dist = site.store.path() / ".viewer";
    std::filesystem::create_directories(dist / "assets");
    std::ofstream(dist / "index.html") << "<!doctype html>";
    std::ofstream(dist / "assets" / "main-AAAA1111.js") << "plain";
    std::ofstream(dist / "assets" / "main-AAAA1111.js.gz") << "packed!";
    std::ofstream(dist / ".hidden") << "x";
    std::ofstream(site.store.path() / "outside.txt") << "x";
    CHECK(text_of(site.get("/")).find("API") != std::string::npos); // no viewer installed
    site.site.viewer = dist;
    const auto page = site.get("/");
    CHECK(page.status == 200);
    CHECK(page.header("Cache-Control") == "no-cache");
    CHECK(page.header("Content-Security-Policy")->starts_with("default-src 'none'"));
    const auto script = site.get("/assets/main-AAAA1111.js", "Accept-Encoding: gzip\r\n");
    CHECK(script.header("Content-Encoding") == "gzip");
    CHECK(script.header("Content-Type") == "text/javascript; charset=utf-8");
    CHECK(script.header("Cache-Control") == "public, max-age=31536000, immutable");
    CHECK(size_of(site.get("/assets/main-AAAA1111.js").body) == 5);
    for (const auto* target :
         {"/.hidden", "/assets/..%2Findex.html", "/..%2Foutside.txt", "/assets", "/nothing.js"}) {
        INFO(target);
        CHECK(site.get(target).status == 404);
    }
}

TEST_CASE("texts made for one answer are packed for whoever takes gzip", "[handlers]")
{
    const TestSite site;
    const auto plain = site.get("/api/collections");
    const auto packed = site.get("/api/collections", "Accept-Encoding: gzip\r\n");
    CHECK_FALSE(plain.header("Content-Encoding"));
    CHECK(packed.header("Content-Encoding") == "gzip");
    CHECK(tiles::gunzip(text_of(packed), 1'000'000) == text_of(plain));
    CHECK(size_of(packed.body) * 3 < size_of(plain.body));
    for (const auto& response : {plain, packed}) {
        CHECK(response.header("Vary")->find("Accept-Encoding") != std::string_view::npos);
    }
    // Two forms, so the packed one's ETag is weak; whoever kept either is told that nothing has changed.
    const auto etag = std::string(plain.header("ETag").value_or(""));
    CHECK(packed.header("ETag") == "W/" + etag);
    for (const auto& known : {etag, "W/" + etag}) {
        INFO(known);
        const auto unchanged =
            site.get("/api/collections", "Accept-Encoding: gzip\r\nIf-None-Match: " + known + "\r\n");
        CHECK(unchanged.status == 304);
        CHECK_FALSE(unchanged.header("Content-Encoding"));
        CHECK(unchanged.header("ETag") == packed.header("ETag"));
        CHECK(unchanged.header("Vary") == packed.header("Vary"));
    }
}

TEST_CASE("what is short, or can be asked for in parts, is not packed", "[handlers]")
{
    const TestSite site;
    CHECK_FALSE(site.get("/health/live", "Accept-Encoding: gzip\r\n").header("Content-Encoding"));
    const auto file = site.get("/downloads/parks.csv", "Accept-Encoding: gzip\r\n");
    CHECK(file.header("Accept-Ranges") == "bytes");
    CHECK_FALSE(file.header("Content-Encoding"));
}

TEST_CASE("the map's page lists the datasets for whoever has no JavaScript", "[handlers]")
{
    TestSite site;
    const auto dist = site.store.path() / ".viewer";
    std::filesystem::create_directories(dist);
    std::ofstream(dist / "index.html") << "<div><!--collections--></div>";
    site.site.viewer = dist;
    const auto page = site.get("/", "Accept-Language: en\r\n");
    CHECK(text_of(page) ==
          R"(<div><ul class="plain"><li><a href="api/collections/parks?f=html">Parks</a></li></ul></div>)");
    CHECK(page.header("ETag") != site.get("/", "Accept-Language: ja\r\n").header("ETag"));
    CHECK(site.get("/", "Accept-Encoding: gzip\r\n").header("Content-Encoding") == "gzip");
}

TEST_CASE("style and script that stand in the map's page are allowed by their hashes, and no others",
          "[handlers]")
{
    TestSite site;
    site.site.viewer = site.store.path();
    std::ofstream(site.store.path() / "index.html")
        << "<head><style>p{color:red}</style><script type=\"module\">go()</script></head>";
    const auto policy = std::string(site.get("/").header("Content-Security-Policy").value_or(""));
    // printf 'p{color:red}' | openssl dgst -sha256 -binary | base64
    CHECK(policy.find("style-src 'self' 'sha256-p0bF+un5yUb9MBO6xRb8kPHlY2BdpHVtLiFkDrZPF64=';") !=
          std::string::npos);
    // printf 'go()' | openssl dgst -sha256 -binary | base64
    CHECK(policy.find("script-src 'self' 'sha256-5KYv+PUboo5h+0+YAtGRPbwv5d/QxzHslP4YGnUaxRw=';") !=
          std::string::npos);
    CHECK(policy.find("unsafe") == std::string::npos);
}

TEST_CASE("the page asks no other host and stands in no other site's frame, unless the operator says so",
          "[handlers]")
{
    TestSite site;
    site.site.viewer = site.store.path();
    std::ofstream(site.store.path() / "index.html") << "<!doctype html>";
    const auto strict = std::string(site.get("/").header("Content-Security-Policy").value_or(""));
    CHECK(strict.find("http") == std::string::npos);
    CHECK(strict.find("frame-ancestors 'self'") != std::string::npos);
    CHECK(json_of(site.get("/viewer.json")).at("basemaps").empty());
    site.site.gsi_tiles = true;
    site.site.embeddable = true;
    const auto open = std::string(site.get("/").header("Content-Security-Policy").value_or(""));
    CHECK(open.find("img-src 'self' data: blob: https://cyberjapandata.gsi.go.jp;") != std::string::npos);
    CHECK(open.find("script-src 'self';") != std::string::npos);
    CHECK(open.find("frame-ancestors *") != std::string::npos);
    const auto basemaps = json_of(site.get("/viewer.json")).at("basemaps");
    CHECK(basemaps.at(0).at("id") == "gsi-pale");
    CHECK(basemaps.at(0).at("attribution").at("ja") == "地理院タイル");
}

TEST_CASE("the router does what is the same for all routes", "[handlers]")
{
    const TestSite site;
    const auto post = site.router.answer(request("POST", "/api"));
    CHECK(post.status == 405);
    CHECK(post.header("Allow") == "GET, HEAD, OPTIONS");
    CHECK(site.router.answer(request("BREW", "/api")).status == 501);
    CHECK(site.router.answer(request("HEAD", "/api")).status == 200);
    const auto preflight = site.router.answer(request("OPTIONS", "/api/collections"));
    CHECK(preflight.status == 204);
    CHECK(preflight.header("Access-Control-Allow-Origin") == "*");
    const auto missing = site.get("/nothing/here");
    CHECK(missing.status == 404);
    CHECK(json_of(missing).at("status") == 404);
    CHECK(missing.header("Access-Control-Allow-Origin") == "*");
    CHECK(missing.header("X-Content-Type-Options") == "nosniff");
}

TEST_CASE("what fails inside is said to the operator, not to the client", "[handlers]")
{
    std::vector<std::string> reports;
    const api::Router router({{"/",
                               "",
                               "",
                               {},
                               false,
                               [](const api::Request&, const api::Route::Captured&) -> api::Response {
                                   throw std::runtime_error("cannot open '/secret/path'");
                               }}},
                             [&](const std::string& line) { reports.push_back(line); });
    const auto response = router.answer(request("GET", "/"));
    CHECK(response.status == 500);
    CHECK(text_of(response).find("secret") == std::string::npos);
    REQUIRE(reports.size() == 1);
    CHECK_THAT(reports[0], ContainsSubstring("/secret/path"));
}

TEST_CASE("every route stands in the OpenAPI document", "[handlers]")
{
    const TestSite site;
    const auto document = json_of(site.get("/api/openapi.json"));
    CHECK(document.at("openapi") == "3.0.3");
    CHECK(document.at("servers")[0].at("url") == "http://map.example");
    CHECK(document.at("paths").size() ==
          api::routes(site.site).size() - 2 + 1); // without itself and "/{file}", with parks' items
    const auto& items =
        document.at("paths").at("/api/collections/{collectionId}/items").at("get").at("parameters");
    CHECK(items.size() == 15);
}

TEST_CASE("health says what is served", "[handlers]")
{
    TestSite site;
    CHECK(site.get("/health/live").status == 200);
    CHECK(json_of(site.get("/health/ready")).at("datasets").at("parks") == TestStore::first_version);
    std::filesystem::remove(site.store.store().current_link("parks"));
    REQUIRE(site.catalogue.refresh());
    CHECK(site.get("/health/ready").status == 503);
}

TEST_CASE("changes are compared once for each pair of versions, and answered page by page", "[handlers]")
{
    TestSite site;
    site.store.publish("parks", TestStore::second_version, 30);
    site.catalogue.refresh();
    const std::string url = std::string("/api/collections/parks/changes?since=") + TestStore::first_version;
    const auto first = json_of(site.get(url + "&limit=2"));
    CHECK(first.at("added") == 5);
    CHECK(first.at("changed") == 1); // the last of the old ones has a position now
    REQUIRE(first.at("changes").size() == 2);
    // Only what is kept can answer now.
    std::filesystem::remove(site.store.store().snapshot("parks", TestStore::first_version) / "features.gpkg");
    auto ids = std::vector<std::string>{};
    for (auto page = first;;) {
        for (const auto& change : page.at("changes")) {
            ids.push_back(change.at("feature_id"));
        }
        const auto next = link_href(page, "next");
        if (next.empty()) {
            break;
        }
        page = json_of(site.get(without_host(next)));
        CHECK(page.at("added") == 5);
    }
    CHECK(ids == std::vector<std::string>{"25", "26", "27", "28", "29", "30"});
    CHECK(site.get(url + "&f=csv").status == 200);
    CHECK(site.reports.empty());
}

TEST_CASE("changes beyond those that are kept are read on from where a page begins", "[handlers]")
{
    TestSite site;
    site.store.publish("parks", TestStore::second_version, 11'000);
    site.catalogue.refresh();
    std::string url =
        std::string("/api/collections/parks/changes?limit=3000&since=") + TestStore::first_version;
    std::vector<std::string> ids;
    for (int pages = 0; !url.empty(); ++pages) {
        REQUIRE(pages < 4);
        const auto page = json_of(site.get(url));
        CHECK(page.at("added") == 10'975);
        for (const auto& change : page.at("changes")) {
            ids.push_back(change.at("feature_id"));
        }
        const auto next = link_href(page, "next");
        url = next.empty() ? "" : without_host(next);
    }
    CHECK(ids.size() == 10'976);
    CHECK(std::is_sorted(ids.begin(), ids.end()));
    CHECK(std::adjacent_find(ids.begin(), ids.end()) == ids.end());
}

TEST_CASE("what takes longer than one answer may is a 503 that says what to do, and others are answered",
          "[handlers]")
{
    struct Small : TestStore {
        Small() { publish("parks", first_version, 3000); }
    } const store;
    api::LiveCatalogue catalogue(store.store(), {[](const std::string&) {}, [](const std::string&) {}});
    api::Site site{catalogue};
    const api::Router router(api::routes(site), [](const std::string&) {});
    const auto get = [&](const std::string& path) { return router.answer(request("GET", path)); };
    const std::string parks = "/api/collections/parks/";
    const std::vector<std::string> heavy = {
        parks + "items?filter=number*2%3C7",     parks + "export?filter=number*3%3C7",
        parks + "aggregate?by=mesh:500",         "/tiles/parks/8/224/101?filter=number*4%3C7",
        "/tiles/parks.json?filter=number*5%3C7", parks + "items?sortby=-name&lang=ja&f=html"};
    site.time_limit = std::chrono::nanoseconds(
        1); // passed before the first step: what a query of seconds meets in its middle
    for (const auto& path : heavy) {
        CAPTURE(path);
        const auto response = get(path);
        CHECK(response.status == 503);
        CHECK_THAT(text_of(response), ContainsSubstring("Ask for less"));
        CHECK(response.header("Cache-Control") == "no-store");
    }
    CHECK(get(parks + "items?limit=3").status == 200);
    site.time_limit = std::chrono::seconds(30);
    CHECK(get(heavy.front()).status == 200); // nothing of the failure was kept
}
