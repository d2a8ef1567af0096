#include "tiles/tile_encoder.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace tiles {

TileEncoder::TileEncoder(std::string name, const FeatureSource& source, const TileOptions& options,
                         const datasets::Deadline& deadline, Packing packing)
    : name_{std::move(name)},
      source_{source},
      options_{options},
      deadline_{deadline},
      packing_{packing},
      points_{source, options},
      shapes_{source, options, deadline}
{
    assert(options.polygons != PolygonRule::automatic);
    for (int zoom = 0; zoom <= options.maxzoom; ++zoom) {
        shown_.push_back(shown_fields(source.fields(), options, zoom));
        labels_.push_back(label_fields(source.fields(), options, zoom));
    }
}

EncodedTile TileEncoder::encode(const TileContent& content)
{
    Crowding crowding = first_crowding(content, options_);
    for (bool crowded = false;; crowded = true) {
        deadline_.check();
        TileAttempt attempt = this->attempt(content, crowding);
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

TileAttempt TileEncoder::attempt(const TileContent& content, const Crowding& crowding)
{
    const auto zoom = static_cast<std::size_t>(std::min(content.tile.z, options_.maxzoom));
    TileAttempt attempt{{name_, options_.extent, source_, shown_[zoom], main_cache_},
                        {name_ + "-labels", options_.extent, source_, labels_[zoom], label_cache_},
                        options_,
                        packing_};
    attempt.result.tile = content.tile;
    points_.draw_points(content, crowding, attempt);
    if (!attempt.too_large()) {
        shapes_.draw_shapes(content, crowding, attempt);
    }
    return attempt;
}

} // namespace tiles
