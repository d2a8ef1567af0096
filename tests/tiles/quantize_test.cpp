#include "tests/support/catch.hpp"
#include "tests/tiles/wkt.hpp"
#include "tiles/quantize.hpp"
#include "tiles/valid_polygon.hpp"

using tiles::TileId;

namespace {
/// Quantised in the tile of zoom 0 with an extent of 100, so that 0.25 is 25.
std::string quantized(std::string_view text)
{
    return wkt::text(tiles::quantize(wkt::unit(text), {0, 0, 0}, 100));
}

datasets::Polygons<tiles::TilePoint> polygons(std::string_view text)
{
    return std::get<datasets::Polygons<tiles::TilePoint>>(wkt::tile(text));
}
} // namespace

TEST_CASE("positions are rounded to units of their tile", "[quantize]")
{
    CHECK(quantized("LINESTRING (0.104 0.106, 0.5 0.5)") == "MULTILINESTRING ((10 11, 50 50))");
    const auto line = wkt::unit("LINESTRING (0.75 0.5, 1.01 0.75)");
    CHECK(wkt::text(tiles::quantize(line, {1, 1, 1}, 100)) == "MULTILINESTRING ((50 0, 102 50))");
}

TEST_CASE("a point on a tile's far edge stays within the extent", "[quantize]")
{
    CHECK(quantized("MULTIPOINT (0.999 1, 0 0)") == "MULTIPOINT (99 99, 0 0)");
}

TEST_CASE("what collapses is dropped", "[quantize]")
{
    CHECK(quantized("LINESTRING (0.1 0.1, 0.101 0.101)") == "MULTILINESTRING EMPTY");
    CHECK(quantized("LINESTRING (0.1 0.1, 0.101 0.101, 0.2 0.2)") == "MULTILINESTRING ((10 10, 20 20))");
    CHECK(quantized("POLYGON ((0.1 0.1, 0.101 0.1, 0.101 0.101, 0.1 0.1))") == "MULTIPOLYGON EMPTY");
    CHECK(quantized("POLYGON ((0.1 0.1, 0.5 0.101, 0.9 0.1, 0.1 0.1))") == "MULTIPOLYGON EMPTY");
}

TEST_CASE("a ring loses its spikes, also where it closes, and keeps the vertices on its way", "[quantize]")
{
    CHECK(quantized("POLYGON ((0 0, 0.3 0, 0.9 0, 0.5 0, 0.5 0.5, 0.5 0.9, 0.5 0.5, 0 0.5, 0 0))") ==
          "MULTIPOLYGON (((0 0, 30 0, 50 0, 50 50, 0 50, 0 0)))");
    CHECK(quantized("POLYGON ((0.9 0.9, 0.5 0.5, 0.5 0, 0 0, 0.5 0.5, 0.9 0.9))") ==
          "MULTIPOLYGON (((50 50, 0 0, 50 0, 50 50)))");
    CHECK(quantized("POLYGON ((0 0, 0.9 0.9, 0.1 0.1, 0 0))") == "MULTIPOLYGON EMPTY");
}

TEST_CASE("rings are wound as MVT says, whichever way they came", "[quantize]")
{
    constexpr auto expected =
        "MULTIPOLYGON (((0 0, 90 0, 90 90, 0 90, 0 0), (10 10, 10 20, 20 20, 20 10, 10 10)))";
    CHECK(quantized(
              "POLYGON ((0 0, 0.9 0, 0.9 0.9, 0 0.9, 0 0), (0.1 0.1, 0.1 0.2, 0.2 0.2, 0.2 0.1, 0.1 0.1))") ==
          expected);
    CHECK(quantized(
              "POLYGON ((0 0, 0 0.9, 0.9 0.9, 0.9 0, 0 0), (0.1 0.1, 0.2 0.1, 0.2 0.2, 0.1 0.2, 0.1 0.1))") ==
          expected);
}

