#include "api/filter_parameter.hpp"
#include "api/handlers.hpp"
#include "api/sort_parameter.hpp"
#include "tests/api/test_site.hpp"
#include "tests/support/catch.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <stdexcept>

using api::test::TestSite;
using api::test::text_of;
using nlohmann::json;

namespace {

const std::string items = "/api/collections/parks/items";

json json_of(const api::Response& response)
{
    INFO(text_of(response));
    REQUIRE(response.status == 200);
    return json::parse(text_of(response));
}

std::vector<int> numbers(const json& page)
{
    std::vector<int> all;
    for (const auto& feature : page.at("features")) {
        all.push_back(feature.at("properties").at("number"));
    }
    return all;
}

std::string filtered(const std::string& filter)
{
    return items + "?limit=100&filter=" + api::percent_encode(filter);
}

std::string next_of(const json& page)
{
    for (const auto& link : page.at("links")) {
        if (link.at("rel") == "next") {
            return link.at("href").get<std::string>().substr(std::string("http://map.example").size());
        }
    }
    return {};
}

/// All pages from this one on.
std::vector<int> all_pages(const TestSite& site, std::string url)
{
    std::vector<int> all;
    for (int pages = 0; !url.empty() && pages < 100; ++pages) {
        const auto page = json_of(site.get(url));
        const auto some = numbers(page);
        all.insert(all.end(), some.begin(), some.end());
        url = next_of(page);
    }
    return all;
}

/// The whole of a body that is made while it is sent.
std::string whole(const api::Response& response)
{
    std::string text;
    const auto& generated = std::get<api::Generated>(response.body);
    while (const auto part = generated.next()) {
        text += *part;
    }
    return text;
}

} // namespace

TEST_CASE("a filter chooses features, in text and in JSON", "[items]")
{
    const TestSite site;
    CHECK(numbers(json_of(site.get(filtered("number BETWEEN 3 AND 6 AND NOT number = 4")))) ==
          std::vector{3, 5, 6});
    CHECK(numbers(json_of(site.get(filtered("name LIKE '中央%'")))) == std::vector{1});
    CHECK(numbers(json_of(site.get(filtered("opened < '2026-01-03' OR opened IS NULL")))) ==
          std::vector{1, 2, 5});
    CHECK(numbers(json_of(site.get(filtered("S_INTERSECTS(geometry, BBOX(135.3005,34.6,135.3025,34.8))")))) ==
          std::vector{1, 2});
    CHECK(numbers(json_of(site.get(filtered(R"({"op":"in","args":[{"property":"number"},[7,9]]})") +
                                   "&filter-lang=cql2-json"))) == std::vector{7, 9});
    CHECK(json_of(site.get(filtered("number > 20"))).at("numberMatched") == 5);
    CHECK(numbers(json_of(site.get(filtered("number > 20") +
                                   "&bbox=135.3,34,135.3225,35&datetime=2026-01-22/.."))) == std::vector{22});
}

TEST_CASE("a filter that cannot be asked is named with its place", "[items]")
{
    const TestSite site;
    const auto refused = site.get(filtered("colour = 'red'"));
    CHECK(refused.status == 400);
    const auto problem = json::parse(text_of(refused));
    CHECK(problem.at("parameter") == "filter");
    CHECK(problem.at("detail") ==
          "filter: character 1: there is no property 'colour' here; known are number, name, "
          "opened, feature_id, geometry");
    CHECK(site.get(items + "?filter-lang=cql").status == 400);
    CHECK(site.get(items + "?filter-crs=nowhere").status == 400);
    CHECK(site.get(items + "?filter=number%3D1&filter=number%3D2").status == 400);
}

