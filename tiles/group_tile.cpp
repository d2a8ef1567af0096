#include "tiles/group_tile.hpp"

#include "tiles/clip.hpp"
#include "tiles/mvt_layer.hpp"
#include "tiles/quantize.hpp"
#include "tiles/valid_polygon.hpp"

namespace tiles {

std::string encode_groups(const std::vector<GroupFeature>& groups, TileId tile, const std::string& layer,
                          const TileOptions& options)
{
    const double across = static_cast<double>(tiles_across(tile.z));
    const double buffer = static_cast<double>(options.buffer) / options.extent;
    std::vector<datasets::Geometry<UnitPoint>> parts;
    HotPixels pixels{-options.buffer, options.extent + options.buffer};
    for (const GroupFeature& group : groups) {
        auto part = datasets::map_points(group.geometry, [](WorldPoint p) { return to_unit_point(p); });
        part = clip(std::move(part), Axis::x, (tile.x - buffer) / across, (tile.x + 1 + buffer) / across);
        part = clip(std::move(part), Axis::y, (tile.y - buffer) / across, (tile.y + 1 + buffer) / across);
        add_vertices(part, tile, options.extent, pixels);
        parts.push_back(std::move(part));
    }
    const PolygonMender mender;
    LayerBuilder builder{layer, options.extent};
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const GroupFeature& group = groups[i];
        auto quantized = quantize(parts[i], tile, options.extent, pixels);
        if (auto* polygons = std::get_if<datasets::Polygons<TilePoint>>(&quantized)) {
            quantized = mender.mend(std::move(*polygons));
        }
        if (datasets::is_empty(quantized)) {
            continue;
        }
        std::vector<std::uint32_t> tags;
        for (const auto& [name, value] : group.properties) {
            tags.push_back(builder.key(name));
            tags.push_back(builder.value(value));
        }
        builder.add(group.id, quantized, tags);
    }
    return builder.empty() ? std::string{} : builder.finish();
}

} // namespace tiles
