#include "datasets/error.hpp"
#include "tests/support/catch.hpp"
#include "tiles/tile_id.hpp"

#include <limits>
#include <set>

using tiles::hilbert_id;
using tiles::tile_from_hilbert_id;
using tiles::TileId;

TEST_CASE("tile ids are those of the PMTiles specification", "[tile_id]")
{
    CHECK(hilbert_id({0, 0, 0}) == 0);
    CHECK(hilbert_id({1, 0, 0}) == 1);
    CHECK(hilbert_id({1, 0, 1}) == 2);
    CHECK(hilbert_id({1, 1, 1}) == 3);
    CHECK(hilbert_id({1, 1, 0}) == 4);
    CHECK(hilbert_id({2, 0, 0}) == 5);
    CHECK(hilbert_id({12, 3423, 1763}) == 19078479);
}

TEST_CASE("every tile of zooms 0 to 8 has its own id and finds back, in order of zoom", "[tile_id]")
{
    std::uint64_t expected = 0;
    for (int z = 0; z <= 8; ++z) {
        std::set<std::uint64_t> ids;
        for (std::uint32_t x = 0; x < tiles::tiles_across(z); ++x) {
            for (std::uint32_t y = 0; y < tiles::tiles_across(z); ++y) {
                const auto id = hilbert_id({z, x, y});
                ids.insert(id);
                REQUIRE(tile_from_hilbert_id(id) == TileId{z, x, y});
            }
        }
        CHECK(*ids.begin() == expected);
        expected += tiles::tiles_across(z) * tiles::tiles_across(z);
        CHECK(*ids.rbegin() == expected - 1);
    }
}

TEST_CASE("the corners of the deepest zooms find back", "[tile_id]")
{
    for (int z = 9; z <= tiles::deepest_zoom; ++z) {
        const auto last = static_cast<std::uint32_t>(tiles::tiles_across(z) - 1);
        for (const TileId tile :
             {TileId{z, 0, 0}, TileId{z, last, 0}, TileId{z, 0, last}, TileId{z, last, last}}) {
            CHECK(tile_from_hilbert_id(hilbert_id(tile)) == tile);
        }
    }
}

TEST_CASE("an id beyond the last tile of zoom 31 is refused", "[tile_id]")
{
    const auto last = hilbert_id({31, (1U << 31U) - 1, 0});
    CHECK(tile_from_hilbert_id(last).z == 31);
    CHECK_THROWS_AS(tile_from_hilbert_id(last + 1), datasets::FormatError);
    CHECK_THROWS_AS(tile_from_hilbert_id(std::numeric_limits<std::uint64_t>::max()), datasets::FormatError);
}

TEST_CASE("a tile is valid if its zoom has it", "[tile_id]")
{
    CHECK(is_valid(TileId{0, 0, 0}));
    CHECK_FALSE(is_valid(TileId{0, 1, 0}));
    CHECK_FALSE(is_valid(TileId{3, 0, 8}));
    CHECK_FALSE(is_valid(TileId{-1, 0, 0}));
    CHECK_FALSE(is_valid(TileId{32, 0, 0}));
    CHECK(parent(TileId{3, 5, 6}) == TileId{2, 2, 3});
    CHECK(parent(TileId{0, 0, 0}) == TileId{0, 0, 0});
}
