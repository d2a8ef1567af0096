#include "tiles/zoom_labels.hpp"

#include "tiles/line_labels.hpp"
#include "tiles/workers.hpp"

#include <memory_resource>

namespace tiles {

std::vector<LineLabel> labels_of_zoom(const FeatureTable& table, int zoom, std::size_t workers)
{
    if (!labels_lines(table.options())) {
        return {};
    }
    const ChainRules rules = chain_rules(table, table.options(), zoom);
    const double least = least_labelled(table.options(), zoom);
    std::vector<std::pmr::vector<LineEnd>> parts;
    for (std::size_t i = 0; i < workers; ++i) {
        parts.emplace_back(table.memory());
    }
    const std::size_t count = table.shaped().size();
    do_with_workers(workers, workers, [&](std::size_t, std::size_t i) {
        for (std::size_t k = count * i / workers; k < count * (i + 1) / workers; ++k) {
            const FeatureIndex feature = table.shaped()[k];
            if (may_be_labelled(table.shape(feature), rules, least)) {
                const auto ends = line_ends(table, feature, rules);
                parts[i].insert(parts[i].end(), ends.begin(), ends.end());
            }
        }
    });
    LineEnds lines{table.memory()};
    for (auto& part : parts) {
        lines.add(part);
        part = std::pmr::vector<LineEnd>{table.memory()};
    }
    lines.sort();
    ChainFinder finder{table, rules, [&](const LineEnd& end) { return lines.meeting(end); }};
    return label_chains(finder, lines, least);
}

} // namespace tiles
