#include "tiles/chain_finder.hpp"

#include <algorithm>
#include <utility>

namespace tiles {

namespace {

auto line_number(const ChainLine& line) { return std::pair{line.begin.feature, line.begin.line()}; }

} // namespace

ChainFinder::ChainFinder(const FeatureSource& source, ChainRules rules, MeetingEnd meeting)
    : source_{source}, rules_{std::move(rules)}, meeting_{std::move(meeting)}
{
}

ChainLine ChainFinder::line_from(const LineEnd& begin)
{
    const auto* lines = std::get_if<datasets::Lines<WorldPoint>>(&geometry_);
    if (lines == nullptr || last_read_ != begin.feature) {
        geometry_ = source_.geometry(begin.feature, rules_.zoom);
        last_read_ = begin.feature;
        lines = std::get_if<datasets::Lines<WorldPoint>>(&geometry_);
    }
    ChainLine line{begin, lines->lines.at(begin.line())};
    if (begin.is_last()) {
        std::ranges::reverse(line.path);
    }
    return line;
}

LineEnd ChainFinder::other_end(const ChainLine& line) const
{
    LineEnd other = line.begin;
    other.number ^= 1U;
    other.place = end_place(line.path.back(), rules_.unit);
    return other;
}

/// The one end that meets this one; null at a junction and where the chain ends.
const LineEnd* ChainFinder::next(const LineEnd& end) const
{
    const LineEnd* other = meeting_(end);
    return other != nullptr && agree(source_, end.feature, other->feature, rules_) ? other : nullptr;
}

void ChainFinder::turn(LineChain& chain) const
{
    for (ChainLine& line : chain) {
        line.begin = other_end(line);
        std::ranges::reverse(line.path);
    }
    std::ranges::reverse(chain);
}

/// Goes on from the chain's end as far as it goes; true if that is where it begins.
bool ChainFinder::follow(LineChain& chain)
{
    for (;;) {
        const LineEnd* begin = next(other_end(chain.back()));
        if (begin == nullptr) {
            return false;
        }
        if (*begin == chain.front().begin) {
            return true;
        }
        chain.push_back(line_from(*begin));
    }
}

LineChain ChainFinder::chain_through(const LineEnd& end)
{
    LineChain chain{line_from(end)};
    if (follow(chain)) {
        const auto put_lowest_first = [&] {
            std::rotate(chain.begin(), std::ranges::min_element(chain, {}, line_number), chain.end());
        };
        put_lowest_first();
        if (chain.front().begin.is_last()) {
            turn(chain);
            put_lowest_first();
        }
        return chain;
    }
    turn(chain);
    static_cast<void>(follow(chain)); // from its one end to the other now
    const bool is_single = chain.size() == 1;
    if (is_single ? chain.front().begin.is_last() : line_number(chain.back()) < line_number(chain.front())) {
        turn(chain);
    }
    return chain;
}

} // namespace tiles
