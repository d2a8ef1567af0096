#pragma once

#include "tiles/line_ends.hpp"

#include <functional>
#include <vector>

namespace tiles {

/// A line of a chain, its positions in the chain's direction.
struct ChainLine {
    LineEnd begin{}; ///< where the chain enters it
    std::vector<WorldPoint> path{};
};
using LineChain = std::vector<ChainLine>;

/// Where the lines of a zoom are found: `LineEnds::meeting` of all of them.
using MeetingEnd = std::function<const LineEnd*(const LineEnd& end)>;

/// Follows lines from one to the next, as far as exactly two that are alike meet; at a junction of three and more a chain ends.
///
///   1---o---o---         A chain is the same, to its first line and direction, wherever on it one begins: it begins at the end
///              \         of the line with the lower number; a closed one with its lowest line. So tiles that are made one by
///   -----------o---2     one agree on its middle.
///
/// One object belongs to one thread; the source must outlive it.
class ChainFinder {
public:
    ChainFinder(const FeatureSource& source, ChainRules rules, MeetingEnd meeting);

    /// The chain to which the line belongs that ends here.
    [[nodiscard]] LineChain chain_through(const LineEnd& end);

    [[nodiscard]] const ChainRules& rules() const { return rules_; }

private:
    [[nodiscard]] ChainLine line_from(const LineEnd& begin);
    [[nodiscard]] LineEnd other_end(const ChainLine& line) const;
    [[nodiscard]] const LineEnd* next(const LineEnd& end) const;
    [[nodiscard]] bool follow(LineChain& chain);
    void turn(LineChain& chain) const;

    const FeatureSource& source_;
    ChainRules rules_;
    MeetingEnd meeting_;
    FeatureIndex last_read_ =
        0; ///< a feature may have thousands of lines: it is read once for all that follow each other
    datasets::Geometry<WorldPoint> geometry_{};
};

} // namespace tiles
