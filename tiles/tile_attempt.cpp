#include "tiles/tile_attempt.hpp"

#include "tiles/quantize.hpp"

#include <cstdint>

namespace tiles {

using datasets::Geometry;
using datasets::Points;

bool TileAttempt::too_large() const
{
    return (main.layer().empty() ? 0 : main.layer().size()) +
                   (labels.layer().empty() ? 0 : labels.layer().size()) >
               options.max_tile_bytes ||
           main.layer().count() + labels.layer().count() >=
               options.max_tile_features; // one tells the numbers
}

bool TileAttempt::fits() const
{
    return !too_large() && result.mvt.size() <= options.max_tile_bytes &&
           result.gzipped.size() <= options.max_tile_bytes;
}

void TileAttempt::finish(const std::string& name)
{
    for (const SourceLayer* layer : {&main, &labels}) {
        if (!layer->layer().empty()) {
            result.mvt += layer->layer().finish();
        }
    }
    if (!result.mvt.empty()) {
        result.mvt += numbers(name);
        result.gzipped = gzip(result.mvt, packing);
    }
}

/// What the tile says of itself; nothing if all is drawn as it is.
std::string TileAttempt::numbers(const std::string& name) const
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

Geometry<TilePoint> point_in_tile(WorldPoint position, TileId tile, int extent)
{
    return quantize(Geometry<WorldPoint>{Points<WorldPoint>{{position}}}, tile, extent);
}

} // namespace tiles
