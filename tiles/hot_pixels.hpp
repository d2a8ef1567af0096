#pragma once

#include "tiles/tile_point.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace tiles {

/// The tile units ("pixels", half a unit to each side) in which the areas of a tile have vertices, and the way of an edge through
/// them: snap-rounding, after J. D. Hobby, "Practical segment intersection with finite precision output", 1999.
///
/// Rounding moves a vertex by up to 0.7 units, so it may come to lie on the other side of an edge nearby. If each edge goes
/// through the middle of every hot pixel it passes, none can: neighbours that had an edge in common have the same vertices along it
/// afterwards, and what lay on one side of a border still does.
///
///       . v                 v'              v: a vertex of someone else, v' its pixel
///    a______\_b     ->     / \              the edge a-b passes the pixel, and goes a' v' b'
///                        a'   b'
class HotPixels {
public:
    /// `low`, `high`: the least and greatest value on both axes that a vertex may have, such as -64 and 4160.
    HotPixels(std::int32_t low, std::int32_t high);

    /// Forgets all. Costs no more than what was added did.
    void clear();

    /// Makes a pixel hot; beyond `low` and `high` it is not kept.
    void add(TilePoint pixel);

    /// Appends the pixels through which the edge goes, those of its ends among them (also if they are not hot), in their order; one
    /// that `path` ends with is not repeated. The way back is the same one backwards.
    void route(TilePosition from, TilePosition to, std::vector<TilePoint>& path) const;

private:
    struct Passed {
        double entry; ///< where the edge comes in, 0 at its beginning, 1 at its end
        TilePoint pixel;
    };
    void find(TilePosition from, TilePosition to, std::vector<Passed>& passed) const;
    void find_in_block(std::int32_t column, std::int32_t row, TilePosition from, TilePosition to,
                       std::vector<Passed>& passed) const;
    [[nodiscard]] bool holds(TilePoint pixel) const;

    std::int32_t low_;
    std::int32_t high_;
    std::int32_t blocks_across_;
    std::vector<std::uint64_t> blocks_; ///< 8 x 8 pixels each, row by row
    std::vector<std::size_t> used_{};   ///< the blocks that are not empty
};

} // namespace tiles
