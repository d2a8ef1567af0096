#include "datasets/contains.hpp"
#include "tests/support/catch.hpp"

#include <cmath>
#include <cstdint>
#include <vector>

using datasets::Area;
using datasets::LonLat;
using datasets::Polygons;

namespace {

Polygons<LonLat> ring(std::vector<LonLat> positions)
{
    positions.push_back(positions.front());
    return {{{std::move(positions), {}}}};
}

/// Pseudo-random numbers from 0 to 1, always the same ones.
class Numbers {
public:
    double next()
    {
        state_ = state_ * 6364136223846793005U + 1442695040888963407U;
        return static_cast<double>(state_ >> 11) / 9007199254740992.0;
    }

private:
    std::uint64_t state_ = 20261121;
};

/// A grid of `size` x `size` quadrilaterals that share their crooked borders vertex by vertex, every other one drawn the other
/// way round.
class CrookedGrid {
public:
    explicit CrookedGrid(int size) : size_{size}
    {
        Numbers numbers;
        for (int i = 0; i < (size + 1) * (size + 1); ++i) {
            const int x = i % (size + 1), y = i / (size + 1);
            corners_.push_back(
                {135.3 + 0.01 * (x + 0.6 * numbers.next()), 34.7 + 0.01 * (y + 0.6 * numbers.next())});
        }
        for (int i = 0; i < size * size; ++i) {
            const int x = i % size, y = i / size;
            std::vector<LonLat> cell{corner(x, y), corner(x + 1, y), corner(x + 1, y + 1), corner(x, y + 1)};
            if (i % 2 == 1) {
                cell = {cell[3], cell[2], cell[1], cell[0]};
            }
            cells_.emplace_back(ring(cell));
        }
    }

    [[nodiscard]] LonLat corner(int x, int y) const
    {
        return corners_[static_cast<std::size_t>(y * (size_ + 1) + x)];
    }
    [[nodiscard]] long holding(LonLat p) const
    {
        return std::count_if(cells_.begin(), cells_.end(),
                             [&](const Area& cell) { return cell.contains(p); });
    }

private:
    int size_;
    std::vector<LonLat> corners_{};
    std::vector<Area> cells_{};
};

LonLat between(LonLat a, LonLat b, double t)
{
    return {a.lon + t * (b.lon - a.lon), a.lat + t * (b.lat - a.lat)};
}

} // namespace

TEST_CASE("of areas that share borders, exactly one holds each position, on edges and corners too",
          "[contains]")
{
    constexpr int size = 12;
    const CrookedGrid grid{size};
    for (int y = 1; y < size; ++y) {
        for (int x = 1; x < size; ++x) {
            CAPTURE(x, y);
            CHECK(grid.holding(grid.corner(x, y)) == 1);
            for (const double t : {0.5, 0.25, 0.1, 0.7}) {
                CHECK(grid.holding(between(grid.corner(x, y), grid.corner(x - 1, y), t)) == 1);
                CHECK(grid.holding(between(grid.corner(x, y), grid.corner(x, y - 1), t)) == 1);
            }
        }
    }
}

TEST_CASE("on straight borders too, of squares side by side", "[contains]")
{
    std::vector<Area> squares;
    for (int i = 0; i < 16; ++i) {
        const double w = 135 + 0.25 * (i % 4), s = 34 + 0.25 * (i / 4), e = w + 0.25, n = s + 0.25;
        squares.emplace_back(ring({{w, s}, {e, s}, {e, n}, {w, n}}));
    }
    int held = 0;
    for (int y = 0; y <= 16; ++y) {
        for (int x = 0; x <= 16; ++x) {
            const LonLat p{135 + 0.0625 * x, 34 + 0.0625 * y};
            const auto holding = std::count_if(squares.begin(), squares.end(),
                                               [&](const Area& square) { return square.contains(p); });
            held += static_cast<int>(holding);
            CHECK(holding == (x < 16 && y < 16 ? 1 : 0)); // borders to the west and south belong to them
        }
    }
    CHECK(held == 256);
}

TEST_CASE("a position beside a border by the least there is lies on its own side", "[contains]")
{
    const LonLat a{135.1, 34.1}, b{135.7, 34.3};
    const Area north_west{ring({a, b, {135.1, 34.3}})};
    const Area south_east{ring({a, {135.7, 34.1}, b})};
    for (int i = 1; i < 100; ++i) {
        const LonLat p = between(a, b, i / 100.0);
        for (const double lon : {std::nextafter(p.lon, 0.0), p.lon, std::nextafter(p.lon, 200.0)}) {
            CHECK(north_west.contains({lon, p.lat}) != south_east.contains({lon, p.lat}));
        }
    }
}

TEST_CASE("holes and the water between islands are outside", "[contains]")
{
    const std::vector<LonLat> outer{{135, 34}, {136, 34}, {136, 35}, {135, 35}, {135, 34}};
    const std::vector<LonLat> hole{{135.4, 34.4}, {135.4, 34.6}, {135.6, 34.6}, {135.6, 34.4}, {135.4, 34.4}};
    const std::vector<LonLat> island{{137, 34}, {138, 34}, {138, 35}, {137, 34}};
    const Area area{Polygons<LonLat>{{{outer, {hole}}, {island, {}}}}};
    CHECK(area.contains({135.2, 34.5}));
    CHECK_FALSE(area.contains({135.5, 34.5}));
    CHECK_FALSE(area.contains({136.5, 34.5}));
    CHECK(area.contains({137.9, 34.5}));
    CHECK_FALSE(area.contains({135.5, 36}));
    CHECK_FALSE(Area{Polygons<LonLat>{}}.contains({135, 34}));
}
