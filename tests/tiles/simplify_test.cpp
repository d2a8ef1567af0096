#include "tests/support/catch.hpp"
#include "tests/tiles/wkt.hpp"
#include "tiles/simplify.hpp"

using tiles::simplify;
using tiles::weigh;

namespace {
std::string simple(std::string_view text, double tolerance)
{
    return wkt::text(simplify(weigh(wkt::unit(text), {}), tolerance));
}
} // namespace

TEST_CASE("a line loses the vertices nearer than the tolerance and keeps its ends", "[simplify]")
{
    //        2              distances: 1 at (1 1), 5 at (5 5), 1.4 at (9 1), before the middle is taken
    constexpr auto line = "LINESTRING (0 0, 4 0.5, 5 5, 6 0.5, 10 0)";
    CHECK(simple(line, 0.1) == "MULTILINESTRING ((0 0, 4 0.5, 5 5, 6 0.5, 10 0))");
    CHECK(simple(line, 4) == "MULTILINESTRING ((0 0, 5 5, 10 0))");
    CHECK(simple(line, 6) == "MULTILINESTRING ((0 0, 10 0))");
}

TEST_CASE("with tolerance 0 nothing is left out, not even a vertex on a straight line", "[simplify]")
{
    CHECK(simple("LINESTRING (0 0, 1 0, 2 0)", 0) == "MULTILINESTRING ((0 0, 1 0, 2 0))");
}

TEST_CASE("a vertex is never more important than the one that divided the line before it", "[simplify]")
{
    const auto weighed = weigh(wkt::unit("LINESTRING (0 0, 1 9, 2 -9, 3 10, 4 0)"), {});
    const auto& line = std::get<datasets::Lines<tiles::WeightedPoint>>(weighed).lines.at(0);
    CHECK(line[3].importance == Approx(10));
    CHECK(line[2].importance <= line[3].importance);
    CHECK(line[1].importance <= line[2].importance);
}

TEST_CASE("a ring stays closed when its first vertex is left out", "[simplify]")
{
    CHECK(simple("POLYGON ((5 0.01, 10 0, 10 10, 0 10, 0 0, 5 0.01))", 1) ==
          "MULTIPOLYGON (((10 0, 10 10, 0 10, 0 0, 10 0)))");
}

TEST_CASE("a ring smaller than the tolerance disappears", "[simplify]")
{
    CHECK(simple("POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))", 5) == "MULTIPOLYGON EMPTY");
    CHECK(simple("POLYGON ((0 0, 90 0, 90 90, 0 90, 0 0), (4 4, 4 5, 5 5, 5 4, 4 4))", 5) ==
          "MULTIPOLYGON (((0 0, 90 0, 90 90, 0 90, 0 0)))");
}

TEST_CASE("neighbours keep the same vertices of their shared border", "[simplify]")
{
    //   (0 9)---(4 9)---(9 9)     the border runs from (4 0) to (4 9), down in one ring and up in the other,
    //     | A     \   B   |       and the rings begin at different vertices
    //   (0 0)---(4 0)---(9 0)
    const auto a = wkt::unit("POLYGON ((0 0, 4 0, 4.2 1, 3.5 2, 6 4, 4.1 6, 4.3 8, 4 9, 0 9, 0 0))");
    const auto b = wkt::unit("POLYGON ((4.1 6, 6 4, 3.5 2, 4.2 1, 4 0, 9 0, 9 9, 4 9, 4.3 8, 4.1 6))");
    tiles::SharedBorders borders;
    borders.add(a);
    borders.add(b);
    CHECK(borders.is_node({4, 0}));
    CHECK(borders.is_node({4, 9}));
    CHECK_FALSE(borders.is_node({6, 4}));
    CHECK(wkt::text(simplify(weigh(a, borders), 0.6)) ==
          "MULTIPOLYGON (((0 0, 4 0, 3.5 2, 6 4, 4.1 6, 4 9, 0 9, 0 0)))");
    CHECK(wkt::text(simplify(weigh(b, borders), 0.6)) ==
          "MULTIPOLYGON (((4.1 6, 6 4, 3.5 2, 4 0, 9 0, 9 9, 4 9, 4.1 6)))");
}

TEST_CASE("an island and the hole it fills are simplified alike", "[simplify]")
{
    const auto hole =
        wkt::unit("POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (2 2, 2.2 4, 2 6, 4 6.3, 6 6, 6 2, 2 2))");
    const auto island = wkt::unit("POLYGON ((6 6, 4 6.3, 2 6, 2.2 4, 2 2, 6 2, 6 6))");
    tiles::SharedBorders borders;
    borders.add(hole);
    borders.add(island);
    CHECK(wkt::text(simplify(weigh(hole, borders), 0.25)) ==
          "MULTIPOLYGON (((0 0, 9 0, 9 9, 0 9, 0 0), (2 2, 2 6, 4 6.3, 6 6, 6 2, 2 2)))");
    CHECK(wkt::text(simplify(weigh(island, borders), 0.25)) ==
          "MULTIPOLYGON (((6 6, 4 6.3, 2 6, 2 2, 6 2, 6 6)))");
}