TEST_CASE("area is positive for exterior rings, as in the example of MVT 4.3.5", "[quantize]")
{
    CHECK(tiles::doubled_area({{0, 0}, {10, 0}, {10, 10}, {0, 10}, {0, 0}}) == 200);
    CHECK(tiles::doubled_area({{13, 13}, {13, 17}, {17, 17}, {17, 13}, {13, 13}}) == -32);
    CHECK(tiles::doubled_area({}) == 0);
}

TEST_CASE("a valid polygon is left as it is", "[valid_polygon]")
{
    const auto donut = polygons("POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (2 2, 2 4, 4 4, 4 2, 2 2))");
    const tiles::PolygonMender mender;
    CHECK(mender.is_valid(donut));
    CHECK(mender.mend(donut) == donut);
}

TEST_CASE("a figure of eight becomes two polygons with vertices on tile units", "[valid_polygon]")
{
    const tiles::PolygonMender mender;
    const auto eight = polygons("POLYGON ((0 0, 9 8, 9 0, 0 9, 0 0))");
    CHECK_FALSE(mender.is_valid(eight));
    const auto mended = mender.mend(eight);
    CHECK(mender.is_valid(mended));
    CHECK(mended.polygons.size() == 2);
    for (const auto& polygon : mended.polygons) {
        CHECK(tiles::doubled_area(polygon.exterior) > 0);
    }
}

TEST_CASE("a bridge that clipping left along an edge is cut", "[valid_polygon]")
{
    //   +---+
    //   +---|     two arms of a comb, joined along x = 9 only
    //   +---|
    //   +---+
    const tiles::PolygonMender mender;
    const auto mended =
        mender.mend(polygons("POLYGON ((0 0, 9 0, 9 2, 0 2, 9 2, 9 6, 0 6, 9 6, 9 8, 0 8, 9 8, 9 0, 0 0))"));
    CHECK(mender.is_valid(mended));
    const auto comb = mender.mend(polygons("POLYGON ((0 0, 9 0, 9 8, 0 8, 0 6, 9 6, 9 2, 0 2, 0 0))"));
    CHECK(mender.is_valid(comb));
    CHECK(comb.polygons.size() == 2);
}

TEST_CASE("mending leaves edges where they are if nothing crosses", "[valid_polygon]")
{
    // The ring meets itself at 1 3, half a unit beside its edge from 3 0 to 0 3.
    const tiles::PolygonMender mender;
    const auto mended = mender.mend(polygons("POLYGON ((3 0, 0 3, 1 3, -2 5, 0 6, 1 3, 4 4, 3 0))"));
    CHECK(mender.is_valid(mended));
    std::int64_t area = 0;
    for (const auto& polygon : mended.polygons) {
        area += tiles::doubled_area(polygon.exterior);
    }
    CHECK(area == 14 + 7);
}

TEST_CASE("overlapping parts of a feature become one", "[valid_polygon]")
{
    const tiles::PolygonMender mender;
    const auto mended =
        mender.mend(polygons("MULTIPOLYGON (((0 0, 6 0, 6 6, 0 6, 0 0)), ((3 3, 9 3, 9 9, 3 9, 3 3)))"));
    CHECK(mended.polygons.size() == 1);
    CHECK(mender.is_valid(mended));
}

TEST_CASE("an interior ring outside its exterior ring is no interior ring afterwards", "[valid_polygon]")
{
    const tiles::PolygonMender mender;
    const auto mended =
        mender.mend(polygons("POLYGON ((0 0, 6 0, 6 6, 0 6, 0 0), (7 7, 7 8, 8 8, 8 7, 7 7))"));
    CHECK(mender.is_valid(mended));
    CHECK_FALSE(mended.polygons.empty()); // GEOS takes the stray ring for an island
    for (const auto& polygon : mended.polygons) {
        CHECK(polygon.interiors.empty());
    }
}
