#include "tests/api/test_site.hpp"
#include "tests/support/catch.hpp"

#include <nlohmann/json.hpp>

using api::test::TestSite;
using api::test::text_of;
using nlohmann::json;

namespace {

constexpr auto url = "/api/collections/parks/aggregate?";

json ask(const TestSite& site, const std::string& query)
{
    const auto response = site.get(url + query);
    INFO(query << ": " << text_of(response));
    REQUIRE(response.status == 200);
    return json::parse(text_of(response));
}

} // namespace

TEST_CASE("parks by the day they opened, with the sum of their numbers", "[aggregate]")
{
    const TestSite site;
    const auto answer = ask(site, "by=time:month&value=number&functions=count,sum,mean,min,max,quantiles");
    CHECK(answer.at("collection") == "parks");
    CHECK(answer.at("version") == TestStore::first_version);
    CHECK(answer.at("by") == json{{"kind", "time"}, {"name", "month"}});
    REQUIRE(answer.at("groups").size() == 1);
    const auto& january = answer.at("groups").at(0);
    CHECK(january.at("key") == "2026-01");
    CHECK(january.at("label") == json{{"ja", "2026年1月"}, {"en", "2026-01"}});
    CHECK(january.at("count") == 24);
    CHECK(january.at("sum") == 25 * 26 / 2 - 5);
    CHECK(january.at("min") == 1);
    CHECK(january.at("max") == 25);
    CHECK(january.at("quantiles").at("0.5") == 13.5);
    CHECK(january.at("suppressed") == false);
    CHECK(answer.at("total").at("count") == 25);
    CHECK(answer.at("ungrouped") == 1); // nobody knows when the fifth opened
}

TEST_CASE("sums obey the same filter as the map", "[aggregate]")
{
    const TestSite site;
    CHECK(ask(site, "by=time:year&filter=number%20%3C%3D%207").at("total").at("count") == 7);
    CHECK(ask(site, "by=time:year&datetime=2026-01-03").at("total").at("count") == 1);
    CHECK(ask(site, "by=mesh:1000&bbox=135.3,34.6,135.3025,34.8").at("total").at("count") == 2);
}

TEST_CASE("cells of a mesh have their code, their area and a density", "[aggregate]")
{
    const TestSite site;
    const auto answer = ask(site, "by=mesh:1000&classes=jenks&n=3&measure=density");
    std::int64_t sum = 0;
    for (const auto& cell : answer.at("groups")) {
        sum += cell.at("count").get<std::int64_t>();
        CHECK(cell.at("key").get<std::string>().size() == 8);
        CHECK(cell.at("density_per_km2").get<double>() ==
              Approx(cell.at("count").get<double>() / cell.at("area_km2").get<double>()));
        CHECK(cell.at("bbox").size() == 4);
    }
    CHECK(sum == 24);
    CHECK(answer.at("ungrouped") == 1);
    CHECK(answer.at("classes").at("method") == "jenks");
    CHECK(answer.at("classes").at("breaks").size() <= 2);
}

TEST_CASE("a rate is the sum of numerators by the sum of denominators", "[aggregate]")
{
    const TestSite site;
    const auto total = ask(site, "by=time:year&denominator=number&functions=rate").at("total");
    CHECK(total.at("numerator") == 25);
    CHECK(total.at("denominator") == 325);
    CHECK(total.at("rate").get<double>() == Approx(25.0 / 325));
}

TEST_CASE("sums come as GeoJSON with cells, and as CSV", "[aggregate]")
{
    const TestSite site;
    const auto geojson = ask(site, "by=mesh:500&f=geojson");
    CHECK(geojson.at("features").at(0).at("geometry").at("type") == "Polygon");
    CHECK(geojson.at("features").at(0).at("properties").contains("count"));
    CHECK(geojson.at("machizu").at("total").at("count") == 25);
    const auto csv = site.get(std::string(url) + "by=field:name&f=csv");
    CHECK(csv.header("Content-Type") == "text/csv; charset=utf-8");
    CHECK_THAT(text_of(csv), ContainsSubstring("key,label_ja,label_en,count"));
    CHECK_THAT(text_of(csv), ContainsSubstring("中央公園,中央公園,中央公園,1,"));
}

TEST_CASE("what cannot be summed up is the client's error and names the parameter", "[aggregate]")
{
    const TestSite site;
    const std::vector<std::pair<std::string, std::string>> wrong{
        {"", "by"},
        {"by=name", "by"},
        {"by=field:height", "by"},
        {"by=mesh:300", "by"},
        {"by=time:century", "by"},
        {"by=dataset:parks", "by"}, // points are no areas
        {"by=field:name&value=name", "value"},
        {"by=field:name&value=height", "value"},
        {"by=field:name&functions=sum", "functions"},
        {"by=field:name&functions=variance", "functions"},
        {"by=field:name&numerator=number", "numerator"},
        {"by=field:name&denominator=dataset:number", "denominator"},
        {"by=field:name&classes=guess", "classes"},
        {"by=field:name&n=1", "n"},
        {"by=field:name&filter=height%20%3E%201", "filter"},
        {"by=field:name&unknown=1", "unknown"}};
    for (const auto& [query, parameter] : wrong) {
        INFO(query);
        const auto response = site.get(url + query);
        CHECK(response.status == 400);
        CHECK(json::parse(text_of(response)).value("parameter", "") == parameter);
    }
    CHECK(site.reports.empty());
}

TEST_CASE("sums of a pinned version are kept for ever, and not made again for who has them", "[aggregate]")
{
    const TestSite site;
    const auto pinned =
        std::string("/api/collections/parks@") + TestStore::first_version + "/aggregate?by=time:year";
    const auto response = site.get(pinned);
    CHECK(response.header("Cache-Control") == "public, max-age=31536000, immutable");
    CHECK(site.get(url + std::string("by=time:year")).header("Cache-Control") == "no-cache");
    CHECK(site.get(pinned, "If-None-Match: " + std::string(*response.header("ETag")) + "\r\n").status == 304);
}
