#include "ingest/shared_positions.hpp"
#include "tests/support/catch.hpp"

#include <string>

using datasets::LonLat;

namespace {

const LonLat city_hall{135.56222, 34.77722};

/// So many rows at the city hall, beside others that lie each elsewhere.
std::string said(int at_city_hall, int elsewhere, const std::string& file = "")
{
    ingest::SharedPositions positions;
    for (int i = 0; i < at_city_hall; ++i) {
        positions.add(datasets::Points<LonLat>{{city_hall}}, file, i + 2);
    }
    for (int i = 0; i < elsewhere; ++i) {
        positions.add(datasets::Points<LonLat>{{{135.0 + 0.0001 * i, 34.7}}}, file, at_city_hall + i + 2);
    }
    const auto finding = positions.finding();
    return finding ? finding->detail.en.substr(finding->detail.en.find('(')) : "";
}

} // namespace

TEST_CASE("more than ten rows at one position are noted, with the first of them", "[shared_positions]")
{
    CHECK(said(10, 5).empty());
    CHECK(said(11, 5) == "(11 rows at 34.777220, 135.562220: 2, 3, 4, 5, 6, 7, 8, 9, …)");
    CHECK(said(11, 0, "a.csv").starts_with("(11 rows at 34.777220, 135.562220: a.csv 2, a.csv 3,"));
    CHECK(said(0, 0).empty());
}

TEST_CASE("of many rows it takes more than one in a hundred at one position", "[shared_positions]")
{
    CHECK(said(20, 1980).empty());
    CHECK_FALSE(said(21, 1979).empty());
}

TEST_CASE("what is no single point lies nowhere twice", "[shared_positions]")
{
    ingest::SharedPositions positions;
    for (int i = 0; i < 20; ++i) {
        positions.add(datasets::Lines<LonLat>{{{city_hall, {135.0, 34.0}}}}, "", i);
        positions.add(datasets::Points<LonLat>{{city_hall, city_hall}}, "", i);
    }
    CHECK_FALSE(positions.finding());
}
