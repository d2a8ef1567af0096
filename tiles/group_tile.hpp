#pragma once

#include "datasets/feature.hpp"
#include "tiles/tile_id.hpp"
#include "tiles/tile_options.hpp"
#include "tiles/world_point.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace tiles {

/// A cell of a mesh or an area, with what is told of it.
struct GroupFeature {
    std::uint64_t id = 0;
    datasets::Geometry<WorldPoint> geometry{};
    std::vector<std::pair<std::string, datasets::Value>> properties{}; ///< those that are not missing
};

/// A tile with one layer of groups, as MVT; empty if none reaches it. Clipped, quantised and made valid as other tiles are.
[[nodiscard]] std::string encode_groups(const std::vector<GroupFeature>& groups, TileId tile,
                                        const std::string& layer, const TileOptions& options);

} // namespace tiles
