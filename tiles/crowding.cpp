#include "tiles/crowding.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace tiles {

namespace {

/// 16 cells: one is 32 pixels wide on a tile drawn with 512, and circles of neighbouring clusters do not cover each other.
constexpr int cluster_cell_bits = 4;

/// 128 cells for points that may stand alone but are too many: of 4 pixels, where they would have covered each other anyway.
constexpr int crowded_cell_bits = 7;

/// Off by more than 8 units, one pixel, lines and polygons would be seen to be coarse.
constexpr int most_coarser = 3;

/// A polygon of 2 x 2 units is a sixteenth of a pixel.
constexpr double first_speck = 2;

/// A crowded tile keeps labels of chains a quarter of its side long: there are few of them.
double long_enough(const TileOptions& options) { return options.extent / 4.0; }

} // namespace

Crowding first_crowding(const TileContent& content, const TileOptions& options)
{
    Crowding first;
    const bool is_last_zoom = content.tile.z >= options.maxzoom; // which viewers magnify
    first.cell_bits = options.cluster && !is_last_zoom ? cluster_cell_bits : -1;
    first.speck = is_last_zoom ? 1 : first_speck;
    first.least_label = content.line_labels.empty() ? long_enough(options) : 0;
    first.most_features = content.shapes.size();
    return first;
}

Crowding next_crowding(const Crowding& last, const TileOptions& options, double fitting)
{
    Crowding next = last;
    if (last.least_label < long_enough(options)) { // names of short lines before any line
        next.least_label = long_enough(options);
        return next;
    }
    next.cell_bits = last.cell_bits < 0 ? crowded_cell_bits : std::max(0, last.cell_bits - 1);
    if (last.most_features == 0) {
        return next;
    }
    const double longest = options.extent / 128.0; // lines of 4 pixels
    const double largest = options.extent / 32.0;  // squares of 16, of which a tile holds no more than it can
    next.coarser = std::min(last.coarser + 1, most_coarser);
    next.speck = std::min(last.speck * 2, largest);
    next.shortest = std::min(last.shortest == 0 ? 2 : last.shortest * 2, longest);
    if (last.coarser == next.coarser && last.speck == next.speck && last.shortest == next.shortest) {
        constexpr double step = 0.9; // the largest features have more than an average share of bytes
        next.most_features =
            static_cast<std::size_t>(static_cast<double>(last.most_features) * fitting * step);
    }
    return next;
}

PointGroups group_by_cell(std::span<const TilePlace> points, TileId tile, int cell_bits)
{
    const int shift = std::clamp(2 * (32 - tile.z - cell_bits), 0, 63);
    std::vector<std::uint64_t> cells(points.size());
    std::ranges::transform(points, cells.begin(), [&](const TilePlace& p) {
        return shift == 63 ? 0 : morton(p.position) >> static_cast<unsigned>(shift);
    });
    PointGroups groups;
    groups.order.resize(points.size());
    std::iota(groups.order.begin(), groups.order.end(), 0U);
    if (!std::ranges::is_sorted(cells)) { // they come sorted from the tiler
        std::ranges::stable_sort(groups.order, {}, [&](std::uint32_t i) { return cells[i]; });
    }
    for (std::uint32_t i = 0; i < points.size(); ++i) {
        if (i == 0 || cells[groups.order[i]] != cells[groups.order[i - 1]]) {
            groups.begins.push_back(i);
        }
    }
    groups.begins.push_back(static_cast<std::uint32_t>(points.size()));
    return groups;
}

} // namespace tiles
