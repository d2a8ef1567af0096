#include "tests/support/catch.hpp"
#include "tests/tiles/wkt.hpp"
#include "tiles/hot_pixels.hpp"
#include "tiles/quantize.hpp"
#include "tiles/valid_polygon.hpp"

#include <cmath>
#include <random>
#include <set>

using tiles::TilePoint;

namespace {

constexpr int extent = 64;

std::vector<TilePoint> route(const tiles::HotPixels& pixels, tiles::TilePosition from, tiles::TilePosition to)
{
    std::vector<TilePoint> path;
    pixels.route(from, to, path);
    return path;
}

/// Corners of a grid of areas, pushed about by up to a quarter of their distance, so that no triangle turns over; those on the outer edge stay on it.
class Grid {
public:
    Grid(int cells, unsigned seed) : cells_{cells}
    {
        std::mt19937 random{seed};
        std::uniform_real_distribution<double> push{-0.24, 0.24};
        for (int y = 0; y <= cells; ++y) {
            for (int x = 0; x <= cells; ++x) {
                const double along = x % cells == 0 ? 0 : push(random);
                const double across = y % cells == 0 ? 0 : push(random);
                corners_.push_back({(x + along) / cells, (y + across) / cells});
            }
        }
    }

    [[nodiscard]] tiles::UnitPoint corner(int x, int y) const
    {
        return corners_[static_cast<std::size_t>(y * (cells_ + 1) + x)];
    }

    /// Triangles, since quadrangles could cross themselves: two a cell.
    [[nodiscard]] std::vector<datasets::Geometry<tiles::UnitPoint>> areas() const
    {
        std::vector<datasets::Geometry<tiles::UnitPoint>> found;
        const auto add = [&](tiles::UnitPoint a, tiles::UnitPoint b, tiles::UnitPoint c) {
            found.emplace_back(datasets::Polygons<tiles::UnitPoint>{{{{a, b, c, a}, {}}}});
        };
        for (int y = 0; y < cells_; ++y) {
            for (int x = 0; x < cells_; ++x) {
                add(corner(x, y), corner(x + 1, y), corner(x, y + 1));
                add(corner(x + 1, y), corner(x + 1, y + 1), corner(x, y + 1));
            }
        }
        return found;
    }

private:
    int cells_;
    std::vector<tiles::UnitPoint> corners_{};
};

/// Twice the area that all cover, what two cover counted twice; and of how many of them the borders moved when they were mended.
struct Drawn {
    std::int64_t doubled_area = 0;
    int moved = 0;

    void add(const datasets::Geometry<TilePoint>& geometry)
    {
        const auto area = [](const datasets::Polygons<TilePoint>& polygons) {
            std::int64_t sum = 0;
            for (const auto& polygon : polygons.polygons) {
                sum += tiles::doubled_area(polygon.exterior);
                for (const auto& ring : polygon.interiors) {
                    sum += tiles::doubled_area(ring);
                }
            }
            return sum;
        };
        const auto& before = std::get<datasets::Polygons<TilePoint>>(geometry);
        const auto after = mender.mend(before);
        moved += area(after) != area(before);
        doubled_area += area(after);
    }

    tiles::PolygonMender mender{};
};

} // namespace

TEST_CASE("an edge goes through the hot pixels it passes, and past the others", "[hot_pixels]")
{
    tiles::HotPixels pixels{-8, extent + 8};
    for (const TilePoint hot : {TilePoint{10, 0}, TilePoint{20, 1}, TilePoint{30, -1}, TilePoint{40, 2}}) {
        pixels.add(hot);
    }
    CHECK(route(pixels, {0.2, 0.3}, {60.1, 0.4}) == std::vector<TilePoint>{{0, 0}, {10, 0}, {60, 0}});
    CHECK(route(pixels, {0, 0.5}, {60, 0.5}) == std::vector<TilePoint>{{0, 1}, {20, 1}, {60, 1}});
    CHECK(route(pixels, {60, 2.4}, {0, -0.4}) == std::vector<TilePoint>{{60, 2}, {20, 1}, {10, 0}, {0, 0}});
    pixels.clear();
    CHECK(route(pixels, {60, 2.4}, {0, -0.4}) == std::vector<TilePoint>{{60, 2}, {0, 0}});
}

