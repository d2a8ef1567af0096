#include "ingest/error.hpp"
#include "ingest/reprojector.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/complaint.hpp"

#include <cmath>

using datasets::SourcePoint;
using ingest::Reprojector;

namespace {

/// Metres between two positions that are close together, near 35 N.
double metres_between(datasets::LonLat a, datasets::LonLat b)
{
    return std::hypot((a.lon - b.lon) * 91'300, (a.lat - b.lat) * 110'900);
}

} // namespace

TEST_CASE("plane-rectangular coordinates become longitude and latitude to a centimetre", "[reprojector]")
{
    // Surveyors' X is north and Y east; in files x goes east.
    const auto settsu = Reprojector{"EPSG:6674"}(SourcePoint{-40068.075, -135563.531});
    REQUIRE(settsu);
    CHECK(metres_between(*settsu, {135.5622222, 34.77722222}) < 0.01);

    const auto amagasaki = Reprojector{"EPSG:6673"}(SourcePoint{98266.216, -139994.901});
    REQUIRE(amagasaki);
    CHECK(metres_between(*amagasaki, {135.4063889, 34.73333333}) < 0.01);
}

TEST_CASE("degrees on JGD2011 stay what they are, longitude first", "[reprojector]")
{
    const Reprojector reproject{"EPSG:6668"};
    CHECK(reproject(SourcePoint{135.5622222, 34.77722222}) == datasets::LonLat{135.5622222, 34.77722222});
    CHECK(reproject.accuracy_m() == 0);
}

TEST_CASE("world coordinates go to longitude and latitude, whatever the CRS' own order of axes",
          "[reprojector]")
{
    CHECK(Reprojector{"EPSG:4326"}(SourcePoint{-72.9, 43.6}) == datasets::LonLat{-72.9, 43.6});
    CHECK(Reprojector{"OGC:CRS84"}(SourcePoint{-72.9, 43.6}) == datasets::LonLat{-72.9, 43.6});
    const auto mercator = Reprojector{"EPSG:3857"}(SourcePoint{15090717.5, 4132764.1});
    REQUIRE(mercator);
    CHECK(mercator->lon == Approx(135.5622).margin(1e-3));
    CHECK(mercator->lat == Approx(34.77).margin(1e-2));
}

TEST_CASE("positions on JGD2000 are taken over, and the operation tells its accuracy", "[reprojector]")
{
    const Reprojector reproject{"EPSG:2448"}; // zone VI
    const auto settsu = reproject(SourcePoint{-40068.075, -135563.531});
    REQUIRE(settsu);
    CHECK(metres_between(*settsu, {135.5622222, 34.77722222}) < 0.01);
    CHECK(reproject.accuracy_m() > 0);
    CHECK_THAT(reproject.operation(), ContainsSubstring("JGD2000 to JGD2011"));
}

TEST_CASE("Tokyo Datum is read with its grid or not at all", "[reprojector]")
{
    // PROJ alone would step down to three parameters, which are wrong by 2 m. Machines may have the grid or not.
    for (const char* crs : {"EPSG:4301", "EPSG:30166"}) {
        try {
            const Reprojector reproject{crs};
            CHECK(reproject.accuracy_m() >= 0);
            CHECK(reproject.accuracy_m() < 0.5);
        } catch (const ingest::IngestError& error) {
            CHECK_THAT(error.what(), ContainsSubstring("tky2jgd.gsb") && ContainsSubstring("PROJ_DATA"));
        }
    }
}

TEST_CASE("a CRS that PROJ does not know is refused by its name", "[reprojector]")
{
    CHECK_THAT(complaint_of([] { Reprojector{"EPSG:999999"}; }),
               ContainsSubstring("'EPSG:999999' is no CRS that PROJ knows"));
    CHECK_THAT(complaint_of([] { Reprojector{""}; }), ContainsSubstring("is no CRS"));
    CHECK_THAT(complaint_of([] { Reprojector{"+proj=noop"}; }), ContainsSubstring("is no CRS"));
}

TEST_CASE("coordinates that their CRS cannot express have no position", "[reprojector]")
{
    CHECK_FALSE(Reprojector{"EPSG:6674"}(SourcePoint{1e30, 1e30}));
    CHECK_FALSE(Reprojector{"EPSG:6674"}(SourcePoint{std::nan(""), 0}));
}
