#include "datasets/cql2.hpp"
#include "datasets/deadline.hpp"
#include "tests/support/catch.hpp"
#include "tests/tiles/index_features.hpp"
#include "tiles/group_statistics.hpp"
#include "tiles/index_filter.hpp"
#include "tiles/index_order.hpp"
#include "tiles/index_tile.hpp"
#include "tiles/row_groups.hpp"

#include <chrono>

using namespace std::chrono_literals;
using datasets::Deadline;
using datasets::Overtime;
using tiles::Bitmap;

TEST_CASE("whatever goes over many features ends soon after its deadline", "[index][deadline]")
{
    const auto index = index_of(mixed_features(3000, 5));
    const Bitmap all{index.size(), true};
    const Deadline passed{-1ms};
    for (const auto* text :
         {"kind = '汚水'", "name LIKE '名1%'", "number > 5", "number > floors * 1000", "feature_id <> '7'",
          "S_TOUCHES(geom, POLYGON((134 34, 134.1 34, 134.1 34.6, 134 34)))"}) {
        CAPTURE(text);
        const auto filter = datasets::check(datasets::parse_cql2_text(text), mixed_schema());
        CHECK_NOTHROW(tiles::select(index, filter, Deadline{1h}));
        CHECK_THROWS_AS(tiles::select(index, filter, passed), Overtime);
    }
    datasets::Selection box;
    box.boxes = {{134, 34.2, 134.1, 34.4}};
    CHECK_NOTHROW(tiles::select(index, box, Deadline{1h}));
    const datasets::SortKey by_name{*mixed_schema().index_of("name"), false};
    CHECK_THROWS_AS(tiles::sorted(index, all, std::span{&by_name, 1}, passed), Overtime);
    CHECK_THROWS_AS(tiles::group_by_mesh(index, 500, passed), Overtime);
    CHECK_THROWS_AS(tiles::group_by_area(index, index, passed), Overtime);
    CHECK_THROWS_AS(
        tiles::group_by_value(index, index.columns()[*mixed_schema().index_of("kind")], 10'000, passed),
        Overtime);
    CHECK_THROWS_AS(tiles::statistics_of(index, tiles::group_by_mesh(index, 500), all, {}, passed), Overtime);
    tiles::TileOptions options;
    options.polygons = tiles::PolygonRule::scattered;
    CHECK_THROWS_AS(tiles::encode_selected(index, all, {0, 0, 0}, "things", options, passed), Overtime);
}
