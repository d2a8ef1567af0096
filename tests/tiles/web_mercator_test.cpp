#include "tests/support/catch.hpp"
#include "tiles/web_mercator.hpp"

using datasets::LonLat;
using tiles::TileId;
using tiles::UnitPoint;

TEST_CASE("the square's corners and centre are where Web Mercator has them", "[web_mercator]")
{
    CHECK(tiles::to_unit_point({0, 0}) == UnitPoint{0.5, 0.5});
    const UnitPoint north_west = tiles::to_unit_point({-180, tiles::max_latitude});
    CHECK(north_west.x == 0);
    CHECK(north_west.y == Approx(0).margin(1e-12));
    CHECK(tiles::to_unit_point({180, -tiles::max_latitude}).y == Approx(1));
}

TEST_CASE("a place comes back from the square within a micrometre", "[web_mercator]")
{
    const LonLat city_hall{134.0434, 34.3428};
    const LonLat back = tiles::to_lon_lat(tiles::to_unit_point(city_hall));
    CHECK(back.lon == Approx(city_hall.lon).epsilon(0).margin(1e-11));
    CHECK(back.lat == Approx(city_hall.lat).epsilon(0).margin(1e-11));
}

TEST_CASE("the poles stay finite and off the square", "[web_mercator]")
{
    CHECK(tiles::to_unit_point({0, 90}).y < 0);
    CHECK(tiles::to_unit_point({0, -90}).y > 1);
    CHECK(tiles::to_unit_point({0, 90}).y > -2);
}

TEST_CASE("a place is in the tile that web maps ask for", "[web_mercator]")
{
    CHECK(tiles::tile_at(tiles::to_unit_point({139.7671, 35.6812}), 14) ==
          TileId{14, 14552, 6451}); // Tokyo station
    CHECK(tiles::tile_at({1.0, 1.0}, 3) == TileId{3, 7, 7});
    CHECK(tiles::tile_at({0.5, 0.5}, 1) == TileId{1, 1, 1});
}
