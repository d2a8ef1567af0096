#pragma once

#include "tiles/tile_content.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace tiles {

/// What a tile that is too large gives up, step by step. The same rule holds for everything in the tile: coarser, not random.
struct Crowding {
    int cells = 0;                 ///< points are clustered on a grid of cells x cells; 0: not at all
    double tolerance = 0;          ///< pieces are simplified again, in tile units; 0: not
    std::size_t most_features = 0; ///< so many features, the largest, keep their pieces and labels
};

/// What the first attempt gives up: nothing, or points to the clusters that were asked for.
[[nodiscard]] Crowding first_crowding(const TileContent& content, bool cluster);

/// What to give up next. `fitting`: how large a part of the pieces and labels the last attempt had room for, 0 to 1.
[[nodiscard]] Crowding next_crowding(const Crowding& last, double fitting);

/// Points of one grid cell: one, or a cluster at their mean.
struct PointGroup {
    UnitPoint position{};
    std::vector<FeatureIndex> features{}; ///< one for each point
};

/// Groups points by the cells of a grid over the tile, in rows from the north-west. Each point is in one group.
[[nodiscard]] std::vector<PointGroup> group_by_cell(std::span<const TilePlace> points, TileId tile,
                                                    int cells);

} // namespace tiles
