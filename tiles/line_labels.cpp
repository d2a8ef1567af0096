#include "tiles/line_labels.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>

namespace tiles {

namespace {

/// A place on a chain.
struct OnChain {
    UnitPoint position{};
    FeatureIndex feature = 0;
};

double distance(WorldPoint a, WorldPoint b)
{
    return std::hypot(static_cast<double>(b.x) - a.x, static_cast<double>(b.y) - a.y);
}

double length_of(const LineChain& chain)
{
    double length = 0;
    for (const ChainLine& line : chain) {
        for (std::size_t i = 1; i < line.path.size(); ++i) {
            length += distance(line.path[i - 1], line.path[i]);
        }
    }
    return length;
}

OnChain at_distance(const LineChain& chain, double from_begin)
{
    for (const ChainLine& line : chain) {
        for (std::size_t i = 1; i < line.path.size(); ++i) {
            const WorldPoint a = line.path[i - 1];
            const WorldPoint b = line.path[i];
            const double step = distance(a, b);
            if (step > 0 && from_begin <= step) {
                const double t = std::max(0.0, from_begin) / step;
                const UnitPoint u = to_unit_point(a);
                const UnitPoint v = to_unit_point(b);
                return {{u.x + t * (v.x - u.x), u.y + t * (v.y - u.y)}, line.begin.feature};
            }
            from_begin -= step;
        }
    }
    const ChainLine& last = chain.back(); // rounding may leave a little over
    return {to_unit_point(last.path.back()), last.begin.feature};
}

int readable_angle(UnitPoint from, UnitPoint to)
{
    constexpr int straight = 180;
    constexpr int right = 90;
    int angle =
        static_cast<int>(std::lround(std::atan2(to.y - from.y, to.x - from.x) * straight / std::numbers::pi));
    if (angle > right) {
        angle -= straight;
    } else if (angle <= -right) {
        angle += straight;
    }
    return angle;
}

std::uint32_t features_in(const LineChain& chain)
{
    std::set<FeatureIndex> features;
    for (const ChainLine& line : chain) {
        features.insert(line.begin.feature);
    }
    return static_cast<std::uint32_t>(features.size());
}

} // namespace

double least_labelled(const TileOptions& options, int zoom)
{
    constexpr double least = 512;
    constexpr double magnified = 4;
    return zoom < options.maxzoom ? least : least / magnified;
}

bool may_be_labelled(const FeatureShape& shape, const ChainRules& rules, double least)
{
    return shape.kind == datasets::GeometryKind::line && (rules.joins || shape.size >= least * rules.unit);
}

std::optional<LineLabel> label_of(const LineChain& chain, double unit, double least)
{
    const double length = length_of(chain);
    if (length < least * unit) {
        return std::nullopt;
    }
    const double half = length / 2;
    const OnChain middle = at_distance(chain, half);
    const double aside = least * unit / 2;
    LineLabel label;
    label.feature = middle.feature;
    label.place = to_world_point(middle.position);
    label.length = length / unit;
    label.angle =
        readable_angle(at_distance(chain, half - aside).position, at_distance(chain, half + aside).position);
    label.joined = features_in(chain);
    return label;
}

std::vector<LineLabel> label_chains(ChainFinder& finder, const LineEnds& lines, double least,
                                    const datasets::Deadline& deadline)
{
    std::vector<LineLabel> labels;
    std::vector<bool> is_done(lines.line_count(), false);
    for (std::size_t i = 0; i < lines.line_count(); ++i) {
        if (is_done[i]) {
            continue;
        }
        deadline.check();
        const LineChain chain = finder.chain_through(lines.first_end(i));
        for (const ChainLine& line : chain) {
            if (const auto known = lines.line_of(line.begin)) {
                is_done[*known] = true;
            }
        }
        if (const auto label = label_of(chain, finder.rules().unit, least)) {
            labels.push_back(*label);
        }
    }
    return labels;
}

} // namespace tiles
