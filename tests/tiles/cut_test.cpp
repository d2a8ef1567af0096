#include "tests/support/catch.hpp"
#include "tests/tiles/wkt.hpp"
#include "tiles/cut.hpp"

#include <map>

using tiles::TileId;

namespace {
std::map<TileId, std::string> pieces(std::string_view text, int zoom, double buffer)
{
    std::map<TileId, std::string> taken;
    tiles::cut(wkt::unit(text), zoom, buffer, [&](TileId tile, datasets::Geometry<tiles::UnitPoint> piece) {
        CHECK(taken.emplace(tile, wkt::text(piece)).second);
    });
    return taken;
}
} // namespace

TEST_CASE("a line is cut into the tiles it crosses", "[cut]")
{
    CHECK(pieces("LINESTRING (0.1 0.1, 0.9 0.1)", 1, 0) ==
          std::map<TileId, std::string>{{{1, 0, 0}, "MULTILINESTRING ((0.1 0.1, 0.5 0.1))"},
                                        {{1, 1, 0}, "MULTILINESTRING ((0.5 0.1, 0.9 0.1))"}});
}

TEST_CASE("each piece reaches into the buffer of its tile", "[cut]")
{
    CHECK(pieces("LINESTRING (0.1 0.1, 0.9 0.1)", 1, 0.1) ==
          std::map<TileId, std::string>{{{1, 0, 0}, "MULTILINESTRING ((0.1 0.1, 0.55 0.1))"},
                                        {{1, 1, 0}, "MULTILINESTRING ((0.45 0.1, 0.9 0.1))"}});
}

TEST_CASE("what lies only in a tile's buffer is in the tile", "[cut]")
{
    CHECK(pieces("LINESTRING (0.1 0.1, 0.49 0.1)", 1, 0.1).size() == 2);
}

TEST_CASE("a polygon over all tiles of a zoom covers each of them", "[cut]")
{
    const auto taken = pieces("POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))", 3, 0);
    CHECK(taken.size() == 64);
    CHECK(taken.at({3, 4, 4}) == "MULTIPOLYGON (((0.5 0.625, 0.5 0.5, 0.625 0.5, 0.625 0.625, 0.5 0.625)))");
}

TEST_CASE("what lies beyond the square is cut off", "[cut]")
{
    CHECK(pieces("LINESTRING (0.9 -0.5, 0.9 -0.2)", 0, 0.1).empty());
    CHECK(pieces("LINESTRING (0.9 -0.5, 0.9 0.5)", 0, 0).at({0, 0, 0}) ==
          "MULTILINESTRING ((0.9 0, 0.9 0.5))");
}
