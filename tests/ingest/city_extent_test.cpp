#include "ingest/city_extent.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/complaint.hpp"
#include "tests/support/snapshot_fixture.hpp"

using datasets::Extent;
using datasets::LonLat;
using ingest::CityExtent;

namespace {

bool holds(const CityExtent& extent, double lon, double lat)
{
    return extent.holds(datasets::Points<LonLat>{{{lon, lat}}});
}

} // namespace

TEST_CASE("a rectangle holds what lies in it, and its margin around it", "[city_extent]")
{
    const datasets::BBox box{135.3, 34.7, 135.5, 34.8};
    const CityExtent strict{Extent{box, "", 0, false}};
    CHECK(holds(strict, 135.4, 34.75));
    CHECK(holds(strict, 135.3, 34.7));
    CHECK_FALSE(holds(strict, 135.4, 34.801));
    const CityExtent wide{Extent{box, "", 500, false}};
    CHECK(holds(wide, 135.4, 34.804)); // 445 m
    CHECK_FALSE(holds(wide, 135.4, 34.806));
    CHECK(holds(wide, 135.505, 34.75)); // 457 m
    CHECK_FALSE(holds(wide, 135.507, 34.75));
}

TEST_CASE("a line is in the city if a part of it is", "[city_extent]")
{
    const CityExtent extent{Extent{{135.3, 34.7, 135.5, 34.8}, "", 0, false}};
    CHECK(extent.holds(datasets::Lines<LonLat>{{{{135.4, 34.75}, {136, 35}}}}));
    CHECK_FALSE(extent.holds(datasets::Lines<LonLat>{{{{135.6, 34.75}, {136, 35}}}}));
}

TEST_CASE("the dataset that draws the city must have polygons", "[city_extent]")
{
    TestStore store;
    store.publish("parks", TestStore::first_version);
    CHECK_THAT(complaint_of([&] {
                   CityExtent(Extent{{}, "parks", 0, false}, {store.store(), "parks"});
               }),
               ContainsSubstring("no polygon"));
}
