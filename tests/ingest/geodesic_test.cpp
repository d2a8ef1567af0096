#include "ingest/geodesic.hpp"
#include "tests/support/catch.hpp"

using datasets::LonLat;
using ingest::course;
using ingest::destination;

TEST_CASE("the way from Tsukuba to Tokyo is as long as the GSI says", "[geodesic]")
{
    // The example of the GSI's calculation of distance and azimuth: 58,643.804 m.
    const auto way = course({140.08785502, 36.10377477}, {139.74475044, 35.65502847});
    CHECK(way.metres == Approx(58643.804).margin(0.001));
    const LonLat there = destination({140.08785502, 36.10377477}, way.azimuth, way.metres);
    CHECK(there.lon == Approx(139.74475044).margin(1e-9));
    CHECK(there.lat == Approx(35.65502847).margin(1e-9));
}

TEST_CASE("azimuths go clockwise from north, on leaving and on arriving", "[geodesic]")
{
    const auto way = course({135, 35}, {136, 35});
    CHECK(way.azimuth == Approx(89.71).margin(0.01)); // the shortest way to the east bows to the north
    CHECK(way.azimuth_at_end == Approx(90.29).margin(0.01));
    CHECK(course({135, 35}, {135, 35.1}).azimuth == Approx(0).margin(1e-9));
    CHECK(course({135, 35}, {135, 35}).metres == 0);
    CHECK(destination({135, 35}, 180, 1000).lat < 35);
}
