#include "datasets/intersects.hpp"
#include "tests/support/catch.hpp"

using datasets::BBox;
using datasets::intersects;
using datasets::Lines;
using datasets::LonLat;
using datasets::Points;
using datasets::Polygon;
using datasets::Polygons;

namespace {

constexpr BBox box{0, 0, 10, 10};

Polygons<LonLat> square(double low, double high, std::vector<std::vector<LonLat>> holes = {})
{
    return {{Polygon<LonLat>{{{low, low}, {high, low}, {high, high}, {low, high}, {low, low}},
                             std::move(holes)}}};
}

} // namespace

TEST_CASE("a point on the edge or the corner of a bbox is in it", "[intersects]")
{
    CHECK(intersects(Points<LonLat>{{{10, 5}}}, box));
    CHECK(intersects(Points<LonLat>{{{10, 10}}}, box));
    CHECK_FALSE(intersects(Points<LonLat>{{{10.000001, 5}}}, box));
    CHECK(intersects(Points<LonLat>{{{50, 50}, {5, 5}}}, box));
    CHECK_FALSE(intersects(Points<LonLat>{}, box));
}

TEST_CASE("a line that only passes through a bbox touches it", "[intersects]")
{
    CHECK(intersects(Lines<LonLat>{{{{-5, 5}, {15, 5}}}}, box));
    CHECK(intersects(Lines<LonLat>{{{{-1, 9}, {1, 11}}}}, box)); // through the corner 0,10
    CHECK(intersects(Lines<LonLat>{{{{5, -5}, {5, 0}}}}, box));  // ends on the edge
}

TEST_CASE("a line whose own bbox overlaps but that passes by a corner does not touch", "[intersects]")
{
    CHECK_FALSE(intersects(Lines<LonLat>{{{{-2, 9}, {1, 12}}}}, box));
}

TEST_CASE("a polygon touches a bbox that it covers, lies in, or shares an edge with", "[intersects]")
{
    CHECK(intersects(square(-5, 15), box));
    CHECK(intersects(square(4, 5), box));
    CHECK(intersects(square(10, 12), box));
    CHECK_FALSE(intersects(square(11, 12), box));
}

TEST_CASE("a bbox inside a hole does not touch the polygon, one that reaches the hole's edge does",
          "[intersects]")
{
    CHECK_FALSE(intersects(square(-20, 30, {{{-1, -1}, {11, -1}, {11, 11}, {-1, 11}, {-1, -1}}}), box));
    CHECK(intersects(square(-20, 30, {{{1, 1}, {11, 1}, {11, 11}, {1, 11}, {1, 1}}}), box));
}

TEST_CASE("a bbox without extent works as a position", "[intersects]")
{
    CHECK(intersects(square(0, 4), BBox{2, 2, 2, 2}));
    CHECK_FALSE(intersects(square(0, 4), BBox{5, 2, 5, 2}));
    CHECK(intersects(Lines<LonLat>{{{{0, 0}, {4, 4}}}}, BBox{2, 2, 2, 2}));
}
