#pragma once

#include "tiles/mvt_reader.hpp"
#include "tiles/tile_fault.hpp"
#include "tiles/valid_polygon.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tiles {

/// What a layer of a tile holds.
struct LayerSummary {
    std::string name{};
    std::uint32_t version = 0;
    std::uint32_t extent = 0;
    std::size_t bytes = 0;  ///< not compressed
    std::size_t points = 0; ///< features of this type
    std::size_t lines = 0;
    std::size_t polygons = 0;
    std::size_t vertices = 0;
    std::size_t properties = 0; ///< of all features

    [[nodiscard]] std::size_t features() const { return points + lines + polygons; }
};

struct TileSummary {
    std::size_t bytes = 0; ///< not compressed
    std::vector<LayerSummary> layers{};
    std::vector<TileProblem> problems{};
};

/// Looks for whatever is wrong with a tile: what the specification of MVT does not allow, polygons that GEOS calls invalid, and
/// vertices further outside of the tile than its buffer. One object belongs to one thread.
class TileInspector {
public:
    /// `buffer` in 4096ths of a tile, whatever the extent of a layer.
    explicit TileInspector(int buffer) : buffer_{buffer} {}

    /// A tile, decompressed.
    [[nodiscard]] TileSummary inspect(std::string_view tile) const;

private:
    int buffer_;
    PolygonMender mender_{};
};

/// Tiles larger than this, not compressed, make browsers slow.
inline constexpr std::size_t advised_tile_bytes = 500'000;

} // namespace tiles
