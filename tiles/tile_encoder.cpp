#include "tiles/tile_encoder.hpp"

#include "tiles/clip.hpp"
#include "tiles/gzip.hpp"
#include "tiles/line_chains.hpp"
#include "tiles/mvt_value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <functional>
#include <iterator>
#include <limits>
#include <map>
#include <utility>

namespace tiles {

namespace {

using datasets::Geometry;
using datasets::GeometryKind;
using datasets::Lines;
using datasets::Points;
using datasets::Polygons;

constexpr std::size_t no_field = std::numeric_limits<std::size_t>::max();

/// Any order that has nothing to do with the data, and is the same at every zoom.
std::uint64_t lot(FeatureIndex feature)
{
    const std::uint64_t mixed = (feature + 1) * 0x9e3779b97f4a7c15U;
    return (mixed ^ mixed >> 29U) * 0xbf58476d1ce4e5b9U;
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
            datasets::map_points(geometry, [](WorldPoint p) { return to_unit_point(p); });
        unit = clip(std::move(unit), Axis::x, west / world_size, east / world_size);
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

/// One try at a tile. It stops as soon as a limit is passed.
struct TileEncoder::Attempt {
    SourceLayer main;
    SourceLayer labels;
    const TileOptions& options;
    EncodedTile result{};
    double fitting = 1; ///< the part of lines and polygons that there was room for

    [[nodiscard]] bool too_large() const
    {
        return (main.layer().empty() ? 0 : main.layer().size()) +
                       (labels.layer().empty() ? 0 : labels.layer().size()) >
                   options.max_tile_bytes ||
               main.layer().count() + labels.layer().count() >=
                   options.max_tile_features; // one tells the numbers
    }

    [[nodiscard]] bool fits() const
    {
        return !too_large() && result.mvt.size() <= options.max_tile_bytes &&
               result.gzipped.size() <= options.max_tile_bytes;
    }

    void finish(const std::string& name)
    {
        for (const SourceLayer* layer : {&main, &labels}) {
            if (!layer->layer().empty()) {
                result.mvt += layer->layer().finish();
            }
        }
        if (!result.mvt.empty()) {
            result.mvt += numbers(name);
            result.gzipped = gzip(result.mvt);
        }
    }

    /// What the tile says of itself; nothing if all is drawn as it is.
    [[nodiscard]] std::string numbers(const std::string& name) const
    {
        if (result.clustered.empty() && result.merged.empty() && result.omitted.empty()) {
            return {};
        }
        LayerBuilder layer{name + "-tile", options.extent};
        std::vector<std::uint32_t> tags;
        const auto say = [&](const char* key, std::size_t count) {
            tags.push_back(layer.key(key));
            tags.push_back(layer.value(static_cast<std::int64_t>(count)));
        };
        say("features", result.drawn.size());
        say("clustered", result.clustered.size());
        say("merged", result.merged.size());
        say("omitted", result.omitted.size());
        layer.add(std::nullopt, Points<TilePoint>{{{options.extent / 2, options.extent / 2}}}, tags);
        return layer.finish();
    }
};

TileEncoder::TileEncoder(std::string name, const FeatureSource& source, const TileOptions& options)
    : name_{std::move(name)}, source_{source}, options_{options}, count_by_{no_field}
{
    assert(options.polygons != PolygonRule::automatic);
    const auto& fields = source.fields();
    for (int zoom = 0; zoom <= options.maxzoom; ++zoom) {
        auto& shown = shown_.emplace_back();
        for (std::size_t field = 0; field < fields.size(); ++field) {
            const bool is_later = std::ranges::any_of(options.from_zoom, [&](const auto& rule) {
                return rule.first == fields[field] && zoom < rule.second;
            });
            if (!is_later) {
                shown.push_back(field);
            }
        }
    }
    if (const auto field = std::ranges::find(fields, options.count_by); field != fields.end()) {
        count_by_ = static_cast<std::size_t>(field - fields.begin());
    }
}

EncodedTile TileEncoder::encode(const TileContent& content)
{
    Crowding crowding = first_crowding(content, options_);
    for (bool crowded = false;; crowded = true) {
        Attempt attempt = this->attempt(content, crowding);
        if (!attempt.too_large()) {
            attempt.finish(name_);
        }
        if (attempt.fits() || crowding.has_nothing_left()) {
            attempt.result.crowded = crowded;
            return std::move(attempt.result);
        }
        crowding = next_crowding(crowding, options_, attempt.fitting);
    }
}

TileEncoder::Attempt TileEncoder::attempt(const TileContent& content, const Crowding& crowding)
{
    const auto& shown = shown_[static_cast<std::size_t>(std::min(content.tile.z, options_.maxzoom))];
    Attempt attempt{{name_, options_.extent, source_, shown, main_cache_},
                    {name_ + "-labels", options_.extent, source_, shown, label_cache_},
                    options_};
    attempt.result.tile = content.tile;
    add_points(content, crowding, attempt);
    if (!attempt.too_large()) {
        add_shapes(content, crowding, attempt);
    }
    return attempt;
}

bool TileEncoder::is_pinned(FeatureIndex feature, TileId tile) const
{
    return source_.pinned_from(feature) <= tile.z;
}

void TileEncoder::add_points(const TileContent& content, const Crowding& crowding, Attempt& attempt)
{
    const auto draw = [&](const TilePlace& point) {
        attempt.main.add(point.feature, place(point.position, content.tile));
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
            if (options_.pins.empty() || !is_pinned(point.feature, content.tile)) {
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

void TileEncoder::add_cluster(const TileContent& content, std::span<const std::uint32_t> group,
                              Attempt& attempt)
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
    layer.add(std::nullopt, place(middle, content.tile), tags);
}

void TileEncoder::add_shapes(const TileContent& content, const Crowding& crowding, Attempt& attempt)
{
    const TileId tile = content.tile;
    const double unit = tile_unit(tile.z, options_.extent);
    const double smallest = size_of_last(content, source_, crowding.most_features);
    const bool joins = options_.join_lines && tile.z < options_.maxzoom;
    std::vector<FeatureIndex> specks;
    std::vector<std::pair<FeatureIndex, Lines<TilePoint>>> lines;
    std::size_t done = 0;
    for (const TileShape& shape : content.shapes) {
        attempt.fitting = static_cast<double>(done++) / static_cast<double>(content.shapes.size());
        if (attempt.too_large()) {
            return;
        }
        const FeatureIndex feature = shape.feature;
        const FeatureShape& info = source_.shape(feature);
        const bool is_here = tile_at(info.place, tile.z) == tile;
        const bool is_scattered =
            info.kind == GeometryKind::polygon && options_.polygons == PolygonRule::scattered;
        if (!is_pinned(feature, tile)) {
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
        Geometry<TilePoint> geometry = shape_of(shape, info, tile, crowding.coarser);
        if (datasets::is_empty(geometry)) {
            if (is_here && is_scattered) {
                specks.push_back(feature);
            } else if (is_here && info.kind == GeometryKind::polygon) {
                attempt.main.add(feature, place(info.place, tile));
                attempt.result.drawn.push_back(feature);
                ++attempt.result.shrunk;
            } else if (is_here) {
                attempt.result.omitted.push_back(feature);
            }
            if (is_here && !is_scattered && info.has_label) {
                attempt.labels.add(feature, place(info.place, tile));
            }
            continue;
        }
        if (joins && info.kind == GeometryKind::line) {
            lines.emplace_back(feature, std::move(std::get<Lines<TilePoint>>(geometry)));
            continue;
        }
        attempt.main.add(feature, geometry);
        attempt.result.drawn.push_back(feature);
        if (is_here && info.has_label) {
            attempt.labels.add(feature, place(info.place, tile));
        }
    }
    add_specks(specks, crowding.speck, attempt);
    add_lines(std::move(lines), attempt);
    attempt.fitting = 1;
}

/// Small polygons, one after the other, until their area is worth a square; it stands at the last of them and carries its values.
/// What is left at the end goes to the last square, or makes the only one: the area is kept but for half a square a tile.
void TileEncoder::add_specks(const std::vector<FeatureIndex>& specks, double side, Attempt& attempt)
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
            const auto middle =
                std::get<Points<TilePoint>>(place(source_.shape(specks[i]).place, tile)).points.front();
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
void TileEncoder::add_lines(std::vector<std::pair<FeatureIndex, Lines<TilePoint>>> lines, Attempt& attempt)
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

Geometry<TilePoint> TileEncoder::place(WorldPoint position, TileId tile) const
{
    return quantize(Geometry<WorldPoint>{Points<WorldPoint>{{position}}}, tile, options_.extent);
}

Geometry<TilePoint> TileEncoder::shape_of(const TileShape& shape, const FeatureShape& info, TileId tile,
                                          int coarser) const
{
    Geometry<TilePoint> quantized;
    if (shape.piece != nullptr && coarser == 0) {
        quantized = quantize(*shape.piece, tile, options_.extent);
    } else {
        const Geometry<WorldPoint> whole = source_.geometry(shape.feature, std::max(0, tile.z - coarser));
        const Reach reach{tile, options_};
        quantized = reach.holds(info) ? quantize(whole, tile, options_.extent)
                                      : quantize(reach.clipped(whole), tile, options_.extent);
    }
    if (auto* polygons = std::get_if<Polygons<TilePoint>>(&quantized)) {
        return mender_.mend(std::move(*polygons));
    }
    return quantized;
}

} // namespace tiles
