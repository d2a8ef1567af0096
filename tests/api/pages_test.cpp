#include "api/feature_text.hpp"
#include "api/here.hpp"
#include "api/place.hpp"
#include "api/qr_code.hpp"
#include "api/static_map.hpp"
#include "tests/api/test_site.hpp"
#include "tests/support/catch.hpp"

#include <nlohmann/json.hpp>

#include <cmath>

using api::Language;
using api::test::TestSite;
using api::test::text_of;
using datasets::LonLat;

namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

} // namespace

TEST_CASE("each kind of page answers, in both languages, beside the JSON of its address", "[pages]")
{
    const TestSite site;
    for (const std::string path :
         {"/api", "/api/collections", "/api/collections/parks", "/api/collections/parks/items",
          "/api/collections/parks/items/1", "/api/search?q=%E5%85%AC", "/api/here?lon=135.3&lat=34.7"}) {
        CAPTURE(path);
        const auto japanese = site.get(path, "Accept: text/html\r\n");
        CHECK(japanese.status == 200);
        CHECK(japanese.header("content-type") == "text/html; charset=utf-8");
        CHECK(has(text_of(japanese), "<html lang=\"ja\">"));
        const auto english = site.get(path, "Accept: text/html\r\nAccept-Language: en\r\n");
        CHECK(has(text_of(english), "<html lang=\"en\">"));
        CHECK(japanese.header("etag") != english.header("etag"));
        CHECK(has(std::string(site.get(path).header("content-type").value()), "json"));
        CHECK(japanese.header("vary")->starts_with("Accept, Accept-Language"));
        CHECK(site.get(path).header("vary")->starts_with("Accept, Accept-Language"));
    }
}

TEST_CASE("what is wrong is told on a page to whoever wants pages", "[pages]")
{
    const TestSite site;
    const auto missing = site.get("/api/collections/nothing", "Accept: text/html\r\n");
    CHECK(missing.status == 404);
    CHECK(missing.header("content-type") == "text/html; charset=utf-8");
    CHECK(has(text_of(missing), "見つかりません"));
    CHECK(site.get("/api/here?lon=x&lat=1", "Accept: text/html\r\n").status == 400);
    CHECK(site.get("/api/collections/nothing").header("content-type") == "application/problem+json");
}

TEST_CASE("a page escapes what a manifest and a client say", "[pages]")
{
    const TestSite site;
    const auto page = text_of(site.get("/api/collections/parks?f=html"));
    CHECK(has(page, "汐凪市 &lt;公園課&gt;"));
    CHECK_FALSE(has(page, "<公園課>"));
    const auto search = text_of(site.get("/api/search?f=html&q=%3Cscript%3E"));
    CHECK(has(search, "&lt;script&gt;"));
    CHECK_FALSE(has(search, "<script>"));
}

TEST_CASE("the short address of a feature is a page without being asked for one", "[pages]")
{
    const TestSite site;
    const auto page = site.get("/f/parks/a%2F2%20b");
    CHECK(page.status == 200);
    CHECK(page.header("content-type") == "text/html; charset=utf-8");
    CHECK(has(text_of(page), "rel=\"canonical\" href=\"http://map.example/f/parks/a%2F2%20b?lang=ja\""));
    CHECK(site.get("/f/parks/nothing").status == 404);
    CHECK(site.get("/f/parks/25").status == 200); // which has no position
}

TEST_CASE("the style sheet has a name of its own for each content, and is kept for ever", "[pages]")
{
    const TestSite site;
    const auto page = text_of(site.get("/api?f=html"));
    const auto begin = page.find("/pages/style-");
    REQUIRE(begin != std::string::npos);
    const auto style = site.get(page.substr(begin, page.find('"', begin) - begin));
    CHECK(style.status == 200);
    CHECK(style.header("content-type") == "text/css; charset=utf-8");
    CHECK(has(std::string(style.header("cache-control").value()), "immutable"));
    CHECK(site.get("/pages/style.css").status == 404);
}

