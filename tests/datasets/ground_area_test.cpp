#include "datasets/ground_area.hpp"
#include "tests/support/catch.hpp"

using datasets::BBox;
using datasets::ground_area;
using datasets::LonLat;

TEST_CASE("the whole earth has the area of the ellipsoid GRS 80", "[area]")
{
    CHECK(ground_area(BBox{-180, -90, 180, 90}) == Approx(510'065'621.7e6).epsilon(1e-9));
}

TEST_CASE("a polygon has the area of the box that it is", "[area]")
{
    const datasets::Polygons<LonLat> square{
        {{{{134, 34}, {134.1, 34}, {134.1, 34.1}, {134, 34.1}, {134, 34}}, {}}}};
    CHECK(ground_area(square) == Approx(ground_area(BBox{134, 34, 134.1, 34.1})).epsilon(1e-12));
    // The radii of curvature integrated over the square in 20,000 steps.
    CHECK(ground_area(square) == Approx(102'416'150.096).epsilon(1e-9));
}

TEST_CASE("a hole takes its area away, whichever way rings run", "[area]")
{
    datasets::Polygons<LonLat> ring{{{{{0, 0}, {2, 0}, {2, 2}, {0, 2}, {0, 0}}, {}}}};
    const double whole = ground_area(ring);
    ring.polygons[0].interiors.push_back({{0.5, 0.5}, {1, 0.5}, {1, 1}, {0.5, 1}, {0.5, 0.5}});
    CHECK(ground_area(ring) == Approx(whole - ground_area(BBox{0.5, 0.5, 1, 1})));
}

TEST_CASE("a slanting edge is straight in degrees", "[area]")
{
    const datasets::Polygons<LonLat> lower{{{{{134, 34}, {135, 34}, {135, 35}, {134, 34}}, {}}}};
    const datasets::Polygons<LonLat> upper{{{{{134, 34}, {135, 35}, {134, 35}, {134, 34}}, {}}}};
    CHECK(ground_area(lower) + ground_area(upper) ==
          Approx(ground_area(BBox{134, 34, 135, 35})).epsilon(1e-12));
}
