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
    const PolygonMender mender;
    LayerBuilder builder{layer, options.extent};
    for (const GroupFeature& group : groups) {
        auto geometry = datasets::map_points(group.geometry, [](WorldPoint p) { return to_unit_point(p); });
        geometry =
            clip(std::move(geometry), Axis::x, (tile.x - buffer) / across, (tile.x + 1 + buffer) / across);
        geometry =
            clip(std::move(geometry), Axis::y, (tile.y - buffer) / across, (tile.y + 1 + buffer) / across);
        auto quantized = quantize(geometry, tile, options.extent);
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