TEST_CASE("an edge up and down, and one within a pixel", "[hot_pixels]")
{
    tiles::HotPixels pixels{-8, extent + 8};
    pixels.add({5, 30});
    pixels.add({6, 31});
    CHECK(route(pixels, {5.4, 60}, {5.4, 2}) == std::vector<TilePoint>{{5, 60}, {5, 30}, {5, 2}});
    CHECK(route(pixels, {5.5, 2}, {5.5, 60}) == std::vector<TilePoint>{{6, 2}, {6, 31}, {6, 60}});
    CHECK(route(pixels, {5.1, 30.1}, {4.9, 29.9}) == std::vector<TilePoint>{{5, 30}});
}

TEST_CASE("what a path ends with is not repeated, and the way back is the same", "[hot_pixels]")
{
    tiles::HotPixels pixels{-8, extent + 8};
    std::mt19937 random{7};
    std::uniform_int_distribution<std::int32_t> any{-8, extent + 8};
    for (int i = 0; i < 900; ++i) {
        pixels.add({any(random), any(random)});
    }
    std::uniform_real_distribution<double> anywhere{-7.9, extent + 7.9};
    for (int i = 0; i < 500; ++i) {
        const tiles::TilePosition from{anywhere(random), anywhere(random)};
        const tiles::TilePosition to{anywhere(random), anywhere(random)};
        auto there = route(pixels, from, to);
        auto back = route(pixels, to, from);
        std::ranges::reverse(back);
        CHECK(there == back);
        CHECK(std::ranges::adjacent_find(there) == there.end());
        pixels.route(to, from, there);
        CHECK(std::ranges::adjacent_find(there) == there.end());
    }
}

TEST_CASE("no hot pixel is missed in which a point of the edge lies", "[hot_pixels]")
{
    tiles::HotPixels pixels{-8, extent + 8};
    std::set<TilePoint> hot;
    std::mt19937 random{11};
    std::uniform_int_distribution<std::int32_t> any{-8, extent + 8};
    for (int i = 0; i < 1500; ++i) {
        const TilePoint pixel{any(random), any(random)};
        pixels.add(pixel);
        hot.insert(pixel);
    }
    std::uniform_real_distribution<double> anywhere{-7.9, extent + 7.9};
    std::uniform_real_distribution<double> near{-9, 9};
    std::size_t seen = 0;
    for (int i = 0; i < 400; ++i) {
        const tiles::TilePosition from{anywhere(random), anywhere(random)};
        const bool is_short = i % 2 == 0;
        const tiles::TilePosition to{is_short ? from.x + near(random) : anywhere(random),
                                     is_short ? from.y + near(random) : anywhere(random)};
        const auto path = route(pixels, from, to);
        constexpr int points = 2000;
        for (int at = 0; at <= points; ++at) {
            const double t = static_cast<double>(at) / points;
            const TilePoint pixel =
                tiles::rounded({from.x + t * (to.x - from.x), from.y + t * (to.y - from.y)});
            if (hot.contains(pixel)) {
                ++seen;
                REQUIRE(std::ranges::find(path, pixel) != path.end());
            }
        }
    }
    CHECK(seen > 10'000);
}

TEST_CASE("areas much smaller than a pixel and larger ones leave nothing open and cover nothing twice",
          "[hot_pixels]")
{
    const tiles::TileId tile{0, 0, 0};
    int would_move = 0;
    for (const int cells : {5, 20, 41, 64, 100, 150}) {
        for (unsigned seed = 0; seed < 5; ++seed) {
            CAPTURE(cells, seed);
            const auto areas = Grid{cells, seed}.areas();
            tiles::HotPixels pixels{-8, extent + 8};
            for (const auto& area : areas) {
                tiles::add_vertices(area, tile, extent, pixels);
            }
            Drawn drawn;
            Drawn alone;
            for (const auto& area : areas) {
                drawn.add(tiles::quantize(area, tile, extent, pixels));
                alone.add(tiles::quantize(area, tile, extent));
            }
            CHECK(drawn.doubled_area == 2 * extent * extent);
            CHECK(drawn.moved == 0);
            would_move += alone.doubled_area != 2 * extent * extent;
        }
    }
    CHECK(would_move > 0); // each rounded for itself, they do cross
}
