#include "tiles/crowding.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tiles {

namespace {

/// A cell is 32 pixels wide on a tile drawn with 512: circles of neighbouring clusters do not cover each other.
constexpr int cluster_cells = 16;

/// Points that may stand alone but are too many: a cell of 4 pixels, where they would have covered each other anyway.
constexpr int crowded_cells = 128;

/// Coarser than 8 units, one pixel, simplifying would be seen.
constexpr double worst_tolerance = 8;

} // namespace

Crowding first_crowding(const TileContent& content, bool cluster)
{
    return {cluster ? cluster_cells : 0, 0, content.pieces.size() + content.labels.size()};
}

Crowding next_crowding(const Crowding& last, double fitting)
{
    Crowding next = last;
    next.cells = last.cells == 0 ? crowded_cells : std::max(1, last.cells / 2);
    if (last.tolerance < worst_tolerance) {
        next.tolerance = last.tolerance == 0 ? 2 : last.tolerance * 2;
    } else {
        constexpr double step = 0.9; // the largest features have more than an average share of bytes
        next.most_features =
            static_cast<std::size_t>(static_cast<double>(last.most_features) * fitting * step);
    }
    return next;
}

std::vector<PointGroup> group_by_cell(std::span<const TilePlace> points, TileId tile, int cells)
{
    const double cells_across = static_cast<double>(tiles_across(tile.z)) * cells;
    const auto cell_of = [&](UnitPoint p) {
        const auto index = [&](double unit, std::uint32_t first) {
            return std::clamp(
                static_cast<int>(std::floor(unit * cells_across - static_cast<double>(first) * cells)), 0,
                cells - 1);
        };
        return index(p.y, tile.y) * cells + index(p.x, tile.x);
    };
    std::vector<std::pair<int, std::size_t>> order;
    order.reserve(points.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
        order.emplace_back(cell_of(points[i].position), i);
    }
    std::ranges::sort(order);

    std::vector<PointGroup> groups;
    for (std::size_t i = 0; i < order.size(); ++i) {
        if (i == 0 || order[i].first != order[i - 1].first) {
            groups.emplace_back();
        }
        PointGroup& group = groups.back();
        const TilePlace& point = points[order[i].second];
        group.features.push_back(point.feature);
        // A running mean: the sum of many positions would lose digits that a deep zoom needs.
        const auto count = static_cast<double>(group.features.size());
        group.position.x += (point.position.x - group.position.x) / count;
        group.position.y += (point.position.y - group.position.y) / count;
    }
    return groups;
}

} // namespace tiles