TEST_CASE("each property is a parameter, and q asks for words", "[items]")
{
    const TestSite site;
    CHECK(numbers(json_of(site.get(items + "?number=7"))) == std::vector{7});
    CHECK(numbers(json_of(site.get(items + "?number=7&number=8"))) == std::vector{7, 8});
    CHECK(numbers(json_of(site.get(items + "?name=中央公園"))) == std::vector{1});
    CHECK(numbers(json_of(site.get(items + "?opened=2026-01-04"))) == std::vector{4});
    CHECK(numbers(json_of(site.get(items + "?q=中央"))) == std::vector{1});
    CHECK(numbers(json_of(site.get(items + "?q=公園%20２"))) == std::vector{2, 12, 20, 21, 22, 23, 24, 25});
    CHECK(numbers(json_of(site.get(items + "?q=%25"))).empty());
    const auto refused = site.get(items + "?number=seven");
    CHECK(refused.status == 400);
    CHECK(json::parse(text_of(refused)).at("parameter") == "number");
}

TEST_CASE("paging goes through a filter and an order without losing or repeating", "[items]")
{
    const TestSite site;
    const auto odd = all_pages(site, items + "?limit=4&filter=number%20%25%202%20%3D%201");
    CHECK(odd == std::vector{1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25});
    const auto down = all_pages(site, items + "?limit=4&sortby=-number");
    REQUIRE(down.size() == 25);
    CHECK(down.front() == 25);
    CHECK(std::is_sorted(down.rbegin(), down.rend()));
    const auto by_day = all_pages(site, items + "?limit=3&sortby=-opened,number");
    REQUIRE(by_day.size() == 25);
    CHECK(by_day.front() == 25);
    CHECK(by_day.back() == 5); // open since nobody knows when: last, whichever way
    CHECK(all_pages(site, items + "?limit=3&sortby=opened").back() == 5);
    CHECK(all_pages(site, items + "?limit=2&sortby=-name&filter=number%3C5") == std::vector{4, 3, 2, 1});
    const auto refused = site.get(items + "?sortby=colour");
    CHECK(json::parse(text_of(refused)).at("parameter") == "sortby");
}

TEST_CASE("the number of features that match is counted once and carried on by next", "[items]")
{
    const TestSite site;
    const auto first = json_of(site.get(items + "?limit=4&filter=number%3C%3D10"));
    CHECK(first.at("numberMatched") == 10);
    const auto second = next_of(first);
    CHECK_THAT(second, ContainsSubstring(std::string(TestStore::first_version) + ".10"));
    CHECK(json_of(site.get(second)).at("numberMatched") == 10);
}

TEST_CASE("properties chooses what is told of a feature", "[items]")
{
    const TestSite site;
    const auto page = json_of(site.get(items + "?limit=1&properties=name"));
    CHECK(page.at("features")[0].at("properties") == json{{"name", "中央公園"}});
    CHECK(json_of(site.get(items + "/1?properties=opened,number")).at("properties") ==
          json{{"number", 1}, {"opened", "2026-01-01"}});
    CHECK(site.get(items + "?properties=colour").status == 400);
}

TEST_CASE("positions are told in the CRS asked for, in the order of its axes", "[items]")
{
    const TestSite site;
    const auto first = [&](const std::string& crs) {
        const auto response = site.get(items + "?limit=1&crs=http://www.opengis.net/def/crs/" + crs);
        CHECK(response.header("Content-Crs") == "<http://www.opengis.net/def/crs/" + crs + ">");
        const auto at = json_of(response).at("features")[0].at("geometry").at("coordinates");
        return std::vector<double>{at[0], at[1]};
    };
    CHECK(first("OGC/1.3/CRS84") == std::vector{135.301, 34.7});
    CHECK(first("EPSG/0/4326") == std::vector{34.7, 135.301});
    CHECK(first("EPSG/0/6668") == std::vector{34.7, 135.301});
    const auto mercator = first("EPSG/0/3857");
    CHECK(mercator[0] == Approx(135.301 * 20037508.342789244 / 180).margin(0.001));
    CHECK(mercator[1] ==
          Approx(std::log(std::tan((90 + 34.7) * M_PI / 360)) * 20037508.342789244 / M_PI).margin(0.001));
    // Zone V begins at 36 N, 134 20' E, and X points to the north.
    const auto plane = first("EPSG/0/6673");
    CHECK(plane[0] == Approx(-143790.505).margin(0.001)); // gdaltransform -s_srs EPSG:6668 -t_srs EPSG:6673
    CHECK(plane[1] == Approx(88650.342).margin(0.001));
    CHECK(site.get(items + "?crs=http://www.opengis.net/def/crs/EPSG/0/2451").status == 400);
    CHECK(json_of(site.get(items + "/1?crs=http://www.opengis.net/def/crs/EPSG/0/4326"))
              .at("geometry")
              .at("coordinates")[0] == 34.7);
}

