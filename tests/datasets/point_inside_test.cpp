#include "datasets/point_inside.hpp"
#include "tests/support/catch.hpp"

using datasets::LonLat;
using datasets::point_inside;
using datasets::Polygons;

TEST_CASE("a position inside lies on the longest stretch across the middle", "[point_inside]")
{
    const Polygons<LonLat> square{{{{{0, 0}, {4, 0}, {4, 2}, {0, 2}, {0, 0}}, {}}}};
    CHECK(point_inside(square) == LonLat{2, 1});
    auto with_hole = square;
    with_hole.polygons[0].interiors.push_back({{1, 0.5}, {2, 0.5}, {2, 1.5}, {1, 1.5}, {1, 0.5}});
    CHECK(point_inside(with_hole) == LonLat{3, 1});
}

TEST_CASE("of several polygons the tallest is taken, of none there is no position", "[point_inside]")
{
    const Polygons<LonLat> two{
        {{{{0, 0}, {9, 0}, {9, 1}, {0, 0}}, {}}, {{{20, 0}, {22, 0}, {22, 8}, {20, 8}, {20, 0}}, {}}}};
    CHECK(point_inside(two) == LonLat{21, 4});
    CHECK_FALSE(point_inside({}));
    CHECK_FALSE(point_inside(Polygons<LonLat>{{{{{0, 0}, {1, 0}, {0, 0}}, {}}}}));
}
