#pragma once

#include "datasets/deadline.hpp"
#include "tiles/chain_finder.hpp"
#include "tiles/tile_content.hpp"
#include "tiles/tile_options.hpp"

#include <optional>
#include <vector>

namespace tiles {

/// The least length of a chain that bears a name at a zoom, in tile units.
///
/// 512 are 64 pixels of a tile drawn with 512: five Japanese letters. With all their values, which labels had when this was
/// measured, those of a dense grid of 690,000 joined streets made zoom 13 larger by 17 percent and zoom 11 by 3; half the length 22 and 12. At maxzoom it is a quarter, because viewers
/// magnify these tiles: two zooms deeper it is 64 pixels again.
[[nodiscard]] double least_labelled(const TileOptions& options, int zoom);

/// False where no chain of which this feature is a part can have the length, so that its geometry need not be read.
[[nodiscard]] bool may_be_labelled(const FeatureShape& shape, const ChainRules& rules, double least);

/// Half way along a chain, if it has that length. The angle is that of the way between the two places that lie half of `least`
/// before and behind, since a name is as long as that and a bend in its middle says little; turned by 180 degrees where a text would
/// stand on its head.
[[nodiscard]] std::optional<LineLabel> label_of(const LineChain& chain, double unit, double least);

/// The labels of all chains that have one of these lines. Throws datasets::Overtime past the deadline.
[[nodiscard]] std::vector<LineLabel> label_chains(ChainFinder& finder, const LineEnds& lines, double least,
                                                  const datasets::Deadline& deadline = {});

} // namespace tiles
