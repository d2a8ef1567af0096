#include "tiles/feature_table.hpp"

#include "tiles/mvt_value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <tuple>
#include <utility>

namespace tiles {

namespace {

using datasets::Geometry;
using datasets::GeometryKind;
using datasets::LonLat;
using datasets::Value;

constexpr std::uint32_t no_value = std::numeric_limits<std::uint32_t>::max();

/// JSON, which the viewer makes of it, has no infinity.
bool is_drawn(const Value& value)
{
    const auto* number = std::get_if<double>(&value);
    return !datasets::is_missing(value) && (number == nullptr || std::isfinite(*number));
}

const char* kind_of(const Value& value)
{
    return std::holds_alternative<std::string>(value) ? "String"
           : std::holds_alternative<bool>(value)      ? "Boolean"
                                                      : "Number";
}

std::vector<std::string> with_id(std::vector<std::string> fields)
{
    if (std::ranges::find(fields, FeatureTable::id_field) != fields.end()) {
        throw std::invalid_argument{fmt::format(
            "a field may not be named '{}': tiles keep the feature's id there", FeatureTable::id_field)};
    }
    fields.emplace_back(FeatureTable::id_field);
    return fields;
}

double length_of(const std::vector<WorldPoint>& line)
{
    double length = 0;
    for (std::size_t i = 1; i < line.size(); ++i) {
        length += std::hypot(static_cast<double>(line[i].x) - line[i - 1].x,
                             static_cast<double>(line[i].y) - line[i - 1].y);
    }
    return length;
}

double area_of(const std::vector<WorldPoint>& ring)
{
    double doubled = 0;
    for (std::size_t i = 1; i < ring.size();
         ++i) { // from the first vertex, or the products would lose the small ones
        const double ax = static_cast<double>(ring[i - 1].x) - ring[0].x;
        const double ay = static_cast<double>(ring[i - 1].y) - ring[0].y;
        const double bx = static_cast<double>(ring[i].x) - ring[0].x;
        const double by = static_cast<double>(ring[i].y) - ring[0].y;
        doubled += ax * by - bx * ay;
    }
    return std::abs(doubled) / 2;
}

struct SizeOf {
    double operator()(const datasets::Points<WorldPoint>&) const { return 0; }
    double operator()(const datasets::Lines<WorldPoint>& g) const
    {
        double length = 0;
        for (const auto& line : g.lines) {
            length += length_of(line);
        }
        return length;
    }
    double operator()(const datasets::Polygons<WorldPoint>& g) const
    {
        double area = 0;
        for (const auto& polygon : g.polygons) {
            area += area_of(polygon.exterior);
            for (const auto& ring : polygon.interiors) {
                area -= area_of(ring);
            }
        }
        return std::max(0.0, area);
    }
};

/// A vertex half way along, for want of a better place.
WorldPoint some_place(const Geometry<WorldPoint>& geometry)
{
    if (const auto* lines = std::get_if<datasets::Lines<WorldPoint>>(&geometry)) {
        const auto& line = lines->lines.front();
        return line.empty() ? WorldPoint{} : line[line.size() / 2];
    }
    const auto& ring = std::get<datasets::Polygons<WorldPoint>>(geometry).polygons.front().exterior;
    return ring.empty() ? WorldPoint{} : ring.front();
}

} // namespace

FeatureTable::FeatureTable(std::vector<std::string> fields, const TileOptions& options,
                           std::pmr::memory_resource* memory)
    : fields_{with_id(std::move(fields))},
      options_{options},
      kinds_(fields_.size(), "String"),
      has_kind_(fields_.size(), false),
      fids_{memory},
      rows_{memory},
      values_{memory},
      ids_{memory},
      id_begins_(1, 0, memory),
      shapes_{memory},
      in_geometry_{memory},
      geometry_{memory},
      shaped_{memory},
      points_{memory},
      pinned_{memory}
{
    check(options, fields_);
}

FeatureIndex FeatureTable::add(const datasets::Feature& feature, std::optional<LonLat> label)
{
    if (feature.values.size() + 1 != fields_.size()) {
        throw std::invalid_argument{fmt::format("feature {} has {} values, there are {} fields", feature.fid,
                                                feature.values.size(), fields_.size() - 1)};
    }
    const auto index = static_cast<FeatureIndex>(fids_.size());
    std::string message;
    for (std::size_t i = 0; i < feature.values.size(); ++i) {
        const Value& value = feature.values[i];
        if (!is_drawn(value)) {
            rows_.push_back(no_value);
            continue;
        }
        if (!has_kind_[i]) {
            has_kind_[i] = true;
            kinds_[i] = kind_of(value);
        }
        message.clear();
        append_mvt_value(value, message);
        rows_.push_back(values_.number(message));
    }
    message.clear();
    append_mvt_value(Value{feature.id}, message);
    ids_ += message;
    id_begins_.push_back(ids_.size());
    fids_.push_back(feature.fid);
    if (!options_.pins.empty()) {
        pinned_.push_back(static_cast<std::uint8_t>(tiles::pinned_from(feature.values, fields_, options_)));
    }
    add_shape(index, *feature.geometry, label);
    return index;
}

void FeatureTable::add_shape(FeatureIndex feature, const Geometry<LonLat>& geometry,
                             std::optional<LonLat> label)
{
    FeatureShape& shape = shapes_.emplace_back();
    in_geometry_.push_back(0);
    if (const auto* points = std::get_if<datasets::Points<LonLat>>(&geometry)) {
        for (const LonLat p : points->points) {
            if (const UnitPoint position = to_unit_point(p); is_on_map(position)) {
                points_.push_back({feature, to_world_point(position)});
            }
        }
        return;
    }
    const Geometry<WorldPoint> world = to_world(geometry);
    shape.kind = datasets::kind_of(world);
    shape.size = std::visit(SizeOf{}, world);
    shape.low = {std::numeric_limits<std::uint32_t>::max(), std::numeric_limits<std::uint32_t>::max()};
    datasets::for_each_point(world, [&](WorldPoint p) {
        shape.low = {std::min(shape.low.x, p.x), std::min(shape.low.y, p.y)};
        shape.high = {std::max(shape.high.x, p.x), std::max(shape.high.y, p.y)};
    });
    shape.place = label ? to_world_point(*label) : some_place(world);
    shape.has_label = label.has_value() && options_.labels;
    in_geometry_.back() = geometry_.add(world);
    shaped_.push_back(feature);
}

GeneraliseResult FeatureTable::generalise()
{
    constexpr double mostly = 0.5;
    constexpr int coarser = 3; // a crowded tile may ask for so many zooms less
    GeneraliseOptions how;
    how.minzoom = std::max(0, options_.minzoom - coarser);
    how.maxzoom = options_.maxzoom;
    how.extent = options_.extent;
    how.tolerance = options_.tolerance;
    how.snap_edges = options_.polygons != PolygonRule::scattered;
    // In place: a stable sort would ask for half of it again, beside the memory that is allowed. Equal places stand in the order of
    // their features, as they came.
    std::ranges::sort(points_, {}, [](const TilePlace& p) {
        return std::pair{morton(p.position), p.feature};
    });
    const GeneraliseResult result = tiles::generalise(geometry_, how);
    if (options_.polygons == PolygonRule::automatic) {
        options_.polygons = result.shared >= mostly ? PolygonRule::coverage : PolygonRule::scattered;
    }
    if (options_.polygons == PolygonRule::scattered) {
        // They do not cover each other, so the order is free: small ones put together should be neighbours.
        std::ranges::sort(shaped_, {}, [&](FeatureIndex f) {
            return std::tuple{shapes_[f].kind != GeometryKind::polygon, // lines above
                              shapes_[f].kind == GeometryKind::polygon ? morton(shapes_[f].place) : 0, f};
        });
    }
    // Snapping may have moved a vertex a little beyond the box.
    for (const FeatureIndex feature : shaped_) {
        FeatureShape& shape = shapes_[feature];
        for (const ShapeTable::Path& path : geometry_.paths(in_geometry_[feature])) {
            for (const WorldPoint p : geometry_.positions(path)) {
                shape.low = {std::min(shape.low.x, p.x), std::min(shape.low.y, p.y)};
                shape.high = {std::max(shape.high.x, p.x), std::max(shape.high.y, p.y)};
            }
        }
    }
    return result;
}

GeneralisedGeometry FeatureTable::generalised(FeatureIndex feature) const
{
    return geometry_.geometry(in_geometry_[feature]);
}

Geometry<WorldPoint> FeatureTable::geometry(FeatureIndex feature, int zoom) const
{
    return geometry_.at_zoom(in_geometry_[feature], zoom);
}

std::optional<std::uint64_t> FeatureTable::mvt_id(FeatureIndex feature) const
{
    const std::int64_t fid = fids_[feature];
    return fid < 0 ? std::nullopt : std::optional{static_cast<std::uint64_t>(fid)};
}

std::uint64_t FeatureTable::token(FeatureIndex feature, std::size_t field) const
{
    const std::size_t columns = fields_.size() - 1;
    if (field == columns) {
        return feature;
    }
    const std::uint32_t value = rows_[feature * columns + field];
    return value == no_value ? missing : value;
}

std::string_view FeatureTable::encoded(std::size_t field, std::uint64_t token, std::string& /*scratch*/) const
{
    if (field + 1 == fields_.size()) {
        return std::string_view{ids_}.substr(id_begins_[token], id_begins_[token + 1] - id_begins_[token]);
    }
    return values_.at(static_cast<std::uint32_t>(token));
}

} // namespace tiles
