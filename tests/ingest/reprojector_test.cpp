#include "ingest/error.hpp"
#include "ingest/reprojector.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/complaint.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/temp_folder.hpp"

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

    const auto yaizu = Reprojector{"EPSG:6676"}(SourcePoint{-16166.880, -125686.967});
    REQUIRE(yaizu);
    CHECK(metres_between(*yaizu, {138.323171, 34.866918}) < 0.01);
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

TEST_CASE("without its grid Tokyo Datum is refused, and the message says what to do", "[reprojector]")
{
    // PROJ alone would step down to three parameters, which are wrong by 2 m.
    for (const char* crs : {"EPSG:4301", "EPSG:30166"}) {
        const std::string said = complaint_of([&] { Reprojector(crs, {{"/nonexistent/grids"}, 0}); });
        CHECK_THAT(said, ContainsSubstring("tky2jgd.gsb") && ContainsSubstring("'/nonexistent/grids'") &&
                             ContainsSubstring("accept_accuracy_m"));
        CHECK_THAT(complaint_of([&] {
                       Reprojector(crs, {{}, 8.9});
                   }),
                   ContainsSubstring("MACHIZU_PROJ_DATA"));
    }
}

TEST_CASE("without its grid Tokyo Datum is read by three parameters if 9 m are accepted, and says so",
          "[reprojector]")
{
    const Reprojector reproject{"EPSG:4301", {{}, 9}};
    const auto amagasaki = reproject(SourcePoint{135.406389, 34.733333});
    REQUIRE(amagasaki);
    CHECK(metres_between(*amagasaki, {135.40358706, 34.73658019}) < 9);
    CHECK(reproject.accuracy_m() == 9);
    CHECK(reproject.operation() == "Tokyo to JGD2000 (1)");
}

TEST_CASE("the positions of the GSI's own program come out for Tokyo Datum", "[reprojector]")
{
    const auto grids = shared_data("jp-grid-shifts/GTG_files");
    if (!grids) {
        return;
    }
    const Reprojector reproject{"EPSG:4301", {{*grids}, 0}};
    const auto checked = reproject(SourcePoint{140.08785504166664, 36.103774791666666});
    REQUIRE(checked);
    // TKY2JGD's own value is for JGD2000; the earthquake of 2011 moved this place by another 0.7 m.
    CHECK(metres_between(*checked, {140.0845768663, 36.1069662816}) < 1.5);
    const auto amagasaki = reproject(SourcePoint{135.406389, 34.733333});
    REQUIRE(amagasaki);
    CHECK(metres_between(*amagasaki, {135.40358706, 34.73658019}) < 0.01);
    CHECK(reproject.operation() == "Tokyo to JGD2011 (2); Tokyo to JGD2011 (1)");
    CHECK(reproject.accuracy_m() == Approx(0.3));
}

TEST_CASE("TKY2JGD's check value comes out to a centimetre", "[reprojector]")
{
    const auto grids = shared_data("jp-grid-shifts/GTG_files");
    if (!grids) {
        return;
    }
    const TempFolder only_tokyo;
    std::filesystem::copy_file(*grids / "TKY2JGD.tif", only_tokyo.path() / "TKY2JGD.tif");
    const Reprojector reproject{"EPSG:4301", {{only_tokyo.path()}, 10}};
    const auto checked = reproject(SourcePoint{140.08785504166664, 36.103774791666666});
    REQUIRE(checked);
    CHECK(metres_between(*checked, {140.0845768663, 36.1069662816}) < 0.01);
    CHECK(reproject.accuracy_m() == Approx(6.2)); // what the earthquake may have added
}

TEST_CASE("at sea, where the grid of Tokyo Datum says nothing, no position is made up", "[reprojector]")
{
    const auto grids = shared_data("jp-grid-shifts/GTG_files");
    if (!grids) {
        return;
    }
    const Reprojector reproject{"EPSG:4301", {{*grids}, 0}};
    CHECK_FALSE(reproject(SourcePoint{138.5, 34.5}));
    CHECK_FALSE(reproject(SourcePoint{141.0, 35.0}));
    CHECK_FALSE(reproject(SourcePoint{160.0, 35.0}));
}

TEST_CASE("where the earthquake of 2011 moved the ground, JGD2000 needs its grid", "[reprojector]")
{
    // PROJ gives back the same position without a word, 3.3 m off.
    const Reprojector without{"EPSG:4612", {{}, 0}};
    CHECK_THAT(complaint_of([&] {
                   (void)without(SourcePoint{140.87, 38.27});
               }),
               ContainsSubstring("touhokutaiheiyouoki2011.gsb"));
    CHECK(without(SourcePoint{134.05, 34.34}) == datasets::LonLat{134.05, 34.34});

    const Reprojector accepted{"EPSG:4612", {{}, 7}};
    CHECK(accepted(SourcePoint{140.87, 38.27}) == datasets::LonLat{140.87, 38.27});
    CHECK(accepted.accuracy_m() == Approx(7));
}

TEST_CASE("where the earthquake of 2011 moved nothing, JGD2000 needs no grid, though PROJ's area of use "
          "reaches there",
          "[reprojector]")
{
    const Reprojector without{"EPSG:4612", {{}, 0}};
    CHECK(without(SourcePoint{135.77, 35.01}) == datasets::LonLat{135.77, 35.01}); // Kyoto
    CHECK(without(SourcePoint{136.91, 35.18}) == datasets::LonLat{136.91, 35.18}); // Nagoya
    CHECK(without(SourcePoint{138.38, 34.98}) == datasets::LonLat{138.38, 34.98}); // Shizuoka
    CHECK(without(SourcePoint{140.73, 41.77}) == datasets::LonLat{140.73, 41.77}); // Hakodate
    const Reprojector zone_seven{"EPSG:2449", {{}, 0}};                            // Aichi
    CHECK(zone_seven(SourcePoint{-23'600, -91'200}));
}

TEST_CASE("Sendai moves as the GSI measured, and Kyoto stays", "[reprojector]")
{
    const auto grids = shared_data("jp-grid-shifts/GTG_files");
    if (!grids) {
        return;
    }
    const Reprojector reproject{"EPSG:4612", {{*grids}, 0}};
    const auto sendai = reproject(SourcePoint{140.87, 38.27});
    REQUIRE(sendai);
    CHECK(metres_between(*sendai, {140.87003639, 38.26999192}) < 0.01);
    const auto kyoto = reproject(SourcePoint{135.77, 35.01});
    REQUIRE(kyoto);
    CHECK(metres_between(*kyoto, {135.77, 35.01}) < 1e-6);
    CHECK(reproject.operation() == "JGD2000 to JGD2011 (2); JGD2000 to JGD2011 (1)");
}

TEST_CASE("a CRS without codes, as Shapefiles have it, is known by its names", "[reprojector]")
{
    const Reprojector reproject{
        R"(GEOGCS["GCS_JGD_2000",DATUM["D_JGD_2000",SPHEROID["GRS_1980",6378137.0,298.257222101]],)"
        R"(PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]])"};
    CHECK(reproject.operation() == "JGD2000 to JGD2011 (2)");
    CHECK_THAT(complaint_of([&] {
                   (void)reproject(SourcePoint{140.87, 38.27});
               }),
               ContainsSubstring("touhokutaiheiyouoki2011.gsb"));
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