TEST_CASE("the nearest features come by true distance, as many as are wanted and not from farther away",
          "[pages]")
{
    const TestSite site;
    const auto parks = site.catalogue.find("parks");
    const auto near = api::nearest_features(*parks, {135.3101, 34.7}, 3, 5000);
    REQUIRE(near.size() == 3);
    CHECK(near[0].feature.id == "10");
    CHECK(near[1].feature.id == "11");
    CHECK(near[2].feature.id == "9");
    CHECK(std::abs(near[0].distance_m - 9.16) < 0.01);
    CHECK(api::nearest_features(*parks, {135.3101, 34.7}, 30, 100).size() == 2);
    CHECK(api::nearest_features(*parks, {130, 34.7}, 3, 5000).empty());
    CHECK(api::nearest_features(*parks, {135.3101, 34.7}, 100, 50'000).size() == 24);
}

TEST_CASE("distances and directions are said as people say them", "[pages]")
{
    CHECK(api::spoken_distance(4).ja == "10メートル以内");
    CHECK(api::spoken_distance(123).ja == "約120メートル");
    CHECK(api::spoken_distance(994).en == "about 990 metres");
    CHECK(api::spoken_distance(996).ja == "約1.0キロメートル");
    CHECK(api::spoken_distance(1234).en == "about 1.2 kilometres");
    CHECK(api::spoken_distance(12'345).ja == "約12キロメートル");
    CHECK(api::spoken_direction(0).ja == "北");
    CHECK(api::spoken_direction(359).en == "north");
    CHECK(api::spoken_direction(44).ja == "北東");
    CHECK(api::spoken_direction(250).en == "west");
}

TEST_CASE("values are shown as people read them", "[pages]")
{
    const datasets::Field people{"n", datasets::FieldType::integer, {"人口", "Population"}, "人", false};
    const datasets::Field year{"y", datasets::FieldType::integer, {"年", "Year"}, "", false};
    CHECK(api::shown(std::int64_t{1234567}, people, Language::ja) == "1,234,567人");
    CHECK(api::shown(std::int64_t{-1234}, people, Language::en) == "-1,234 人");
    CHECK(api::shown(1234.5, people, Language::en) == "1,234.5 人");
    CHECK(api::shown(std::int64_t{1998}, year, Language::ja) == "1998");
    CHECK(api::shown(true, year, Language::ja) == "はい");
    CHECK(api::shown(datasets::Value{}, people, Language::ja).empty());
    CHECK(api::shown_bytes(999) == "999 bytes");
    CHECK(api::shown_bytes(1'234'567) == "1.2 MB");
    CHECK(api::shown_bytes(999'999) == "1.0 MB");
    CHECK(api::day_in_japan("2026-10-01T15:00:00Z") == "2026-10-02");
    CHECK(api::day_in_japan("2026-10-01T14:59:59Z") == "2026-10-01");
}

TEST_CASE("a place to fly to lies in the polygon, also if its middle does not", "[pages]")
{
    const datasets::Polygons<LonLat> horseshoe{
        {{{{0, 0}, {10, 0}, {10, 10}, {0, 10}, {0, 9}, {9, 9}, {9, 1}, {0, 1}, {0, 0}}, {}}}};
    const auto place = api::place_of(horseshoe);
    CHECK(place.lon == 9.5);
    CHECK(place.lat == 5);
}

TEST_CASE("a QR code begins with the marks that every one has", "[pages]")
{
    const auto code = api::qr_code("https://map.example/f/parks/1");
    CHECK(code.size == 29);
    for (const auto& [x, y] : {std::pair{0, 0}, {code.size - 7, 0}, {0, code.size - 7}}) {
        CHECK(code.is_dark(x, y));
        CHECK_FALSE(code.is_dark(x + 1, y + 1));
        CHECK(code.is_dark(x + 3, y + 3));
    }
    CHECK(api::qr_path(code).starts_with("M4 4h7v1h-7z"));
    CHECK_THROWS(api::qr_code(std::string(4000, 'x')));
}

TEST_CASE("a static map draws the feature and needs neither style nor script", "[pages]")
{
    const TestSite site;
    const auto parks = site.catalogue.find("parks");
    api::Html html;
    api::write_static_map(html, *site.catalogue.current(), *parks, *parks->features.by_id("1"), "<公園>");
    CHECK(html.written().starts_with("<svg"));
    CHECK(has(html.written(), "aria-label=\"&lt;公園&gt;\""));
    CHECK(has(html.written(), "<circle cx=\"240.00\" cy=\"160.00\" r=\"8\""));
    CHECK_FALSE(has(html.written(), "style"));
    api::Html nothing;
    api::write_static_map(nothing, *site.catalogue.current(), *parks, *parks->features.by_id("25"), "x");
    CHECK(nothing.written().empty());
}

TEST_CASE("the catalogue and the map of the site name what is published", "[pages]")
{
    const TestSite site;
    const auto catalogue = nlohmann::json::parse(text_of(site.get("/catalog.jsonld")));
    CHECK(catalogue.at("@type") == "dcat:Catalog");
    CHECK(catalogue.at("dcat:dataset").at(0).at("dct:identifier") == "parks");
    CHECK(nlohmann::json::parse(text_of(site.get("/api/collections/parks/dcat.jsonld"))).at("@type") ==
          "dcat:Dataset");
    CHECK(has(text_of(site.get("/sitemap.xml")), "<loc>http://map.example/sitemap/parks-0.xml</loc>"));
    CHECK(has(text_of(site.get("/sitemap/parks-0.xml")),
              "<loc>http://map.example/f/parks/a%2F2%20b?lang=ja</loc>"));
    CHECK(has(text_of(site.get("/sitemap/pages.xml")),
              "<loc>http://map.example/api/collections/parks?f=html&amp;lang=en</loc>"));
    for (const char* name :
         {"parks-1.xml", "parks-x.xml", "parks.xml", "parks--1.xml", "nothing-0.xml", "-", ".xml"}) {
        CAPTURE(name);
        CHECK(site.get(std::string("/sitemap/") + name).status == 404);
    }
    CHECK(has(text_of(site.get("/robots.txt")), "Sitemap: http://map.example/sitemap.xml"));
}

TEST_CASE("a browser is told what was wrong by a page, in its language, a program by a document", "[pages]")
{
    const TestSite site;
    const std::string old =
        "/api/collections/parks/items?after=" + api::after_token({3, TestStore::second_version, {}});
    const std::vector<std::pair<std::string, int>> wrong = {{"/nothing/here", 404},
                                                            {"/api/nothing", 404},
                                                            {"/api/collections/nothing", 404},
                                                            {"/api/collections/nothing/queryables", 404},
                                                            {"/api/collections/parks/items/99", 404},
                                                            {"/f/parks/99", 404},
                                                            {"/downloads/nothing.csv", 404},
                                                            {"/tiles/nothing/0/0/0", 404},
                                                            {"/api/collections/parks/items?limit=x", 400},
                                                            {"/api/collections/parks/export?filter=%28", 400},
                                                            {old, 410}};
    for (const auto& [target, status] : wrong) {
        CAPTURE(target);
        const auto ja =
            site.get(target, "Accept: text/html,application/xhtml+xml,*/*;q=0.8\r\nAccept-Language: ja\r\n");
        CHECK(ja.status == status);
        CHECK(ja.header("Content-Type") == "text/html; charset=utf-8");
        CHECK(ja.header("Content-Language") == "ja");
        CHECK(ja.header("Cache-Control") == "no-store");
        CHECK(ja.header("Content-Security-Policy").has_value());
        CHECK_THAT(text_of(ja), ContainsSubstring(status == 400 ? "お答えできません" : "見つかりません"));
        const auto en = site.get(target, "Accept: text/html\r\nAccept-Language: en\r\n");
        CHECK_THAT(text_of(en), ContainsSubstring(status == 400 ? "This cannot be answered" : "Not found"));
        if (!target.starts_with("/f/")) { // there only as a page
            const auto program = site.get(target, "Accept: */*\r\n");
            CHECK(program.status == status);
            CHECK(program.header("Content-Type") == "application/problem+json");
            CHECK(program.header("Vary") == "Accept, Accept-Language");
            const auto json =
                site.get(target + (target.find('?') == std::string::npos ? "?" : "&") + "f=json",
                         "Accept: text/html\r\n");
            CHECK(json.header("Content-Type") == "application/problem+json");
        }
    }
    const auto post =
        site.router.answer(api::test::request("POST", "/api", "Accept: text/html\r\nContent-Length: 0\r\n"));
    CHECK(post.status == 405);
    CHECK(post.header("Allow") == "GET, HEAD, OPTIONS");
    CHECK(post.header("Content-Type") == "text/html; charset=utf-8");
    CHECK_THAT(text_of(site.get("/%3Cscript%3E", "Accept: text/html\r\n")), !ContainsSubstring("<script"));
}
