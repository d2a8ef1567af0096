#include "tests/support/catch.hpp"
#include "tests/tiles/wkt.hpp"
#include "tiles/generalise.hpp"

#include <cmath>
#include <numbers>
#include <random>
#include <set>

using datasets::Geometry;
using tiles::GeneraliseOptions;
using tiles::GeneraliseResult;
using tiles::ShapeTable;
using tiles::WorldPoint;

namespace {

/// In tile units of zoom 12, which are 256 world units: then the tests can be read.
constexpr double unit = 256;

/// Coordinates of WKT in units, somewhere in the middle of the map.
Geometry<WorldPoint> world(std::string_view text)
{
    return datasets::map_points(wkt::unit(text), [](tiles::UnitPoint p) {
        return WorldPoint{static_cast<std::uint32_t>(0x80000000U + std::llround(p.x * unit)),
                          static_cast<std::uint32_t>(0x80000000U + std::llround(p.y * unit))};
    });
}

std::string units(const Geometry<WorldPoint>& geometry)
{
    return wkt::text(datasets::map_points(geometry, [](WorldPoint p) {
        return tiles::UnitPoint{(p.x - 2147483648.0) / unit, (p.y - 2147483648.0) / unit};
    }));
}

struct Made {
    ShapeTable shapes{};
    GeneraliseResult result{};

    [[nodiscard]] std::string at(int zoom, std::uint32_t shape = 0) const
    {
        return units(at_zoom(shapes.geometry(shape), zoom));
    }
};

Made made(const std::vector<std::string_view>& texts, double snap = 16)
{
    Made made;
    for (const auto text : texts) {
        made.shapes.add(world(text));
    }
    GeneraliseOptions options;
    options.maxzoom = 13;
    options.snap = snap;
    made.result = generalise(made.shapes, options);
    return made;
}

} // namespace

TEST_CASE("a line loses the vertices within a tile unit of it and keeps its ends", "[generalise]")
{
    const Made line = made({"LINESTRING (0 0, 4 0.5, 5 5, 6 0.5, 10 0)"});
    CHECK(line.at(13) == "MULTILINESTRING ((0 0, 4 0.5, 5 5, 6 0.5, 10 0))");
    CHECK(line.at(12) ==
          "MULTILINESTRING ((0 0, 4 0.5, 5 5, 6 0.5, 10 0))"); // without 4 0.5 it would be 2.9 units away
    CHECK(line.at(9) == "MULTILINESTRING ((0 0, 10 0))");
}

TEST_CASE("at maxzoom nothing is left out, not even a vertex on a straight line", "[generalise]")
{
    const Made line = made({"LINESTRING (0 0, 10 0, 20 0)"});
    CHECK(line.at(13) == "MULTILINESTRING ((0 0, 10 0, 20 0))");
    CHECK(line.at(12) == "MULTILINESTRING ((0 0, 20 0))");
}

TEST_CASE("no original vertex is farther from the line of a zoom than its tile unit", "[generalise]")
{
    std::mt19937 random{4};
    std::normal_distribution<double> step{0, 1};
    datasets::Lines<WorldPoint> walk{{{}}};
    double x = 0;
    double y = 0;
    for (int i = 0; i < 3000; ++i) {
        walk.lines[0].push_back({static_cast<std::uint32_t>(0x80000000U + std::llround(x * unit)),
                                 static_cast<std::uint32_t>(0x80000000U + std::llround(y * unit))});
        x += 1 + step(random);
        y += 3 * step(random);
    }
    ShapeTable shapes;
    shapes.add(walk);
    (void)generalise(shapes, {});
    for (int zoom = 4; zoom < 14; ++zoom) {
        const auto drawn =
            std::get<datasets::Lines<WorldPoint>>(at_zoom(shapes.geometry(0), zoom)).lines.at(0);
        std::size_t at = 0;
        double farthest = 0;
        for (const WorldPoint p : walk.lines[0]) {
            if (at + 1 < drawn.size() && p == drawn[at + 1]) {
                ++at;
            }
            if (at + 1 < drawn.size()) {
                const double dx = static_cast<double>(drawn[at + 1].x) - drawn[at].x;
                const double dy = static_cast<double>(drawn[at + 1].y) - drawn[at].y;
                const double px = static_cast<double>(p.x) - drawn[at].x;
                const double py = static_cast<double>(p.y) - drawn[at].y;
                const double t = std::clamp((px * dx + py * dy) / (dx * dx + dy * dy), 0.0, 1.0);
                farthest = std::max(farthest, std::hypot(px - t * dx, py - t * dy));
            }
        }
        CHECK(farthest <= tiles::tile_unit(zoom, 4096) * 1.000001);
    }
}

TEST_CASE("a ring stays closed and keeps a triangle when its first vertex is left out", "[generalise]")
{
    const Made square = made({"POLYGON ((20 0.01, 40 0, 40 40, 0 40, 0 0, 20 0.01))"});
    CHECK(square.at(12) == "MULTIPOLYGON (((40 0, 40 40, 0 40, 0 0, 40 0)))");
}

