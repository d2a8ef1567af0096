#pragma once

#include "tiles/tile_content.hpp"
#include "tiles/tile_options.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tiles {

/// What a tile gives up, step by step, until it fits. A threshold holds for everything in the tile: coarser, not random.
struct Crowding {
    int cell_bits = -1; ///< points: a grid of 2^bits cells a side; -1: all stand alone
    int coarser =
        0; ///< lines and polygons as a zoom so many above draws them: at most 2, 4, 8 tile units off
    double speck =
        0; ///< scattered polygons smaller than this squared (tile units) are put together to such squares
    double shortest = 0;           ///< lines shorter than this (tile units) are left out
    double least_label = 0;        ///< chains of lines shorter than this (tile units) lose their labels
    std::size_t most_features = 0; ///< so many lines and polygons stay, the largest

    [[nodiscard]] bool has_nothing_left() const { return cell_bits == 0 && most_features == 0; }
};

/// What the first attempt gives up: nothing that could be seen, or points to the clusters that were asked for.
[[nodiscard]] Crowding first_crowding(const TileContent& content, const TileOptions& options);

/// What to give up next. `fitting`: how large a part of the lines and polygons the last attempt had room for, 0 to 1.
[[nodiscard]] Crowding next_crowding(const Crowding& last, const TileOptions& options, double fitting);

/// Points by the cells of a grid: those of a group stand one after the other in `order`.
struct PointGroups {
    std::vector<std::uint32_t> order{};  ///< indexes of points
    std::vector<std::uint32_t> begins{}; ///< of each group in `order`, and the end
};

/// Groups points of a tile by the cells of a grid over it, cells in Morton order. Each point is in one group.
[[nodiscard]] PointGroups group_by_cell(std::span<const TilePlace> points, TileId tile, int cell_bits);

} // namespace tiles
