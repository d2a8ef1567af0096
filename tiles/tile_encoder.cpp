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
    const auto& shown = shown_[static_cast<std::size_t>(std::min(content.tile.z, options_.maxzoom))];
    TileAttempt attempt{{name_, options_.extent, source_, shown, main_cache_},
                        {name_ + "-labels", options_.extent, source_, shown, label_cache_},
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
