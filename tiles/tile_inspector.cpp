#include "tiles/tile_inspector.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <variant>

namespace tiles {

namespace {

using datasets::Geometry;
using datasets::Lines;
using datasets::Points;
using datasets::Polygons;

void count(const Geometry<TilePoint>& geometry, LayerSummary& summary)
{
    datasets::for_each_point(geometry, [&](TilePoint) { ++summary.vertices; });
    summary.points += std::holds_alternative<Points<TilePoint>>(geometry) ? 1U : 0U;
    summary.lines += std::holds_alternative<Lines<TilePoint>>(geometry) ? 1U : 0U;
    summary.polygons += std::holds_alternative<Polygons<TilePoint>>(geometry) ? 1U : 0U;
}

/// How far the furthest vertex lies outside of the tile, in its units; 0 if all lie within.
std::int64_t distance_outside(const Geometry<TilePoint>& geometry, std::int64_t extent)
{
    std::int64_t furthest = 0;
    datasets::for_each_point(geometry, [&](TilePoint p) {
        for (const std::int64_t at : {std::int64_t{p.x}, std::int64_t{p.y}}) {
            furthest = std::max({furthest, -at, at - extent});
        }
    });
    return furthest;
}

} // namespace

TileSummary TileInspector::inspect(std::string_view tile) const
{
    TileSummary summary;
    summary.bytes = tile.size();
    const auto complain = [&](TileProblem problem) { summary.problems.push_back(std::move(problem)); };
    for (const MvtLayer& layer : read_mvt(tile, complain)) {
        LayerSummary of_layer{layer.name, layer.version, layer.extent, layer.bytes};
        for (std::size_t place = 0; place < layer.features.size(); ++place) {
            const MvtFeature& feature = layer.features[place];
            const auto problem = [&](TileFault fault, const std::string& text) {
                const auto id = feature.id ? fmt::format(" (id {})", *feature.id) : "";
                complain({fault, text + id, layer.name, place, {}});
            };
            count(feature.geometry, of_layer);
            of_layer.properties += feature.properties.size();
            const auto outside = distance_outside(feature.geometry, layer.extent);
            if (outside * 4096 > std::int64_t{buffer_} * layer.extent) {
                problem(TileFault::beyond_buffer,
                        fmt::format("a vertex {} units outside of the tile", outside));
            }
            const auto* const polygons = std::get_if<Polygons<TilePoint>>(&feature.geometry);
            if (polygons != nullptr && !mender_.is_valid(*polygons)) {
                problem(TileFault::polygon, "a polygon that is not valid");
            }
        }
        summary.layers.push_back(std::move(of_layer));
    }
    if (summary.bytes > advised_tile_bytes) {
        complain({TileFault::too_large,
                  fmt::format("{} bytes, {} advised", summary.bytes, advised_tile_bytes),
                  "",
                  {},
                  {}});
    }
    return summary;
}

} // namespace tiles
