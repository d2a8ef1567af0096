#pragma once

#include "tiles/feature_source.hpp"

#include <cstdint>
#include <vector>

namespace tiles {

/// One point of a feature. A point is in one tile of a zoom only, so counting them tile by tile counts each once.
struct TilePlace {
    FeatureIndex feature = 0;
    WorldPoint position{};
};

/// Lines or polygons that reach into a tile or its buffer.
struct TileShape {
    FeatureIndex feature = 0;
    /// The part that is in the tile and its buffer, if somebody has cut it out already; else the encoder does.
    const datasets::Geometry<UnitPoint>* piece = nullptr;
};

/// Where a chain of lines bears its name: half way along.
struct LineLabel {
    FeatureIndex feature = 0; ///< on whose line the place is
    WorldPoint place{};
    double length = 0;        ///< of the chain, in tile units
    int angle = 0;            ///< of the line there: degrees clockwise from east, from -89 to 90
    std::uint32_t joined = 1; ///< how many features the chain is made of
    friend bool operator==(const LineLabel&, const LineLabel&) = default;
};

/// What a tile is made of, before anything had to be left out. Each list is in the order in which the tile draws it; features that
/// do not reach the tile do no harm.
struct TileContent {
    TileId tile{};
    std::vector<TilePlace> points{};
    std::vector<TileShape> shapes{};
    std::vector<LineLabel> line_labels{}; ///< whose place is in this tile, by feature
};

/// Every second bit x, every other y: what is near on the map is mostly near in this order, and what is in one tile of any zoom
/// stands together.
[[nodiscard]] constexpr std::uint64_t morton(WorldPoint point)
{
    const auto spread = [](std::uint64_t v) {
        v = (v | v << 16U) & 0x0000ffff0000ffffU;
        v = (v | v << 8U) & 0x00ff00ff00ff00ffU;
        v = (v | v << 4U) & 0x0f0f0f0f0f0f0f0fU;
        v = (v | v << 2U) & 0x3333333333333333U;
        return (v | v << 1U) & 0x5555555555555555U;
    };
    return spread(point.x) | spread(point.y) << 1U;
}

} // namespace tiles
