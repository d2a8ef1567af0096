#include "datasets/wkb.hpp"
#include "ingest/repairer.hpp"
#include "tests/support/catch.hpp"

#include <cmath>
#include <vector>

using datasets::Geometry;
using datasets::Lines;
using datasets::LonLat;
using datasets::Points;
using datasets::Polygons;
using ingest::Repairer;
using Ring = std::vector<LonLat>;

namespace {

Geometry<LonLat> polygon(const Ring& exterior, const std::vector<Ring>& interiors = {})
{
    return Polygons<LonLat>{{{exterior, interiors}}};
}

double ring_area(const Ring& ring)
{
    double twice = 0;
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
        twice += ring[i].lon * ring[i + 1].lat - ring[i + 1].lon * ring[i].lat;
    }
    return std::abs(twice) / 2;
}

double area(const Geometry<LonLat>& geometry)
{
    double sum = 0;
    for (const auto& part : std::get<Polygons<LonLat>>(geometry).polygons) {
        sum += ring_area(part.exterior);
        for (const Ring& hole : part.interiors) {
            sum -= ring_area(hole);
        }
    }
    return sum;
}

} // namespace

TEST_CASE("a valid polygon is left exactly as it is", "[repairer]")
{
    const auto square = polygon({{0, 0}, {4, 0}, {4, 4}, {0, 4}, {0, 0}}, {{{1, 1}, {1, 2}, {2, 2}, {1, 1}}});
    const auto outcome = Repairer{}.repair(square);
    CHECK(outcome.geometry == square);
    CHECK(outcome.reason.empty());
}

TEST_CASE("a bow tie becomes its two triangles", "[repairer]")
{
    const auto outcome = Repairer{}.repair(polygon({{0, 0}, {2, 2}, {2, 0}, {0, 2}, {0, 0}}));
    REQUIRE(outcome.geometry);
    CHECK(std::get<Polygons<LonLat>>(*outcome.geometry).polygons.size() == 2);
    CHECK(area(*outcome.geometry) == Approx(2));
    CHECK(outcome.reason == "Self-intersection");
}

TEST_CASE("a ring that is not closed is closed", "[repairer]")
{
    const auto outcome = Repairer{}.repair(polygon({{0, 0}, {4, 0}, {4, 4}, {0, 4}}));
    CHECK(outcome.geometry == polygon({{0, 0}, {4, 0}, {4, 4}, {0, 4}, {0, 0}}));
    CHECK(outcome.reason == "Ring not closed or too short");
}

TEST_CASE("a hole outside its shell becomes land of its own", "[repairer]")
{
    const auto outcome = Repairer{}.repair(
        polygon({{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}}, {{{2, 2}, {3, 2}, {3, 3}, {2, 3}, {2, 2}}}));
    REQUIRE(outcome.geometry);
    CHECK(area(*outcome.geometry) >= 1);
    CHECK_FALSE(outcome.reason.empty());
}

TEST_CASE("of a polygon that collapses to a line nothing is left", "[repairer]")
{
    CHECK_FALSE(Repairer{}.repair(polygon({{0, 0}, {1, 1}, {2, 2}, {0, 0}})).geometry);
    CHECK_FALSE(Repairer{}.repair(polygon({{0, 0}, {1, 1}, {0, 0}})).geometry);
    CHECK_FALSE(Repairer{}.repair(polygon({{1, 1}, {1, 1}, {1, 1}, {1, 1}})).geometry);
    CHECK_FALSE(Repairer{}.repair(polygon({})).geometry);
    CHECK_FALSE(Repairer{}.repair(polygon({{1, 1}})).reason.empty());
}

TEST_CASE("a spike is cut off and the area behind it kept", "[repairer]")
{
    const auto outcome = Repairer{}.repair(polygon({{0, 0}, {2, 0}, {5, 0}, {2, 0}, {2, 2}, {0, 2}, {0, 0}}));
    REQUIRE(outcome.geometry);
    CHECK(area(*outcome.geometry) == Approx(4));
}

TEST_CASE("lines lose repeated positions, and parts of a single position", "[repairer]")
{
    const Lines<LonLat> pipes{{{{0, 0}, {0, 0}, {1, 1}}, {{5, 5}, {5, 5}}, {{2, 2}, {3, 3}}}};
    const auto outcome = Repairer{}.repair(pipes);
    CHECK(outcome.geometry == Geometry<LonLat>{Lines<LonLat>{{{{0, 0}, {1, 1}}, {{2, 2}, {3, 3}}}}});
    CHECK(outcome.reason == "Line of a single position");
    CHECK(Repairer{}.repair(Lines<LonLat>{{{{0, 0}, {1, 1}, {1, 1}}}}).reason == "Repeated position");
}

