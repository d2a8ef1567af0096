#include "datasets/ground_distance.hpp"
#include "tests/support/catch.hpp"

#include <cmath>

using datasets::bearing;
using datasets::ground_distance;
using datasets::LonLat;
using datasets::nearest_position;

namespace {

bool is_close(double a, double b, double tolerance) { return std::abs(a - b) <= tolerance; }

} // namespace

// Expected values: geod_inverse of PROJ 9.1.1 on GRS 80.
TEST_CASE("distances are those of PROJ's geodesics to a millimetre", "[ground_distance]")
{
    CHECK(is_close(ground_distance({135.38, 34.69}, {135.38, 34.70}), 1109.3500, 0.001));
    CHECK(is_close(ground_distance({135.38, 34.69}, {135.39, 34.69}), 916.3112, 0.001));
    CHECK(is_close(ground_distance({139.741357, 35.658099}, {135.498302, 34.702485}), 400727.7711, 0.001));
    CHECK(ground_distance({135, 34}, {135, 34}) == 0);
    CHECK(is_close(ground_distance({0, 0}, {1, 0}), 111319.4908, 0.001));
}

TEST_CASE("opposite positions have a distance too", "[ground_distance]")
{
    CHECK(is_close(ground_distance({0, 0}, {179.9, 0.1}), 19'992'082, 100'000));
}

TEST_CASE("a direction is counted from north to the east", "[ground_distance]")
{
    CHECK(is_close(bearing({135, 34}, {135, 35}), 0, 1e-9));
    CHECK(is_close(bearing({135, 34}, {135.01, 34}), 90, 0.01));
    CHECK(is_close(bearing({135, 34}, {135, 33}), 180, 1e-9));
    CHECK(is_close(bearing({135, 34}, {134.99, 34}), 270, 0.01));
}

TEST_CASE("the nearest position lies on an edge, at a corner, or is the place itself", "[ground_distance]")
{
    using namespace datasets;
    const Polygons<LonLat> square{
        {{{{135, 34}, {135.01, 34}, {135.01, 34.01}, {135, 34.01}, {135, 34}}, {}}}};
    CHECK(nearest_position(square, {135.005, 34.005}).distance_m == 0);
    const auto beside = nearest_position(square, {135.02, 34.005});
    CHECK(is_close(beside.position.lon, 135.01, 1e-9));
    CHECK(is_close(beside.position.lat, 34.005, 1e-9));
    CHECK(is_close(beside.distance_m, ground_distance({135.02, 34.005}, {135.01, 34.005}), 1e-6));
    CHECK(nearest_position(square, {135.02, 34.02}).position == LonLat{135.01, 34.01});
    const Lines<LonLat> line{{{{135, 34}, {135.01, 34}}}};
    CHECK(is_close(nearest_position(line, {135.004, 34.001}).position.lon, 135.004, 1e-9));
    CHECK(nearest_position(Points<LonLat>{{{135, 34}, {136, 34}}}, {135.9, 34}).position == LonLat{136, 34});
}