TEST_CASE("boxes and filters are understood in another CRS", "[items]")
{
    const TestSite site;
    const std::string epsg = "http://www.opengis.net/def/crs/EPSG/0/";
    CHECK(numbers(json_of(site.get(items + "?bbox=34.6,135.3005,34.8,135.3025&bbox-crs=" + epsg + "4326"))) ==
          std::vector{1, 2});
    CHECK(numbers(json_of(site.get(filtered("S_INTERSECTS(geometry, BBOX(34.6,135.3005,34.8,135.3025))") +
                                   "&filter-crs=" + epsg + "6668"))) == std::vector{1, 2});
    // A box around park 3 in metres: asked for in zone V as it is told in zone V.
    const auto at = json_of(site.get(items + "?number=3&crs=" + epsg + "6673"))
                        .at("features")[0]
                        .at("geometry")
                        .at("coordinates");
    const auto box = fmt::format("{},{},{},{}", at[0].get<double>() - 20, at[1].get<double>() - 20,
                                 at[0].get<double>() + 20, at[1].get<double>() + 20);
    CHECK(numbers(json_of(site.get(items + "?bbox=" + box + "&bbox-crs=" + epsg + "6673"))) ==
          std::vector{3});
    CHECK(numbers(json_of(site.get(filtered("S_WITHIN(geometry, BBOX(" + box + "))") + "&filter-crs=" + epsg +
                                   "6673"))) == std::vector{3});
    CHECK(site.get(items + "?bbox=5,5,1,1&bbox-crs=" + epsg + "6673").status == 400);
}

TEST_CASE("a page may be CSV or a text sequence, and says in its header what GeoJSON says in links",
          "[items]")
{
    const TestSite site;
    const auto csv = site.get(items + "?limit=2&f=csv");
    CHECK(csv.header("Content-Type") == "text/csv; charset=utf-8; header=present");
    CHECK(csv.header("OGC-NumberMatched") == "25");
    CHECK_THAT(std::string(csv.header("Link").value()), ContainsSubstring("rel=\"next\"; type=\"text/csv"));
    CHECK(text_of(csv) == "\xEF\xBB\xBFID,番号,名称,開園日,経度,緯度,ジオメトリ\r\n"
                          "1,1,中央公園,2026-01-01,135.3010000,34.7000000,\r\n"
                          "a/2 b,2,公園 2,2026-01-02,135.3020000,34.7000000,\r\n");
    const auto sequence = text_of(site.get(items + "?limit=2", "Accept: application/geo+json-seq\r\n"));
    CHECK(sequence.starts_with("\x1e{\"type\":\"Feature\""));
    CHECK(std::count(sequence.begin(), sequence.end(), '\x1e') == 2);
    CHECK(site.get(items + "?f=csv&crs=EPSG:4326").status == 400);
}

