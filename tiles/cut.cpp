#include "tiles/cut.hpp"

#include "tiles/clip.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace tiles {

namespace {

using datasets::Geometry;

/// Columns or rows, first and last.
struct Range {
    std::uint32_t first;
    std::uint32_t last;
};

struct Cutter {
    int zoom;
    double buffer;
    const PieceTaker& take;

    void by_column(Geometry<UnitPoint> geometry, Range columns) const
    {
        by_halves(std::move(geometry), Axis::x, columns, [&](Geometry<UnitPoint> strip, std::uint32_t x) {
            if (const auto rows = range(strip, Axis::y); rows.first <= rows.last) {
                by_halves(std::move(strip), Axis::y, rows, [&](Geometry<UnitPoint> piece, std::uint32_t y) {
                    take({zoom, x, y}, std::move(piece));
                });
            }
        });
    }

    template <class F>
    void by_halves(Geometry<UnitPoint> geometry, Axis axis, Range range_of_tiles, const F& take_strip) const
    {
        const auto [first, last] = range_of_tiles;
        const auto across = static_cast<double>(tiles_across(zoom));
        geometry = clip(std::move(geometry), axis, (first - buffer) / across, (last + 1 + buffer) / across);
        if (datasets::is_empty(geometry)) {
            return;
        }
        if (first == last) {
            take_strip(std::move(geometry), first);
            return;
        }
        const std::uint32_t middle = first + (last - first) / 2;
        by_halves(geometry, axis, {first, middle}, take_strip);
        by_halves(std::move(geometry), axis, {middle + 1, last}, take_strip);
    }

    /// The tiles that the geometry's box reaches, buffer included; first > last if there are none.
    [[nodiscard]] Range range(const Geometry<UnitPoint>& geometry, Axis axis) const
    {
        double low = std::numeric_limits<double>::infinity();
        double high = -low;
        datasets::for_each_point(geometry, [&](UnitPoint p) {
            low = std::min(low, axis == Axis::x ? p.x : p.y);
            high = std::max(high, axis == Axis::x ? p.x : p.y);
        });
        const auto across = static_cast<double>(tiles_across(zoom));
        if (high * across + buffer < 0 || low * across - buffer > across || low > high) {
            return {1, 0};
        }
        return {static_cast<std::uint32_t>(std::clamp(std::floor(low * across - buffer), 0.0, across - 1)),
                static_cast<std::uint32_t>(std::clamp(std::floor(high * across + buffer), 0.0, across - 1))};
    }
};

} // namespace

void cut(Geometry<UnitPoint> geometry, int zoom, double buffer, const PieceTaker& take)
{
    const Cutter cutter{zoom, buffer, take};
    if (const Range columns = cutter.range(geometry, Axis::x); columns.first <= columns.last) {
        cutter.by_column(std::move(geometry), columns);
    }
}

} // namespace tiles
