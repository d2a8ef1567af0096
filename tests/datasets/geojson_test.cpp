#include "datasets/geojson.hpp"
#include "tests/support/catch.hpp"

#include <array>
#include <cmath>
#include <cstdio>
#include <limits>
#include <random>
#include <string>
#include <string_view>
#include <vector>

using namespace std::literals;

using datasets::Geometry;
using datasets::Lines;
using datasets::LonLat;
using datasets::Points;
using datasets::Polygon;
using datasets::Polygons;
using datasets::Value;

namespace {

std::string geojson(const Geometry<LonLat>& geometry)
{
    std::string json;
    datasets::append_geojson_geometry(json, geometry);
    return json;
}

std::string json_of(const Value& value)
{
    std::string json;
    datasets::append_json_value(json, value);
    return json;
}

} // namespace

TEST_CASE("one part is written single, several multi", "[geojson]")
{
    CHECK(geojson(Points<LonLat>{{{135.5, 34.75}}}) == R"({"type":"Point","coordinates":[135.5,34.75]})");
    CHECK(geojson(Points<LonLat>{{{1, 2}, {3, 4}}}) ==
          R"({"type":"MultiPoint","coordinates":[[1,2],[3,4]]})");
    CHECK(geojson(Lines<LonLat>{{{{1, 2}, {3, 4}}}}) ==
          R"({"type":"LineString","coordinates":[[1,2],[3,4]]})");
    CHECK(geojson(Lines<LonLat>{{{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}}}) ==
          R"({"type":"MultiLineString","coordinates":[[[1,2],[3,4]],[[5,6],[7,8]]]})");
}

TEST_CASE("positions have seven decimals at most, no zeros behind and no minus zero", "[geojson]")
{
    CHECK(geojson(Points<LonLat>{{{135.123456789, -0.00000001}}}) ==
          R"({"type":"Point","coordinates":[135.1234568,0]})");
    CHECK(geojson(Points<LonLat>{{{100, 10.5}}}) == R"({"type":"Point","coordinates":[100,10.5]})");
}

TEST_CASE("a position is printed as printf rounds it, also where a half is near", "[geojson]")
{
    const auto expected = [](double degrees) {
        std::array<char, 64> text{};
        std::snprintf(text.data(), text.size(), "%.7f", degrees);
        std::string trimmed = text.data();
        trimmed.erase(trimmed.find_last_not_of('0') + 1);
        if (trimmed.back() == '.') {
            trimmed.pop_back();
        }
        return trimmed == "-0" ? std::string("0") : trimmed;
    };
    std::mt19937_64 random(3);
    std::vector<double> numbers = {0.0, -0.0, 1e-9, -1e-9, 5e-8,         -5e-8,
                                   0.1, 180,  -180, 1e22,  4.9999999499, 99.99999995};
    for (int i = 0; i < 100'000; ++i) {
        const auto n = static_cast<double>(random() % 3'600'000'000) / 1e7 - 180;
        numbers.push_back(n);
        numbers.push_back(n + 5e-8); // a half of the last decimal, as near as a double comes
        numbers.push_back(std::nextafter(n + 5e-8, 200.0));
        numbers.push_back(std::uniform_real_distribution<double>(-180, 180)(random));
    }
    for (const double number : numbers) {
        REQUIRE(geojson(Points<LonLat>{{LonLat{number, 1}}}) ==
                R"({"type":"Point","coordinates":[)" + expected(number) + ",1]}");
    }
}

TEST_CASE("rings wind as RFC 7946 says: exterior counter-clockwise, holes clockwise", "[geojson]")
{
    const std::vector<LonLat> clockwise{{0, 0}, {0, 4}, {4, 4}, {0, 0}};
    const std::vector<LonLat> counter_clockwise{{1, 2}, {1.5, 2}, {1.5, 3}, {1, 2}};
    CHECK(geojson(Polygons<LonLat>{{Polygon<LonLat>{clockwise, {counter_clockwise}}}}) ==
          R"({"type":"Polygon","coordinates":[[[0,0],[4,4],[0,4],[0,0]],[[1,2],[1.5,3],[1.5,2],[1,2]]]})");
}

TEST_CASE("texts are escaped as JSON wants, Japanese stays as it is", "[geojson]")
{
    std::string json;
    datasets::append_json_string(json, "投票所 \"A\"\\\n\t\0\x1f"sv);
    CHECK(json == "\"投票所 \\\"A\\\"\\\\\\n\\u0009\\u0000\\u001f\"");
}

TEST_CASE("numbers read back as the same numbers, what JSON cannot say is null", "[geojson]")
{
    CHECK(json_of(std::int64_t{9007199254740993}) == "9007199254740993");
    CHECK(json_of(0.1) == "0.1");
    CHECK(json_of(1e21) == "1e+21");
    CHECK(json_of(true) == "true");
    CHECK(json_of(std::monostate{}) == "null");
    CHECK(json_of(std::numeric_limits<double>::quiet_NaN()) == "null");
    CHECK(json_of(std::numeric_limits<double>::infinity()) == "null");
}

TEST_CASE("a feature has its stable id and every public property, missing ones as null", "[geojson]")
{
    const datasets::Schema schema{{{"name", datasets::FieldType::text, {}, "", false},
                                   {"voters", datasets::FieldType::integer, {}, "", false}}};
    const datasets::Feature feature{7, "9-7", std::nullopt, {std::string{"第９"}, std::monostate{}}};
    std::string json;
    datasets::append_geojson_feature(json, feature, schema);
    CHECK(json == R"({"type":"Feature","id":"9-7","geometry":null,)"
                  R"("properties":{"name":"第９","voters":null}})");
    json.clear();
    datasets::append_geojson_feature(json, feature, schema, R"([{"rel":"self"}])");
    CHECK(json.ends_with(R"("links":[{"rel":"self"}]})"));
}
