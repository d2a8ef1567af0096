#include "tiles/point_painter.hpp"

#include "tiles/mvt_value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <string>
#include <vector>

namespace tiles {

namespace {

constexpr std::size_t no_field = std::numeric_limits<std::size_t>::max();

/// Any order that has nothing to do with the data, and is the same at every zoom.
std::uint64_t lot(FeatureIndex feature)
{
    const std::uint64_t mixed = (feature + 1) * 0x9e3779b97f4a7c15U;
    return (mixed ^ mixed >> 29U) * 0xbf58476d1ce4e5b9U;
}

} // namespace

PointPainter::PointPainter(const FeatureSource& source, const TileOptions& options)
    : source_{source}, options_{options}, count_by_{no_field}
{
    const auto& fields = source.fields();
    if (const auto field = std::ranges::find(fields, options.count_by); field != fields.end()) {
        count_by_ = static_cast<std::size_t>(field - fields.begin());
    }
}

void PointPainter::draw_points(const TileContent& content, const Crowding& crowding,
                               TileAttempt& attempt) const
{
    const auto draw = [&](const TilePlace& point) {
        attempt.main.add(point.feature, point_in_tile(point.position, content.tile, options_.extent));
        attempt.result.drawn.push_back(point.feature);
    };
    if (crowding.cell_bits < 0) {
        for (const TilePlace& point : content.points) {
            draw(point);
            if (attempt.too_large()) {
                return;
            }
        }
        return;
    }
    const PointGroups groups = group_by_cell(content.points, content.tile, crowding.cell_bits);
    std::vector<std::uint32_t> rest;
    for (std::size_t i = 0; i + 1 < groups.begins.size() && !attempt.too_large(); ++i) {
        rest.clear();
        for (std::uint32_t k = groups.begins[i]; k < groups.begins[i + 1]; ++k) {
            const TilePlace& point = content.points[groups.order[k]];
            if (options_.pins.empty() || source_.pinned_from(point.feature) > content.tile.z) {
                rest.push_back(groups.order[k]);
            } else {
                draw(point);
            }
        }
        if (rest.size() == 1) {
            draw(content.points[rest.front()]);
        } else if (!rest.empty() && options_.points == PointRule::cluster) {
            add_cluster(content, rest, attempt);
        } else if (!rest.empty()) {
            const auto lot_of = [&](std::uint32_t k) { return lot(content.points[k].feature); };
            const std::uint32_t stays = *std::ranges::min_element(rest, {}, lot_of);
            draw(content.points[stays]);
            for (const std::uint32_t k : rest) {
                if (k != stays) {
                    attempt.result.omitted.push_back(content.points[k].feature);
                }
            }
        }
    }
}

void PointPainter::add_cluster(const TileContent& content, std::span<const std::uint32_t> group,
                               TileAttempt& attempt) const
{
    std::uint64_t x = 0;
    std::uint64_t y = 0;
    std::map<std::uint64_t, std::int64_t> counts;
    for (const std::uint32_t k : group) {
        const TilePlace& point = content.points[k];
        x += point.position.x;
        y += point.position.y;
        if (count_by_ != no_field) {
            ++counts[source_.token(point.feature, count_by_)];
        }
        attempt.result.clustered.push_back(point.feature);
    }
    LayerBuilder& layer = attempt.main.layer();
    std::vector<std::uint32_t> tags{layer.key("point_count"),
                                    layer.value(static_cast<std::int64_t>(group.size()))};
    std::string scratch;
    for (const auto& [token, count] : counts) {
        if (token != FeatureSource::missing) {
            scratch.clear();
            const std::string value = text_of(read_mvt_value(source_.encoded(count_by_, token, scratch)));
            tags.push_back(layer.key(fmt::format("{}:{}", options_.count_by, value)));
            tags.push_back(layer.value(count));
        }
    }
    const WorldPoint middle{static_cast<std::uint32_t>(x / group.size()),
                            static_cast<std::uint32_t>(y / group.size())};
    layer.add(std::nullopt, point_in_tile(middle, content.tile, options_.extent), tags);
}

} // namespace tiles
