#include "tests/support/catch.hpp"
#include "tests/tiles/wkt.hpp"
#include "tiles/clip.hpp"

using tiles::Axis;
using tiles::clip;

namespace {
std::string clipped(std::string_view text, Axis axis, double low, double high)
{
    return wkt::text(clip(wkt::unit(text), axis, low, high));
}
} // namespace

TEST_CASE("points on the edges of a strip are in it", "[clip]")
{
    CHECK(clipped("MULTIPOINT (0 0, 1 0, 2 0, 3 0)", Axis::x, 1, 2) == "MULTIPOINT (1 0, 2 0)");
    CHECK(clipped("MULTIPOINT (0 0)", Axis::x, 1, 2) == "MULTIPOINT EMPTY");
}

TEST_CASE("a line that crosses a strip is cut at both edges", "[clip]")
{
    CHECK(clipped("LINESTRING (0 0, 4 4)", Axis::x, 1, 3) == "MULTILINESTRING ((1 1, 3 3))");
    CHECK(clipped("LINESTRING (0 0, 4 4)", Axis::y, 1, 3) == "MULTILINESTRING ((1 1, 3 3))");
}

TEST_CASE("a line that leaves and comes back falls into several", "[clip]")
{
    CHECK(clipped("LINESTRING (0 0, 4 0, 4 2, 0 2)", Axis::x, 0, 2) ==
          "MULTILINESTRING ((0 0, 2 0), (2 2, 0 2))");
}

TEST_CASE("a line outside a strip disappears", "[clip]")
{
    CHECK(clipped("LINESTRING (0 0, 4 0)", Axis::y, 1, 2) == "MULTILINESTRING EMPTY");
}

TEST_CASE("a triangle clipped to a strip becomes a closed quadrilateral", "[clip]")
{
    CHECK(clipped("POLYGON ((0 0, 3 0, 0 3, 0 0))", Axis::x, 0, 1) ==
          "MULTIPOLYGON (((1 0, 1 2, 0 3, 0 0, 1 0)))");
}

TEST_CASE("a polygon around a strip becomes the strip, its interior rings are clipped too", "[clip]")
{
    CHECK(clipped("POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (1 4, 8 4, 8 5, 1 5, 1 4))", Axis::x, 3, 4) ==
          "MULTIPOLYGON (((4 0, 4 9, 3 9, 3 0, 4 0), (4 4, 4 5, 3 5, 3 4, 4 4)))");
}

TEST_CASE("an interior ring outside a strip disappears", "[clip]")
{
    CHECK(clipped("POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (6 4, 8 4, 8 5, 6 5, 6 4))", Axis::x, 0, 4) ==
          "MULTIPOLYGON (((4 0, 4 9, 0 9, 0 0, 4 0)))");
}

TEST_CASE("a polygon outside a strip disappears", "[clip]")
{
    CHECK(clipped("POLYGON ((0 0, 3 0, 0 3, 0 0))", Axis::x, 5, 6) == "MULTIPOLYGON EMPTY");
}

TEST_CASE("a border is cut at the same place whichever way it runs", "[clip]")
{
    const auto there = clip(wkt::unit("LINESTRING (0.1 0.3, 0.7 0.9)"), Axis::x, 0.33, 0.5);
    const auto back = clip(wkt::unit("LINESTRING (0.7 0.9, 0.1 0.3)"), Axis::x, 0.33, 0.5);
    const auto& line = std::get<datasets::Lines<tiles::UnitPoint>>(there).lines.at(0);
    const auto& reversed = std::get<datasets::Lines<tiles::UnitPoint>>(back).lines.at(0);
    CHECK(line.front() == reversed.back());
    CHECK(line.back() == reversed.front());
}
