#include "tests/api/test_site.hpp"
#include "tests/support/catch.hpp"
#include "tiles/gzip.hpp"
#include "tiles/mvt_reader.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <numeric>

using api::test::request;
using api::test::TestSite;
using api::test::text_of;
using nlohmann::json;

namespace {

const std::string pinned = std::string("/tiles/parks@") + TestStore::first_version;

json json_of(const api::Response& response) { return json::parse(text_of(response)); }

/// All features of a layer of that name, over the tiles of a zoom that the parks reach, without those in buffers.
std::vector<tiles::MvtFeature> features_at(const TestSite& site, int zoom, const std::string& query,
                                           const std::string& layer_name = "parks")
{
    std::vector<tiles::MvtFeature> all;
    const double across = static_cast<double>(tiles::tiles_across(zoom));
    const auto west = tiles::to_unit_point(datasets::LonLat{135.29, 34.71});
    const auto east = tiles::to_unit_point(datasets::LonLat{135.34, 34.69});
    for (auto x = static_cast<int>(west.x * across); x <= static_cast<int>(east.x * across); ++x) {
        for (auto y = static_cast<int>(west.y * across); y <= static_cast<int>(east.y * across); ++y) {
            const auto response = site.get(pinned + "/" + std::to_string(zoom) + "/" + std::to_string(x) +
                                           "/" + std::to_string(y) + "?" + query);
            if (response.status == 204) {
                continue;
            }
            REQUIRE(response.status == 200);
            for (auto& layer : tiles::read_mvt(text_of(response))) {
                if (layer.name == layer_name) {
                    all.insert(all.end(), layer.features.begin(), layer.features.end());
                }
            }
        }
    }
    return all;
}

std::int64_t count(const std::vector<tiles::MvtFeature>& features)
{
    return std::accumulate(features.begin(), features.end(), std::int64_t{0},
                           [](std::int64_t sum, const auto& feature) {
                               const auto* points = feature.property("point_count");
                               return sum + (points == nullptr ? 1 : std::get<std::int64_t>(*points));
                           });
}

} // namespace

TEST_CASE("a tile with a filter holds exactly the features that the filter selects, at every zoom",
          "[on_request]")
{
    const TestSite site;
    for (int zoom = 0; zoom <= 16; zoom += 2) {
        CHECK(count(features_at(site, zoom, "filter=number%20%3C%3D%207")) == 7);
        CHECK(count(features_at(site, zoom, "filter=NOT%20(number%20%3C%3D%207)")) == 17);
        CHECK(count(features_at(site, zoom, "datetime=2026-01-03/2026-01-04")) == 2);
        CHECK(count(features_at(site, zoom, "bbox=135.3,34.6,135.3025,34.8")) == 2);
        CHECK(count(features_at(site, zoom,
                                "filter=number%20%3E%201&datetime=../2026-01-03&bbox=135,34,136,35")) == 2);
    }
}

TEST_CASE("features of a tile made on request have their id, their feature_id and what is known of them",
          "[on_request]")
{
    const TestSite site;
    const auto features = features_at(site, 14, "filter=number%20%3D%205");
    REQUIRE(features.size() == 1);
    CHECK(features[0].id == 5);
    CHECK(*features[0].property("number") == datasets::Value{std::int64_t{5}});
    CHECK(*features[0].property("name") == datasets::Value{"公園 5"});
    CHECK(*features[0].property("feature_id") == datasets::Value{"5"});
    CHECK(features[0].property("opened") == nullptr);
}

TEST_CASE("a tile made on request is cached as its URL allows, and not made again for who has it",
          "[on_request]")
{
    const TestSite site;
    const std::string query = "/0/0/0?filter=number%20%3C%3D%207";
    const auto tile = site.get(pinned + query, "Accept-Encoding: gzip\r\n");
    REQUIRE(tile.status == 200);
    CHECK(tile.header("Cache-Control") == "public, max-age=31536000, immutable");
    CHECK(tile.header("Content-Encoding") == "gzip");
    CHECK(site.get("/tiles/parks" + query).header("Cache-Control") == "no-cache");
    const auto etag = std::string(*tile.header("ETag"));
    CHECK(site.get(pinned + query, "Accept-Encoding: gzip\r\nIf-None-Match: " + etag + "\r\n").status == 304);
    CHECK(site.get(pinned + query).header("ETag") != etag); // not compressed
    CHECK(
        site.get(pinned + "/0/0/0?filter=number%20%3C%3D%208", "Accept-Encoding: gzip\r\n").header("ETag") !=
        etag);
    const auto bytes = text_of(tile);
    CHECK(tiles::gunzip(bytes, 1 << 20) == text_of(site.get(pinned + query)));
}

