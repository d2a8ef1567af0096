#include "datasets/bbox.hpp"
#include "datasets/file.hpp"
#include "datasets/municipality.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/shared_data.hpp"

#include <array>
#include <set>
#include <sstream>
#include <string>
#include <vector>

using datasets::municipality_code;
using datasets::plane_zone;

namespace {

/// Areas of use of EPSG:6669 to 6687, as PROJ 9 has them: zones I to XIX.
constexpr std::array<datasets::BBox, 19> areas_of_use{{
    {128.17, 26.96, 130.46, 34.74}, {129.76, 30.18, 132.05, 33.99}, {130.81, 33.72, 133.49, 36.38},
    {131.95, 32.69, 134.81, 34.45}, {133.13, 34.13, 135.47, 35.71}, {134.86, 33.40, 136.99, 36.33},
    {136.22, 34.51, 137.84, 37.58}, {137.32, 34.54, 139.91, 38.58}, {138.40, 29.31, 141.11, 37.98},
    {139.49, 37.73, 142.14, 41.58}, {139.34, 41.34, 141.46, 43.42}, {140.89, 42.15, 143.61, 45.54},
    {142.61, 41.87, 145.87, 44.40}, {141.20, 24.67, 142.33, 27.80}, {126.63, 26.02, 128.40, 26.91},
    {122.83, 23.98, 125.51, 24.94}, {131.12, 24.40, 131.38, 26.01}, {136.02, 20.37, 136.16, 20.48},
    {153.91, 24.22, 154.05, 24.35},
}};

/// Cells up to the coordinates, none of which is quoted in this file.
std::vector<std::string> cells_of(const std::string& line)
{
    std::vector<std::string> cells;
    std::istringstream rest{line};
    for (std::string cell; std::getline(rest, cell, ',');) {
        cells.push_back(cell);
    }
    return cells;
}

} // namespace

TEST_CASE("the check digit of a municipality's code is the published one", "[municipality]")
{
    for (const char* code :
         {"272248", "282022", "282049", "282146", "372013", "222127", "011002", "131016"}) {
        INFO(code);
        CHECK(datasets::check_digit(std::string{code}.substr(0, 5)) == code[5]);
    }
}

TEST_CASE("a municipality's code is read with and without check digit and leading zero", "[municipality]")
{
    CHECK(municipality_code("27224") == "27224");
    CHECK(municipality_code("272248") == "27224");
    CHECK(municipality_code("01100") == "01100");
    CHECK(municipality_code("1100") == "01100");
    CHECK(municipality_code("11002") == "01100");
    CHECK(municipality_code("011002") == "01100");
    CHECK_FALSE(municipality_code("272249")); // a wrong check digit
    CHECK_FALSE(municipality_code("99999"));
    CHECK_FALSE(municipality_code("272"));
    CHECK_FALSE(municipality_code("2722a"));
    CHECK_FALSE(municipality_code(""));
}

TEST_CASE("the plane-rectangular zone follows from the prefecture or the city", "[municipality]")
{
    CHECK(plane_zone("兵庫県") == 5);
    CHECK(plane_zone("大阪府") == 6);
    CHECK(plane_zone("香川県") == 4);
    CHECK(plane_zone("静岡県") == 8);
    CHECK(plane_zone("28204") == 5);
    CHECK(plane_zone("272248") == 6);
    CHECK(plane_zone("42201") == 1);
}

TEST_CASE("a prefecture of several zones needs its city named", "[municipality]")
{
    for (const char* name : {"北海道", "東京都", "鹿児島県", "沖縄県", "汐凪県"}) {
        CHECK_FALSE(plane_zone(name));
    }
    CHECK(plane_zone("01202") == 11); // 函館
    CHECK(plane_zone("01100") == 12); // 札幌
    CHECK(plane_zone("01207") == 13); // 帯広
    CHECK(plane_zone("13101") == 9);
    CHECK(plane_zone("13421") == 14); // 小笠原
    CHECK(plane_zone("46201") == 2);
    CHECK(plane_zone("46222") == 1); // 奄美
    CHECK(plane_zone("47201") == 15);
    CHECK(plane_zone("47207") == 16); // 石垣
    CHECK(plane_zone("47357") == 17); // 南大東
    CHECK_FALSE(plane_zone("46303")); // 三島村 lies on both sides of the line
    CHECK_FALSE(plane_zone("46215")); // and so does 薩摩川内市
    CHECK(plane_zone("01575") == 11); // 壮瞥町
    CHECK(plane_zone("01571") == 11); // 豊浦町
    CHECK(plane_zone("01578") == 12); // 白老町
    CHECK(plane_zone("01219") == 12); // 紋別市
    CHECK(plane_zone("01564") == 13); // 大空町
    CHECK(plane_zone("01559") == 12); // 湧別町
    CHECK(plane_zone("01694") == 13); // 羅臼町
}

TEST_CASE("every municipality lies in the area that the EPSG registry gives its zone", "[municipality]")
{
    const auto list = shared_data("localgovjp/localgovjp-utf8.csv");
    if (!list) {
        return;
    }
    // Their offices lie outside: the registry's rectangles are narrower than the notice, which counts the whole of 日高, 香川県 and
    // 沖縄県; the office of 十島村 stands in 鹿児島市.
    const std::set<std::string> beyond{"01608", "01609", "37322", "37324",
                                       "37364", "46304", "47359", "47360"};
    const std::set<std::string> of_two_zones{"46303", "46215"};
    int rows = 0;
    std::istringstream lines{datasets::read_file(*list)};
    for (std::string line; std::getline(lines, line);) {
        const auto cells = cells_of(line);
        const auto code = cells.size() > 6 ? municipality_code(cells[2]) : std::nullopt;
        if (!code) {
            continue; // the header
        }
        ++rows;
        const auto zone = plane_zone(*code);
        INFO(line);
        CHECK(zone.has_value() != of_two_zones.contains(*code));
        if (zone) {
            const datasets::BBox& area = areas_of_use.at(static_cast<std::size_t>(*zone - 1));
            const double lat = std::stod(cells[5]);
            const double lon = std::stod(cells[6]);
            CHECK(area.intersects({lon, lat, lon, lat}) != beyond.contains(*code));
        }
    }
    CHECK(rows == 1916);
}
