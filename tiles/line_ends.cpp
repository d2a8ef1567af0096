#include "tiles/line_ends.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>
#include <utility>

namespace tiles {

namespace {

constexpr int half = 32;

std::uint64_t alike_of(const FeatureSource& source, FeatureIndex feature, const ChainRules& rules)
{
    if (!rules.joins) {
        return feature;
    }
    std::uint64_t mixed = 0;
    for (const std::size_t field : rules.fields) {
        mixed = (mixed ^ source.token(feature, field)) * 0x9e3779b97f4a7c15U;
        mixed ^= mixed >> 29U;
    }
    return mixed;
}

} // namespace

ChainRules chain_rules(const FeatureSource& source, const TileOptions& options, int zoom)
{
    ChainRules rules;
    rules.zoom = zoom;
    rules.unit = tile_unit(zoom, options.extent);
    rules.joins = options.join_lines && zoom < options.maxzoom;
    rules.fields = shown_fields(source.fields(), options, zoom);
    std::erase(rules.fields, source.fields().size() - 1);
    return rules;
}

std::uint64_t end_place(WorldPoint position, double unit)
{
    const auto axis = [&](std::uint32_t v) { return static_cast<std::uint64_t>(std::floor(v / unit + 0.5)); };
    return axis(position.x) | axis(position.y) << half;
}

bool is_collapsed(std::span<const WorldPoint> line, double unit)
{
    return std::ranges::all_of(
        line, [&](WorldPoint p) { return end_place(p, unit) == end_place(line.front(), unit); });
}

std::vector<LineEnd> line_ends(const FeatureSource& source, FeatureIndex feature, const ChainRules& rules)
{
    const FeatureShape& shape = source.shape(feature);
    if (end_place(shape.low, rules.unit) == end_place(shape.high, rules.unit)) {
        return {};
    }
    const auto geometry = source.geometry(feature, rules.zoom);
    const auto* lines = std::get_if<datasets::Lines<WorldPoint>>(&geometry);
    if (lines == nullptr) {
        return {};
    }
    std::vector<LineEnd> ends;
    const std::uint64_t alike = alike_of(source, feature, rules);
    for (std::uint32_t i = 0; i < lines->lines.size(); ++i) {
        const auto& line = lines->lines[i];
        if (!is_collapsed(line, rules.unit)) {
            ends.push_back({end_place(line.front(), rules.unit), alike, feature, 2 * i});
            ends.push_back({end_place(line.back(), rules.unit), alike, feature, 2 * i + 1});
        }
    }
    return ends;
}

bool agree(const FeatureSource& source, FeatureIndex one, FeatureIndex other, const ChainRules& rules)
{
    return one == other || (rules.joins && std::ranges::all_of(rules.fields, [&](std::size_t field) {
                                return source.token(one, field) == source.token(other, field);
                            }));
}

void LineEnds::sort()
{
    by_place_.resize(ends_.size());
    std::iota(by_place_.begin(), by_place_.end(), 0U);
    std::ranges::sort(by_place_, {}, [&](std::uint32_t i) {
        return std::tuple{ends_[i].place, ends_[i].alike, i};
    });
}

const LineEnd* LineEnds::meeting(const LineEnd& end) const
{
    const auto key = [&](std::uint32_t i) { return std::pair{ends_[i].place, ends_[i].alike}; };
    const auto first = std::ranges::lower_bound(by_place_, std::pair{end.place, end.alike}, {}, key);
    const auto last = std::ranges::upper_bound(by_place_, std::pair{end.place, end.alike}, {}, key);
    if (last - first != 2) {
        return nullptr;
    }
    const LineEnd& one = ends_[*first];
    return one == end ? &ends_[*(first + 1)] : &one;
}

std::optional<std::size_t> LineEnds::line_of(const LineEnd& end) const
{
    const auto number = [](const LineEnd& e) { return std::pair{e.feature, e.line()}; };
    const auto found = std::ranges::lower_bound(ends_, number(end), {}, number);
    if (found == ends_.end() || number(*found) != number(end)) {
        return std::nullopt;
    }
    return static_cast<std::size_t>(found - ends_.begin()) / 2;
}

} // namespace tiles