TEST_CASE("a line of one position only is nothing", "[repairer]")
{
    CHECK_FALSE(Repairer{}.repair(Lines<LonLat>{{{{1, 1}}}}).geometry);
    CHECK_FALSE(Repairer{}.repair(Lines<LonLat>{}).geometry);
}

TEST_CASE("a line that crosses itself or closes is a line", "[repairer]")
{
    const Geometry<LonLat> loop = Lines<LonLat>{{{{0, 0}, {2, 2}, {2, 0}, {0, 2}, {0, 0}}}};
    CHECK(Repairer{}.repair(loop).geometry == loop);
    CHECK(Repairer{}.repair(loop).reason.empty());
}

TEST_CASE("points stay, even two at one place, no point is nothing", "[repairer]")
{
    const Geometry<LonLat> points = Points<LonLat>{{{1, 1}, {1, 1}}};
    CHECK(Repairer{}.repair(points).geometry == points);
    CHECK_FALSE(Repairer{}.repair(Points<LonLat>{}).geometry);
}

TEST_CASE("the label of a U stands in the U, not in its gap", "[repairer]")
{
    const auto u = polygon({{0, 0}, {9, 0}, {9, 9}, {7, 9}, {7, 2}, {2, 2}, {2, 9}, {0, 9}, {0, 0}});
    const auto label = Repairer{}.label_point(u);
    REQUIRE(label);
    const bool in_gap = label->lon >= 2 && label->lon <= 7 && label->lat >= 2;
    CHECK_FALSE(in_gap);
    CHECK(label->lon > 0);
    CHECK(label->lon < 9);
}

TEST_CASE("points and lines need no label point", "[repairer]")
{
    CHECK_FALSE(Repairer{}.label_point(Points<LonLat>{{{1, 1}}}));
    CHECK_FALSE(Repairer{}.label_point(Lines<LonLat>{{{{0, 0}, {1, 1}}}}));
    CHECK_FALSE(Repairer{}.label_point(Polygons<LonLat>{}));
}

TEST_CASE("one point of any geometry lies on it, and its centre of gravity may not", "[repairer]")
{
    const Repairer repairer;
    const Polygons<LonLat> u{
        {{{{0, 0}, {3, 0}, {3, 3}, {2, 3}, {2, 1}, {1, 1}, {1, 3}, {0, 3}, {0, 0}}, {}}}};
    CHECK(repairer.point_on_surface(u) == repairer.label_point(u));
    const auto centre = repairer.centroid(u);
    REQUIRE(centre);
    CHECK(centre->lon == Approx(1.5));
    CHECK(centre->lat == Approx(9.5 / 7));

    CHECK(repairer.point_on_surface(Points<LonLat>{{{1, 2}}}) == LonLat{1, 2});
    CHECK(repairer.point_on_surface(Points<LonLat>{{{0, 0}, {4, 0}, {9, 0}}}) == LonLat{4, 0});
    CHECK(repairer.centroid(Points<LonLat>{{{0, 0}, {4, 0}}}) == LonLat{2, 0});
    CHECK(repairer.point_on_surface(Lines<LonLat>{{{{0, 0}, {5, 1}, {10, 0}}}}) == LonLat{5, 1});
    CHECK_FALSE(repairer.point_on_surface(Points<LonLat>{}));
    CHECK_FALSE(repairer.centroid(Polygons<LonLat>{}));
}

TEST_CASE("a line's centre of gravity weighs metres, not degrees", "[repairer]")
{
    // At 60 degrees north, 0.04 degrees to the east are as long as 0.02 to the north.
    const auto centre = Repairer{}.centroid(Lines<LonLat>{{{{0.04, 60}, {0, 60}, {0, 60.02}}}});
    REQUIRE(centre);
    CHECK(centre->lon == Approx(0.01).margin(1e-5));
    CHECK(centre->lat == Approx(60.005).margin(1e-5));
}

TEST_CASE("polygons that overlap are united, others stay apart", "[repairer]")
{
    const auto square = [](double west) {
        return datasets::Polygon<LonLat>{{{west, 0}, {west + 2, 0}, {west + 2, 2}, {west, 2}, {west, 0}}, {}};
    };
    const Repairer repairer;
    const auto united = repairer.united({{square(0), square(1), square(9)}});
    REQUIRE(united);
    CHECK(std::get<Polygons<LonLat>>(*united).polygons.size() == 2);
    CHECK_FALSE(repairer.united({}));
}
