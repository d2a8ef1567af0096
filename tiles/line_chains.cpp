#include "tiles/line_chains.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <utility>

namespace tiles {

namespace {

using Line = std::vector<TilePoint>;

/// The lines that end at each place, twice if with both ends.
std::map<TilePoint, std::vector<std::size_t>> ends_of(const std::vector<Line>& lines)
{
    std::map<TilePoint, std::vector<std::size_t>> ends;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        ends[lines[i].front()].push_back(i);
        ends[lines[i].back()].push_back(i);
    }
    return ends;
}

} // namespace

datasets::Lines<TilePoint> join_lines(std::vector<Line> lines)
{
    const auto ends = ends_of(lines);
    std::vector<bool> is_used(lines.size(), false);
    // Goes on from the end of the chain as long as one other line begins there.
    const auto prolong = [&](Line& chain) {
        for (;;) {
            const auto& here = ends.at(chain.back());
            if (here.size() != 2) {
                return;
            }
            const auto next = std::ranges::find_if(here, [&](std::size_t i) { return !is_used[i]; });
            if (next == here.end()) {
                return;
            }
            is_used[*next] = true;
            Line& line = lines[*next];
            if (line.front() != chain.back()) {
                std::ranges::reverse(line);
            }
            chain.insert(chain.end(), line.begin() + 1, line.end());
        }
    };
    datasets::Lines<TilePoint> joined;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (is_used[i]) {
            continue;
        }
        is_used[i] = true;
        Line chain = lines[i];
        prolong(chain);
        std::ranges::reverse(chain);
        prolong(chain);
        std::ranges::reverse(chain);
        joined.lines.push_back(std::move(chain));
    }
    return joined;
}

} // namespace tiles
