#include "ingest/ground_length.hpp"
#include "ingest/nearby_points.hpp"
#include "tests/support/catch.hpp"

#include <cmath>
#include <vector>

using datasets::LonLat;

TEST_CASE("a line is as long as its parts together", "[ground_length]")
{
    const LonLat a{135.4063889, 34.7333333}, b{135.4163889, 34.7333333}, c{135.4063889, 34.7433333};
    CHECK(std::abs(ingest::ground_length({{{b, a, c}}}) - (915.833 + 1109.358)) < 0.002);
    CHECK(std::abs(ingest::ground_length({{{a, b}, {a, c}}}) - (915.833 + 1109.358)) < 0.002);
    CHECK(ingest::ground_length({{{a}}}) == 0);
    CHECK(ingest::ground_length({}) == 0);
}

TEST_CASE("the points near a position come with their distance, the nearest first", "[nearby_points]")
{
    // At 34.7 N a hundred-thousandth of a degree is 1.11 m to the north and 0.92 m to the east.
    const std::vector<LonLat> points{
        {135.0, 34.70003}, {135.00001, 34.7}, {135.0, 34.69999}, {135.001, 34.7}};
    const ingest::NearbyPoints nearby{points};
    const auto found = nearby.within({135.0, 34.7}, 5);
    REQUIRE(found.size() == 3);
    CHECK(found[0].index == 1);
    CHECK(found[1].index == 2);
    CHECK(found[2].index == 0);
    CHECK(std::abs(found[2].metres - 3.328) < 0.001);
    CHECK(nearby.within({135.0, 34.7}, 0.5).empty());
    CHECK(nearby.within({135.0, 34.7}, 100).size() == 4);
    CHECK(ingest::NearbyPoints{{}}.within({135.0, 34.7}, 100).empty());
}