TEST_CASE("a tile of no selected feature is empty", "[on_request]")
{
    const TestSite site;
    CHECK(site.get(pinned + "/0/0/0?filter=number%20%3E%20999").status == 204);
    CHECK(site.get(pinned + "/3/0/0?filter=number%20%3E%201").status == 204);
}

TEST_CASE("a filter that cannot be asked is the client's error and names the parameter", "[on_request]")
{
    const TestSite site;
    for (const char* query :
         {"filter=height%20%3E%203", "filter=number%20%3E", "datetime=yesterday", "bbox=1,2,3",
          "filter=number%20%3D%201&filter-lang=sql", "by=mesh:300", "by=field:name", "by=dataset:moon"}) {
        INFO(query);
        const auto response = site.get(pinned + "/0/0/0?" + query);
        CHECK(response.status == 400);
        CHECK_FALSE(json_of(response).at("detail").get<std::string>().empty());
    }
    CHECK(site.reports.empty());
}

TEST_CASE("only tiles that are made are slow", "[on_request]")
{
    const TestSite site;
    CHECK_FALSE(site.router.is_slow(request("GET", pinned + "/0/0/0")));
    CHECK(site.router.is_slow(request("GET", pinned + "/0/0/0?filter=number%20%3D%201")));
    CHECK(site.router.is_slow(request("GET", pinned + "/0/0/0?by=mesh:500")));
    CHECK(site.router.is_slow(request("GET", "/tiles/parks.json?datetime=2026-01-01")));
}

TEST_CASE("the TileJSON of a filter leads to its tiles", "[on_request]")
{
    const TestSite site;
    const auto document =
        json_of(site.get("/tiles/parks.json?filter=number%20%3C%3D%207&datetime=2026-01-01/.."));
    CHECK(document.at("machizu:selected") == 6); // the fifth has no date
    const std::string url = document.at("tiles").at(0);
    CHECK_THAT(url, ContainsSubstring("{z}/{x}/{y}?filter=number%20%3C%3D%207&datetime=2026-01-01%2F.."));
    auto path = url.substr(std::string("http://map.example").size());
    path.replace(path.find("{z}/{x}/{y}"), 11, "0/0/0");
    CHECK(site.get(path).status == 200);
}

TEST_CASE("a mesh tile has a cell for each square with features, and their numbers add up", "[on_request]")
{
    const TestSite site;
    const auto cells = features_at(site, 14, "by=mesh:500&value=number");
    std::map<std::string, std::int64_t> counts; // a cell may reach into several tiles
    for (const auto& cell : cells) {
        CHECK(datasets::kind_of(cell.geometry) == datasets::GeometryKind::polygon);
        counts[std::get<std::string>(*cell.property("key"))] =
            std::get<std::int64_t>(*cell.property("count"));
        CHECK(cell.property("sum") != nullptr);
        CHECK(cell.property("density_per_km2") != nullptr);
    }
    std::int64_t sum = 0;
    for (const auto& [key, number] : counts) {
        CHECK(key.size() == 9);
        sum += number;
    }
    CHECK(sum == 24);
    const auto tilejson = json_of(site.get("/tiles/parks.json?by=mesh:500"));
    CHECK(tilejson.at("vector_layers").at(0).at("fields").contains("count"));
    CHECK_THAT(tilejson.at("tiles").at(0).get<std::string>(), ContainsSubstring("by=mesh%3A500"));
}

TEST_CASE("a snapshot whose index is missing, damaged or of other features says so and answers all the same",
          "[on_request]")
{
    for (const std::string trouble : {"missing", "damaged", "other"}) {
        TestStore store;
        store.publish("parks", TestStore::first_version);
        const auto path = store.store().snapshot("parks", TestStore::first_version) / "features.index";
        if (trouble == "other") {
            TestStore more;
            more.publish("parks", TestStore::first_version, 30);
            std::filesystem::copy(more.store().snapshot("parks", TestStore::first_version) / "features.index",
                                  path, std::filesystem::copy_options::overwrite_existing);
        } else if (trouble == "damaged") {
            std::filesystem::resize_file(path, 500);
        } else {
            std::filesystem::remove(path);
        }
        std::vector<std::string> reports;
        api::LiveCatalogue catalogue{
            store.store(),
            {[](const std::string&) {}, [&](const std::string& line) { reports.push_back(line); }}};
        const api::Site site{catalogue, {}, {}};
        const api::Router router{api::routes(site),
                                 [&](const std::string& line) { reports.push_back(line); }};
        REQUIRE(reports.size() == 1);
        CHECK_THAT(reports[0], ContainsSubstring("features.index"));
        const auto tile = router.answer(request("GET", pinned + "/0/0/0?filter=number%20%3C%3D%207"));
        REQUIRE(tile.status == 200);
        CHECK(count(tiles::read_mvt(text_of(tile)).at(0).features) == 7);
        CHECK(reports.size() == 1);
    }
}