TEST_CASE("an export has all features that fit, in each format", "[items]")
{
    const TestSite site;
    const std::string target = "/api/collections/parks/export?filter=number%3E3";
    const auto geojson = site.get(target);
    CHECK(geojson.header("Content-Disposition") ==
          "attachment; filename=\"parks.geojson\"; filename*=UTF-8''%E5%85%AC%E5%9C%92.geojson");
    CHECK(json::parse(whole(geojson)).at("features").size() == 22);
    const auto csv = whole(site.get(target + "&f=csv"));
    CHECK(std::count(csv.begin(), csv.end(), '\n') == 23);
    const auto sequence = whole(site.get(target + "&f=geojsonseq"));
    CHECK(std::count(sequence.begin(), sequence.end(), '\x1e') == 22);
    CHECK(json::parse(whole(site.get("/api/collections/parks/export?number=99"))).at("features").empty());
    CHECK(site.get(target + "&limit=3").status == 400);
}

TEST_CASE("changes tell what became of each feature since an older version", "[items]")
{
    TestSite site;
    site.store.publish("parks", TestStore::second_version, 26);
    REQUIRE(site.catalogue.refresh());
    const std::string target =
        std::string("/api/collections/parks/changes?since=") + TestStore::first_version;
    const auto changes = json_of(site.get(target));
    CHECK(changes.at("added") == 1);
    CHECK(changes.at("changed") == 1); // the last one of the first version had no position
    CHECK(changes.at("removed") == 0);
    CHECK(changes.at("unchanged") == 24);
    CHECK(changes.at("changes")[0].at("feature_id") == "25");
    CHECK(changes.at("changes")[0].at("geometry") == true);
    CHECK(changes.at("changes")[1].at("kind") == "added");
    const auto href = changes.at("changes")[1].at("href").get<std::string>();
    CHECK(json_of(site.get(href.substr(std::string("http://map.example").size()))).at("id") == "26");
    const auto paged = json_of(site.get(target + "&limit=1"));
    REQUIRE(paged.at("changes").size() == 1);
    CHECK(json_of(site.get(next_of(paged))).at("changes")[0].at("feature_id") == "26");
    CHECK_THAT(text_of(site.get(target + "&f=csv")), ContainsSubstring("added,26,,,,\r\n"));
    const auto atom = text_of(site.get(target + "&f=atom&lang=en"));
    CHECK_THAT(atom, ContainsSubstring("<title>26 added</title>"));
    CHECK_THAT(atom, ContainsSubstring("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\">"));
    CHECK(site.get("/api/collections/parks/changes").status == 400);
    CHECK(site.get("/api/collections/parks/changes?since=../../etc").status == 400);
    CHECK(site.get("/api/collections/parks/changes?since=20200101T000000Z-0123456789ab").status == 410);
}

TEST_CASE("a download says its digest, and a part of it only that of the whole", "[items]")
{
    const TestSite site;
    const auto all = site.get("/downloads/parks.csv");
    CHECK(all.header("Repr-Digest") == all.header("Content-Digest"));
    CHECK(std::string(all.header("Repr-Digest").value()).starts_with("sha-256=:"));
    CHECK(all.header("Repr-Digest")->size() == std::string("sha-256=::").size() + 44);
    CHECK(all.header("Content-Disposition") ==
          "attachment; filename=\"parks.csv\"; filename*=UTF-8''%E5%85%AC%E5%9C%92.csv");
    const auto part = site.get("/downloads/parks.csv", "Range: bytes=0-9\r\n");
    CHECK(part.status == 206);
    CHECK(part.header("Repr-Digest") == all.header("Repr-Digest"));
    CHECK_FALSE(part.header("Content-Digest"));
}

