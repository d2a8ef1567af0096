#include "tiles/index_labels.hpp"

#include "tiles/index_tile.hpp"
#include "tiles/line_labels.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace tiles {

namespace {

/// The ends of selected lines: at places that all the lines of `near` are known of, among those; elsewhere as the index has them.
class SelectedEnds {
public:
    SelectedEnds(const LineEnds& near, const WorldBox& window, const IndexSource& source,
                 const IndexedFeatures& index, const Bitmap& selected, const ChainRules& rules,
                 const datasets::Deadline& deadline)
        : near_{near},
          window_{window},
          source_{source},
          index_{index},
          selected_{selected},
          rules_{rules},
          deadline_{deadline}
    {
    }

    [[nodiscard]] const LineEnd* meeting(const LineEnd& end)
    {
        const WorldBox around = box_of_place(end.place);
        if (!rules_.joins || window_.contains(around)) { // without joining, all lines of a feature are near
            return near_.meeting(end);
        }
        const auto [it, is_new] = far_.try_emplace(end.place);
        if (is_new) {
            deadline_.check();
            it->second = ends_at(end.place, around);
        }
        return it->second.meeting(end);
    }

private:
    /// What is rounded to this place, and a little more.
    [[nodiscard]] WorldBox box_of_place(std::uint64_t place) const
    {
        const auto world = [&](std::uint64_t axis, double off) {
            const double v = (static_cast<double>(axis) + off) * rules_.unit;
            return static_cast<std::uint32_t>(std::clamp(v, 0.0, world_size - 1));
        };
        const std::uint64_t x = place & 0xffffffffU;
        const std::uint64_t y = place >> 32U;
        return {world(x, -1), world(y, -1), world(x, 1), world(y, 1)};
    }

    [[nodiscard]] LineEnds ends_at(std::uint64_t place, const WorldBox& around) const
    {
        std::vector<FeatureIndex> features;
        index_.tree().search(around, [&](std::size_t first, std::size_t last, PackedRtree::Meets) {
            selected_.for_each(first, last, [&](std::size_t row) {
                if (index_.kind(row) == datasets::GeometryKind::line) {
                    features.push_back(source_.number_of(row));
                }
            });
        });
        std::ranges::sort(features);
        LineEnds found;
        for (const FeatureIndex feature : features) {
            auto ends = line_ends(source_, feature, rules_);
            std::erase_if(ends, [&](const LineEnd& end) { return end.place != place; });
            found.add(ends);
        }
        found.sort();
        return found;
    }

    const LineEnds& near_;
    WorldBox window_;
    const IndexSource& source_;
    const IndexedFeatures& index_;
    const Bitmap& selected_;
    ChainRules rules_;
    datasets::Deadline deadline_;
    std::unordered_map<std::uint64_t, LineEnds> far_{};
};

} // namespace

std::vector<LineLabel> labels_in(const TileContent& content, const IndexSource& source,
                                 const IndexedFeatures& index, const Bitmap& selected,
                                 const TileOptions& options, const datasets::Deadline& deadline)
{
    if (!labels_lines(options)) {
        return {};
    }
    const TileId tile = content.tile;
    const ChainRules rules = chain_rules(source, options, tile.z);
    const double least = least_labelled(options, tile.z);
    LineEnds near;
    datasets::Pace pace{deadline};
    for (const TileShape& shape : content.shapes) {
        pace.step();
        if (may_be_labelled(source.shape(shape.feature), rules, least)) {
            near.add(line_ends(source, shape.feature, rules));
        }
    }
    near.sort();
    const WorldBox window = window_of(tile, options);
    SelectedEnds ends{near, window, source, index, selected, rules, deadline};
    ChainFinder finder{source, rules, [&](const LineEnd& end) { return ends.meeting(end); }};
    std::vector<LineLabel> labels = label_chains(finder, near, least, deadline);
    std::erase_if(labels, [&](const LineLabel& label) { return tile_at(label.place, tile.z) != tile; });
    std::ranges::sort(labels, {}, &LineLabel::feature);
    return labels;
}

} // namespace tiles
