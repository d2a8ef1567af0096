#include "tiles/shape_painter.hpp"

#include "tiles/clip.hpp"
#include "tiles/line_chains.hpp"
#include "tiles/quantize.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <limits>
#include <map>

namespace tiles {

namespace {

using datasets::Geometry;
using datasets::GeometryKind;
using datasets::Lines;
using datasets::Points;
using datasets::Polygons;

Geometry<UnitPoint> on_unit_square(const Geometry<WorldPoint>& geometry)
{
    return datasets::map_points(geometry, [](WorldPoint p) { return to_unit_point(p); });
}

/// The part of the map that a tile and its buffer cover, in world units.
struct Reach {
    double west;
    double north;
    double east;
    double south;

    Reach(TileId tile, const TileOptions& options)
    {
        const double side = world_size / static_cast<double>(tiles_across(tile.z));
        const double beyond = side * options.buffer / options.extent;
        west = tile.x * side - beyond;
        north = tile.y * side - beyond;
        east = (tile.x + 1.0) * side + beyond;
        south = (tile.y + 1.0) * side + beyond;
    }

    [[nodiscard]] bool holds(const FeatureShape& shape) const
    {
        return shape.low.x >= west && shape.high.x <= east && shape.low.y >= north && shape.high.y <= south;
    }

    [[nodiscard]] Geometry<UnitPoint> clipped(const Geometry<WorldPoint>& geometry) const
    {
        Geometry<UnitPoint> unit =
            clip(on_unit_square(geometry), Axis::x, west / world_size, east / world_size);
        return clip(std::move(unit), Axis::y, north / world_size, south / world_size);
    }
};

/// The size from which lines and polygons stay, if only so many may.
double size_of_last(const TileContent& content, const FeatureSource& source, std::size_t most)
{
    if (most >= content.shapes.size()) {
        return -1;
    }
    std::vector<double> sizes;
    for (const TileShape& shape : content.shapes) {
        sizes.push_back(source.shape(shape.feature).size);
    }
    if (most == 0) {
        return std::numeric_limits<double>::infinity();
    }
    const auto last = sizes.begin() + static_cast<std::ptrdiff_t>(most) - 1;
    std::nth_element(sizes.begin(), last, sizes.end(), std::greater<>{});
    return std::nextafter(
        *last, std::numeric_limits<double>::infinity()); // of equals none, or the limit might not be kept
}

Geometry<TilePoint> square_at(TilePoint middle, std::int32_t side, int extent)
{
    const std::int32_t x = std::clamp(middle.x - side / 2, 0, extent - side);
    const std::int32_t y = std::clamp(middle.y - side / 2, 0, extent - side);
    return Polygons<TilePoint>{{{{{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}, {x, y}}, {}}}};
}

} // namespace

void ShapePainter::draw_shapes(const TileContent& content, const Crowding& crowding, TileAttempt& attempt)
{
    const TileId tile = content.tile;
    const double unit = tile_unit(tile.z, options_.extent);
    const double smallest = size_of_last(content, source_, crowding.most_features);
    const bool joins = options_.join_lines && tile.z < options_.maxzoom;
    std::vector<FeatureIndex> specks;
    std::vector<std::pair<FeatureIndex, Lines<TilePoint>>> lines;
    const bool is_coverage = options_.polygons == PolygonRule::coverage;
    if (is_coverage) {
        look_at_coverage(content, crowding.coarser);
    }
    for (std::size_t i = 0; i < content.shapes.size(); ++i) {
        const TileShape& shape = content.shapes[i];
        attempt.fitting = static_cast<double>(i) / static_cast<double>(content.shapes.size());
        if (attempt.too_large()) {
            return;
        }
        const FeatureIndex feature = shape.feature;
        const FeatureShape& info = source_.shape(feature);
        const bool is_here = tile_at(info.place, tile.z) == tile;
        const bool is_scattered =
            info.kind == GeometryKind::polygon && options_.polygons == PolygonRule::scattered;
        if (source_.pinned_from(feature) > tile.z) {
            const bool is_too_short = info.kind == GeometryKind::line && info.size < crowding.shortest * unit;
            if (is_too_short || info.size < smallest) {
                if (is_here) {
                    attempt.result.omitted.push_back(feature);
                }
                continue;
            }
            if (is_scattered && info.size < crowding.speck * crowding.speck * unit * unit) {
                if (is_here) {
                    specks.push_back(feature);
                }
                continue;
            }
        }
        deadline_.check();
        Geometry<TilePoint> geometry =
            is_coverage ? quantize(areas_[i], tile, options_.extent, *pixels_)
                        : quantize(part_in(tile, shape, crowding.coarser), tile, options_.extent);
        if (auto* polygons = std::get_if<Polygons<TilePoint>>(&geometry)) {
            geometry = mender_.mend(std::move(*polygons));
        }
        if (datasets::is_empty(geometry)) {
            if (is_here && is_scattered) {
                specks.push_back(feature);
            } else if (is_here && info.kind == GeometryKind::polygon) {
                attempt.main.add(feature, point_in_tile(info.place, tile, options_.extent));
                attempt.result.drawn.push_back(feature);
                ++attempt.result.shrunk;
            } else if (is_here) {
                attempt.result.omitted.push_back(feature);
            }
            if (is_here && !is_scattered && info.has_label) {
                attempt.labels.add(feature, point_in_tile(info.place, tile, options_.extent));
            }
            continue;
        }
        if (info.kind == GeometryKind::line) {
            add_line_labels(content, feature, crowding, attempt);
        }
        if (joins && info.kind == GeometryKind::line) {
            lines.emplace_back(feature, std::move(std::get<Lines<TilePoint>>(geometry)));
            continue;
        }
        attempt.main.add(feature, geometry);
        attempt.result.drawn.push_back(feature);
        if (is_here && info.has_label) {
            attempt.labels.add(feature, point_in_tile(info.place, tile, options_.extent));
        }
    }
    add_specks(specks, crowding.speck, attempt);
    add_lines(std::move(lines), attempt);
    attempt.fitting = 1;
}

/// Small polygons, one after the other, until their area is worth a square; it stands at the last of them and carries its values.
/// What is left at the end goes to the last square, or makes the only one: the area is kept but for half a square a tile.
void ShapePainter::add_specks(const std::vector<FeatureIndex>& specks, double side,
                              TileAttempt& attempt) const
{
    if (specks.empty()) {
        return;
    }
    const TileId tile = attempt.result.tile;
    const double unit = tile_unit(tile.z, options_.extent);
    const double worth = side * side * unit * unit;
    const auto square = static_cast<std::int32_t>(side);
    double area = 0;
    bool any = false;
    for (std::size_t i = 0; i < specks.size(); ++i) {
        area += source_.shape(specks[i]).size;
        const bool is_last = i + 1 == specks.size();
        if (area >= worth || (is_last && (!any || area >= worth / 2))) {
            const auto middle = std::get<Points<TilePoint>>(
                                    point_in_tile(source_.shape(specks[i]).place, tile, options_.extent))
                                    .points.front();
            attempt.main.add(specks[i], square_at(middle, square, options_.extent));
            attempt.result.drawn.push_back(specks[i]);
            ++attempt.result.shrunk;
            area -= std::min(area, worth);
            any = true;
        } else {
            attempt.result.merged.push_back(specks[i]);
        }
        if (attempt.too_large()) {
            return;
        }
    }
}

/// Lines that agree in their attributes become chains; a line that found none to join keeps its id.
void ShapePainter::add_lines(std::vector<std::pair<FeatureIndex, Lines<TilePoint>>> lines,
                             TileAttempt& attempt) const
{
    std::map<std::vector<std::uint32_t>, std::vector<std::size_t>> alike;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto tags = attempt.main.tags(lines[i].first, /*with_id=*/false);
        alike[{tags.begin(), tags.end()}].push_back(i);
    }
    for (const auto& [tags, members] : alike) {
        if (members.size() == 1) {
            attempt.main.add(lines[members.front()].first, lines[members.front()].second);
            attempt.result.drawn.push_back(lines[members.front()].first);
            continue;
        }
        std::vector<std::vector<TilePoint>> parts;
        for (const std::size_t i : members) {
            std::ranges::move(lines[i].second.lines, std::back_inserter(parts));
            attempt.result.merged.push_back(lines[i].first);
        }
        std::vector<std::uint32_t> with_count = tags;
        with_count.push_back(attempt.main.layer().key("joined_count"));
        with_count.push_back(attempt.main.layer().value(static_cast<std::int64_t>(members.size())));
        attempt.main.layer().add(std::nullopt, join_lines(std::move(parts)), with_count);
    }
}