TEST_CASE("neighbours keep the same vertices of their shared border at every zoom", "[generalise]")
{
    //   (0 90)---(40 90)---(90 90)   the border runs from (40 0) to (40 90), down in one ring and up in the other,
    //     | A       \    B    |      and the rings begin at different vertices
    //   (0 0)----(40 0)----(90 0)
    const Made two = made({"POLYGON ((0 0, 40 0, 42 10, 35 20, 60 40, 41 60, 43 80, 40 90, 0 90, 0 0))",
                           "POLYGON ((41 60, 60 40, 35 20, 42 10, 40 0, 90 0, 90 90, 40 90, 43 80, 41 60))"});
    CHECK(two.result.shared == 1);
    for (int zoom = 8; zoom <= 13; ++zoom) { // before, less than a triangle is left
        std::set<std::string> inner[2];
        for (std::uint32_t i = 0; i < 2; ++i) {
            for_each_point(at_zoom(two.shapes.geometry(i), zoom), [&](WorldPoint p) {
                const double x = (p.x - 2147483648.0) / unit;
                if (x > 1 && x < 89) {
                    inner[i].insert(units(datasets::Points<WorldPoint>{{p}}));
                }
            });
        }
        CHECK(inner[0] == inner[1]);
        CHECK(inner[0].contains("MULTIPOINT (40 0)"));
    }
}

TEST_CASE(
    "vertices that only rounding keeps apart become one, and an edge goes through the neighbour's vertex",
    "[generalise]")
{
    // 16 world units are 0.0625 of a unit. B's border with A is off by 0.03, and has a vertex in the middle that A has not.
    const Made two = made({"POLYGON ((0 0, 40 0, 40 80, 0 80, 0 0))",
                           "POLYGON ((40.03 0, 80 0, 80 80, 40 80.03, 40.04 40, 40.03 0))"});
    CHECK(two.result.snapped_vertices == 2);
    CHECK(two.result.inserted_vertices == 1);
    CHECK(two.at(13, 0) == "MULTIPOLYGON (((0 0, 40 0, 40.0390625 40, 40 80, 0 80, 0 0)))");
    CHECK(two.at(13, 1) == "MULTIPOLYGON (((40 0, 80 0, 80 80, 40 80, 40.0390625 40, 40 0)))");
    const Made as_they_are =
        made({"POLYGON ((0 0, 40 0, 40 80, 0 80, 0 0))", "POLYGON ((40.1 0, 80 0, 80 80, 40.1 80, 40.1 0))"});
    CHECK(as_they_are.result.snapped_vertices == 0);
    CHECK(as_they_are.result.inserted_vertices == 0);
}

TEST_CASE("an island in a bay stays in the bay at every zoom", "[generalise]")
{
    // Without the island, zoom 8 cuts the bay off, which is 12 deep where its tile unit is 16.
    const Made alone = made({"POLYGON ((0 0, 200 0, 200 100, 110 100, 100 88, 90 100, 0 100, 0 0))"});
    CHECK(alone.at(8) == "MULTIPOLYGON (((0 0, 200 0, 200 100, 0 100, 0 0)))");
    const Made with_island = made({"POLYGON ((0 0, 200 0, 200 100, 110 100, 100 88, 90 100, 0 100, 0 0))",
                                   "POLYGON ((99 95, 101 95, 100 97, 99 95))"});
    CHECK(with_island.result.blocked > 0);
    CHECK(with_island.at(8) == "MULTIPOLYGON (((0 0, 200 0, 200 100, 100 88, 0 100, 0 0)))");
}

TEST_CASE("lines that meet keep meeting, and what two of them share is thinned alike", "[generalise]")
{
    const Made net = made({"LINESTRING (0 0, 30 0.5, 60 0, 100 0)", "LINESTRING (60 0, 60.5 30, 60 60)"});
    CHECK(net.at(10, 0) == "MULTILINESTRING ((0 0, 60 0, 100 0))");
    CHECK(net.at(10, 1) == "MULTILINESTRING ((60 0, 60 60))");
}

TEST_CASE("points are drawn at every zoom", "[generalise]")
{
    CHECK(made({"MULTIPOINT (1 1, 1 1, 2 2)"}).at(0) == "MULTIPOINT (1 1, 1 1, 2 2)");
}

TEST_CASE("a ring too small for the world's grid is no ring, its polygon is empty", "[generalise]")
{
    CHECK(made({"POLYGON ((0 0, 0.001 0, 0.001 0.001, 0 0))"}).at(13) == "MULTIPOLYGON EMPTY");
    CHECK(made({"POLYGON ((0 0, 0.05 0, 0.05 0.05, 0 0.05, 0 0))"}).at(13) == "MULTIPOLYGON EMPTY");
    CHECK(made({"POLYGON ((0 0, 0.05 0, 0.05 0.05, 0 0.05, 0 0))"}, 0).at(13) ==
          "MULTIPOLYGON (((0 0, 0.05078125 0, 0.05078125 0.05078125, 0 0.05078125, 0 0)))");
}
