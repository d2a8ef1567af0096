#include "tiles/hot_pixels.hpp"

#include <algorithm>
#include <bit>
#include <optional>
#include <utility>

namespace tiles {

namespace {

constexpr std::int32_t side = 8; // of a block
constexpr double hair = 1e-6;    // a block or a pixel too many costs a look, one too few a vertex

/// The pixel of a block in which a position lies that is measured from the middle of its first; the outermost for what lies beyond.
int pixel_at(double position) { return static_cast<int>(std::clamp(position + 0.5, 0.0, side - 1.0)); }

/// The bits of a block whose columns, or rows, an edge touches; measured as above.
std::uint64_t columns_between(double a, double b)
{
    const std::uint64_t first = std::uint64_t{0xFF} << pixel_at(std::min(a, b) - hair);
    const std::uint64_t last = std::uint64_t{0xFF} >> (side - 1 - pixel_at(std::max(a, b) + hair));
    return (first & last) * 0x0101'0101'0101'0101U;
}

std::uint64_t rows_between(double a, double b)
{
    const std::uint64_t first = ~std::uint64_t{0} << (side * pixel_at(std::min(a, b) - hair));
    const std::uint64_t last = ~std::uint64_t{0} >> (side * (side - 1 - pixel_at(std::max(a, b) + hair)));
    return first & last;
}

/// The part of an edge that lies between two values of one axis, as a part of its length; an open end is not part of it.
struct Stretch {
    double begin = 0;
    double end = 1;
    bool begin_is_open = false;
    bool end_is_open = false;

    /// Leaves what has low <= from + t * length < high. False if nothing is left.
    [[nodiscard]] bool keep(double from, double length, double low, double high)
    {
        if (length == 0) {
            return low <= from && from < high;
        }
        const double at_low = (low - from) / length;
        const double at_high = (high - from) / length;
        if (length > 0) {
            begins_at(at_low, false);
            ends_at(at_high, true);
        } else {
            begins_at(at_high, true);
            ends_at(at_low, false);
        }
        return begin < end || (begin == end && !begin_is_open && !end_is_open);
    }

private:
    void begins_at(double t, bool is_open)
    {
        if (t > begin || (t == begin && is_open)) {
            begin = t;
            begin_is_open = is_open;
        }
    }

    void ends_at(double t, bool is_open)
    {
        if (t < end || (t == end && is_open)) {
            end = t;
            end_is_open = is_open;
        }
    }
};

/// Where an edge comes into a pixel, west and north sides of which belong to it; nothing if it passes by.
std::optional<double> entry_into(TilePoint pixel, TilePosition from, TilePosition to)
{
    Stretch stretch;
    if (stretch.keep(from.x, to.x - from.x, pixel.x - 0.5, pixel.x + 0.5) &&
        stretch.keep(from.y, to.y - from.y, pixel.y - 0.5, pixel.y + 0.5)) {
        return stretch.begin;
    }
    return std::nullopt;
}

void append(TilePoint pixel, std::vector<TilePoint>& path)
{
    if (path.empty() || path.back() != pixel) {
        path.push_back(pixel);
    }
}

} // namespace

HotPixels::HotPixels(std::int32_t low, std::int32_t high)
    : low_{low},
      high_{high},
      blocks_across_{(high - low) / side + 1},
      blocks_(static_cast<std::size_t>(blocks_across_) * static_cast<std::size_t>(blocks_across_))
{
}

void HotPixels::clear()
{
    for (const std::size_t block : used_) {
        blocks_[block] = 0;
    }
    used_.clear();
}

bool HotPixels::holds(TilePoint pixel) const
{
    return pixel.x >= low_ && pixel.x <= high_ && pixel.y >= low_ && pixel.y <= high_;
}

void HotPixels::add(TilePoint pixel)
{
    if (!holds(pixel)) {
        return;
    }
    const std::int32_t x = pixel.x - low_;
    const std::int32_t y = pixel.y - low_;
    const auto block = static_cast<std::size_t>(y / side * blocks_across_ + x / side);
    if (blocks_[block] == 0) {
        used_.push_back(block);
    }
    blocks_[block] |= std::uint64_t{1} << (y % side * side + x % side);
}

void HotPixels::route(TilePosition from, TilePosition to, std::vector<TilePoint>& path) const
{
    const TilePoint first = rounded(from);
    const TilePoint last = rounded(to);
    append(first, path);
    // Along the buffer's edge there are bridges of clipped rings only. They are not drawn, and need not meet one another.
    const bool is_bridge = (first.x == last.x && (first.x == low_ || first.x == high_)) ||
                           (first.y == last.y && (first.y == low_ || first.y == high_));
    if (first != last && !is_bridge) {
        // Both neighbours go the same way along their edge, or the last bit of a division might lead them past different pixels.
        const bool is_backwards = to < from;
        std::vector<Passed> passed;
        is_backwards ? find(to, from, passed) : find(from, to, passed);
        std::ranges::sort(passed, {}, [](const Passed& each) { return std::pair{each.entry, each.pixel}; });
        if (is_backwards) {
            std::ranges::reverse(passed);
        }
        for (const Passed& each : passed) {
            append(each.pixel, path);
        }
    }
    append(last, path);
}

/// Goes through the blocks that the edge touches, column by column.
void HotPixels::find(TilePosition from, TilePosition to, std::vector<Passed>& passed) const
{
    const auto block_of = [&](double position) {
        // Below `low` truncation is no floor, but clamped all the same.
        const auto block = static_cast<std::int32_t>((position + 0.5 - low_) / side);
        return std::clamp(block, 0, blocks_across_ - 1);
    };
    const std::int32_t first = block_of(from.x - hair);
    const std::int32_t last = block_of(to.x + hair);
    const double slope = first < last ? (to.y - from.y) / (to.x - from.x) : 0;
    for (std::int32_t column = first; column <= last; ++column) {
        double enters = from.y;
        double leaves = to.y;
        if (slope != 0) {
            const double west = column * side + low_ - 0.5;
            const auto y_at = [&](double x) {
                return std::clamp(from.y + (x - from.x) * slope, std::min(from.y, to.y),
                                  std::max(from.y, to.y));
            };
            enters = y_at(west - hair);
            leaves = y_at(west + side + hair);
        }
        const std::int32_t top = block_of(std::min(enters, leaves) - hair);
        const std::int32_t bottom = block_of(std::max(enters, leaves) + hair);
        for (std::int32_t row = top; row <= bottom; ++row) {
            find_in_block(column, row, from, to, passed);
        }
    }
}

void HotPixels::find_in_block(std::int32_t column, std::int32_t row, TilePosition from, TilePosition to,
                              std::vector<Passed>& passed) const
{
    std::uint64_t hot = blocks_[static_cast<std::size_t>(row * blocks_across_ + column)];
    if (hot == 0) {
        return;
    }
    const TilePoint corner{column * side + low_, row * side + low_};
    hot &= columns_between(from.x - corner.x, to.x - corner.x) &
           rows_between(from.y - corner.y, to.y - corner.y);
    for (; hot != 0; hot &= hot - 1) {
        const int bit = std::countr_zero(hot);
        const TilePoint pixel{corner.x + bit % side, corner.y + bit / side};
        if (const auto entry = entry_into(pixel, from, to)) {
            passed.push_back({*entry, pixel});
        }
    }
}

} // namespace tiles