/// The labels that stand on this line, which is drawn: one that the tile has no room for takes them with it.
void ShapePainter::add_line_labels(const TileContent& content, FeatureIndex feature, const Crowding& crowding,
                                   TileAttempt& attempt) const
{
    LayerBuilder& layer = attempt.labels.layer();
    auto label = std::ranges::lower_bound(content.line_labels, feature, {}, &LineLabel::feature);
    for (; label != content.line_labels.end() && label->feature == feature; ++label) {
        if (label->length < crowding.least_label) {
            continue;
        }
        const bool is_one = label->joined == 1;
        const auto of_feature = attempt.labels.tags(feature, /*with_id=*/is_one);
        std::vector<std::uint32_t> tags{of_feature.begin(), of_feature.end()};
        const auto add = [&](const char* key, std::int64_t value) {
            tags.push_back(layer.key(key));
            tags.push_back(layer.value(value));
        };
        add("label_angle", label->angle);
        if (!is_one) {
            add("joined_count", label->joined);
        }
        layer.add(is_one ? source_.mvt_id(feature) : std::nullopt,
                  point_in_tile(label->place, attempt.result.tile, options_.extent), tags);
    }
}

/// What a coverage needs to be known of the whole tile before its areas can be rounded: where they have vertices.
void ShapePainter::look_at_coverage(const TileContent& content, int coarser)
{
    areas_.clear();
    if (!pixels_) {
        pixels_.emplace(-options_.buffer, options_.extent + options_.buffer);
    }
    pixels_->clear();
    for (const TileShape& shape : content.shapes) {
        deadline_.check();
        areas_.push_back(part_in(content.tile, shape, coarser));
        add_vertices(areas_.back(), content.tile, options_.extent, *pixels_);
    }
}

Geometry<UnitPoint> ShapePainter::part_in(TileId tile, const TileShape& shape, int coarser) const
{
    if (shape.piece != nullptr && coarser == 0) {
        return *shape.piece;
    }
    const Geometry<WorldPoint> whole = source_.geometry(shape.feature, std::max(0, tile.z - coarser));
    const Reach reach{tile, options_};
    return reach.holds(source_.shape(shape.feature)) ? on_unit_square(whole) : reach.clipped(whole);
}

} // namespace tiles