namespace {

/// The ids that a scan finds: every feature read and held against the filter by the reference.
std::vector<std::string> scanned(const TestSite& site, const std::string& query)
{
    const auto snapshot = site.catalogue.find("parks");
    const auto request = api::test::request("GET", items + query);
    const auto parameters = api::filter_parameters(request, snapshot->info);
    datasets::ItemsQuery scan;
    scan.selection = parameters.selection;
    scan.filter = parameters.filter_or_null();
    scan.limit = 1000;
    scan.order = api::sortby_parameter(request, snapshot->info.schema);
    std::vector<std::string> ids;
    for (const auto& feature : snapshot->features.items(scan).features) {
        ids.push_back(feature.id);
    }
    return ids;
}

std::vector<std::string> ids_of(const json& page)
{
    std::vector<std::string> ids;
    for (const auto& feature : page.at("features")) {
        ids.push_back(feature.at("id"));
    }
    return ids;
}

/// The ids in the links of the table, over all its pages.
std::vector<std::string> ids_of_table(const TestSite& site, std::string url)
{
    std::vector<std::string> ids;
    while (!url.empty()) {
        const auto html = text_of(site.get(url, "Accept: text/html\r\n"));
        static const std::string link = "<th scope=\"row\"><a href=\"http://map.example" + items + "/";
        for (auto at = html.find(link); at != std::string::npos; at = html.find(link, at + 1)) {
            const auto begin = at + link.size();
            ids.push_back(
                api::percent_decode(html.substr(begin, html.find_first_of("?\"", begin) - begin)).value());
        }
        const auto next = html.find("rel=\"next\" href=\"");
        const auto begin = html.find(items, next);
        url = next == std::string::npos ? "" : html.substr(begin, html.find('"', begin) - begin);
        for (auto amp = url.find("&amp;"); amp != std::string::npos; amp = url.find("&amp;", amp + 1)) {
            url.erase(amp + 1, 4);
        }
    }
    return ids;
}

} // namespace

TEST_CASE("items, their table and exports select and order as a scan of the store does", "[items]")
{
    const TestSite site;
    for (const std::string query :
         {"?lang=en", "?filter=number%3E7",
          "?filter=name+LIKE+%27%25%E5%85%AC%E5%9C%92%25%27+AND+number%3C20",
          "?bbox=135.3005,34.6,135.3105,34.8", "?datetime=2026-01-03/2026-01-20", "?q=%E5%85%AC%E5%9C%92+1",
          "?number=3&number=5", "?filter=opened+IS+NULL+OR+S_INTERSECTS(geometry,BBOX(135.3,34,135.304,35))",
          "?filter=number%3E100",
          "?datetime=2026-01-03/"
          "..&bbox=135.3005,34.6,135.3205,34.8&q=%E5%85%AC%E5%9C%92&filter=number%3C%3E9"}) {
        for (const std::string order : {"", "&sortby=-opened", "&sortby=name", "&sortby=opened,-number"}) {
            CAPTURE(query, order);
            const auto expected = scanned(site, query + order);
            CHECK(ids_of(json_of(site.get(items + query + order + "&limit=100"))) == expected);
            CHECK(ids_of_table(site, items + query + order + "&limit=4") == expected);
            CHECK(json_of(site.get(items + query + order)).at("numberMatched") == expected.size());
            if (order.empty()) {
                const auto exported = whole(site.get("/api/collections/parks/export" + query + "&f=geojson"));
                CHECK(ids_of(json::parse(exported)) == expected);
            }
        }
    }
}

TEST_CASE("an export and a table ask the index, once for the same filter", "[items]")
{
    const TestSite site;
    const auto fail = []() -> tiles::Bitmap { throw std::logic_error("was not asked before"); };
    const auto index = site.catalogue.find("parks")->index;
    (void)whole(site.get("/api/collections/parks/export?number=3&f=csv"));
    CHECK(index->selected("number=3", fail)->count() == 1);
    CHECK(site.get(items + "?number=4", "Accept: text/html\r\n").status == 200);
    CHECK(index->selected("number=4", fail)->count() == 1);
}

TEST_CASE("an export that is known already is not made again", "[items]")
{
    const TestSite site;
    const std::string url = "/api/collections/parks/export?number=3&f=csv";
    const auto etag = std::string(site.get(url).header("etag").value());
    CHECK(site.get(url, "If-None-Match: " + etag + "\r\n").status == 304);
}
