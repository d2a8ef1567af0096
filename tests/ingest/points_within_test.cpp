#include "ingest/points_within.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/snapshot_fixture.hpp"

#include <optional>
#include <vector>

using datasets::Area;
using datasets::LonLat;
using ingest::PointsWithin;

namespace {

Area square(double west, double south, double size)
{
    const double east = west + size, north = south + size;
    return Area{{{{{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}, {}}}}};
}

} // namespace

TEST_CASE("points on the borders and corners of districts are counted once, so that the districts add up",
          "[points_within]")
{
    // 4 x 4 districts of 0.25 degrees; a point at every quarter of a district, thus on all borders and corners too.
    std::vector<std::optional<LonLat>> positions;
    for (int i = 0; i < 17 * 17; ++i) {
        positions.push_back(LonLat{135 + 0.0625 * (i % 17), 34 + 0.0625 * (i / 17)});
    }
    PointsWithin points{positions};
    std::int64_t sum = 0;
    for (int i = 0; i < 16; ++i) {
        const auto count = points.count(square(135 + 0.25 * (i % 4), 34 + 0.25 * (i / 4), 0.25));
        CHECK(count == 16);
        sum += count;
    }
    CHECK(sum == 256);
    CHECK(points.counted() == 256);
    CHECK(points.outside() ==
          33); // the eastern and northern edge of the whole belong to what would lie beyond
    PointsWithin again{positions};
    CHECK(again.count(square(135, 34, 1)) == 256); // so does the union count them
}

TEST_CASE("where districts overlap a point counts in each, and where none is it is said", "[points_within]")
{
    PointsWithin points{{LonLat{135.5, 34.5}, LonLat{135.9, 34.9}, std::nullopt, LonLat{138, 34.5}}};
    CHECK(points.count(square(135, 34, 1)) == 2);
    CHECK(points.count(square(135.4, 34.4, 0.2)) == 1);
    CHECK(points.counted() == 2);
    CHECK(points.outside() == 1);
    CHECK(points.without_position() == 1);
}

TEST_CASE("the points of a dataset are those it has published", "[points_within]")
{
    TestStore store;
    store.publish("parks", TestStore::first_version, 25); // the last one has no position
    PointsWithin points{ingest::PublishedDataset{store.store(), "parks"}};
    CHECK(points.count(square(135.3, 34.695, 0.01005)) == 10);
    CHECK(points.outside() == 14);
    CHECK(points.without_position() == 1);
}
