#include "tiles/index_tile.hpp"

#include "tiles/index_labels.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace tiles {

WorldBox box_of(TileId tile, double beyond)
{
    const double side = world_size / static_cast<double>(tiles_across(tile.z));
    const auto clamped = [](double v) {
        return static_cast<std::uint32_t>(std::clamp(v, 0.0, world_size - 1));
    };
    return {clamped(std::floor((tile.x - beyond) * side)), clamped(std::floor((tile.y - beyond) * side)),
            clamped(std::ceil((tile.x + 1 + beyond) * side)),
            clamped(std::ceil((tile.y + 1 + beyond) * side))};
}

WorldBox window_of(TileId tile, const TileOptions& options)
{
    return box_of(tile, static_cast<double>(options.buffer) / options.extent);
}

std::optional<Bitmap> rows_near(const IndexedFeatures& index, TileId tile, const TileOptions& options)
{
    if (labels_lines(options)) {
        return std::nullopt;
    }
    Bitmap near{index.size()};
    index.tree().search(window_of(tile, options), [&](std::size_t first, std::size_t last,
                                                      PackedRtree::Meets) { near.set_range(first, last); });
    return near;
}

namespace {

/// Many points, which will be clusters: by the cells of 256 a side, in time that grows with their number alone.
void sort_by_cell(std::vector<TilePlace>& points, TileId tile)
{
    constexpr int cell_bits = 8;
    constexpr std::size_t cells = std::size_t{1} << (2 * cell_bits);
    const int shift = std::max(0, 2 * (32 - tile.z - cell_bits));
    const auto cell_of = [&](const TilePlace& point) {
        return (morton(point.position) >> static_cast<unsigned>(shift)) % cells;
    };
    std::vector<std::uint32_t> begins(cells + 1);
    for (const TilePlace& point : points) {
        ++begins[cell_of(point) + 1];
    }
    std::partial_sum(begins.begin(), begins.end(), begins.begin());
    std::vector<TilePlace> sorted(points.size());
    for (const TilePlace& point : points) {
        sorted[begins[cell_of(point)]++] = point;
    }
    points = std::move(sorted);
}

/// The order in which a tiler draws: points along their curve; shapes as they come, but polygons that are scattered along theirs,
/// below the lines.
void put_in_order(TileContent& content, const IndexSource& source, const TileOptions& options)
{
    constexpr std::size_t most_to_sort = 10'000; // beyond it, the mean of a cluster may be off by a rounding
    if (content.points.size() > most_to_sort && options.cluster && content.tile.z < options.maxzoom) {
        sort_by_cell(content.points, content.tile);
    } else {
        std::ranges::sort(content.points, {}, [](const TilePlace& point) {
            return std::pair{morton(point.position), point.feature};
        });
    }
    std::ranges::sort(content.shapes, {}, &TileShape::feature);
    if (options.polygons == PolygonRule::scattered) {
        std::ranges::stable_sort(content.shapes, {}, [&](const TileShape& part) {
            const FeatureShape& shape = source.shape(part.feature);
            const bool is_polygon = shape.kind == datasets::GeometryKind::polygon;
            return std::pair{!is_polygon, is_polygon ? morton(shape.place) : 0};
        });
    }
}

} // namespace

TileContent content_of(const IndexSource& source, const IndexedFeatures& index, const Bitmap& selected,
                       TileId tile, const TileOptions& options)
{
    TileContent content;
    content.tile = tile;
    const WorldBox window = window_of(tile, options);
    index.tree().search(window, [&](std::size_t first, std::size_t last, PackedRtree::Meets) {
        selected.for_each(first, last, [&](std::size_t row) {
            if (index.kind(row) != datasets::GeometryKind::point) {
                content.shapes.push_back({source.number_of(row), nullptr});
                return;
            }
            for (const WorldPoint position : index.drawn_positions(row)) {
                if (tile_at(position, tile.z) == tile) {
                    content.points.push_back({source.number_of(row), position});
                }
            }
        });
    });
    put_in_order(content, source, options);
    return content;
}

EncodedTile encode_selected(const IndexedFeatures& index, const Bitmap& selected, TileId tile,
                            const std::string& name, const TileOptions& options,
                            const datasets::Deadline& deadline)
{
    const IndexSource source{index, options};
    TileContent content = content_of(source, index, selected, tile, options);
    if (content.points.empty() && content.shapes.empty()) {
        EncodedTile nothing;
        nothing.tile = tile;
        return nothing;
    }
    content.line_labels = labels_in(content, source, index, selected, options, deadline);
    return TileEncoder{name, source, options, deadline, Packing::passing}.encode(content);
}

} // namespace tiles
