#pragma once

#include "api/http.hpp"

#include <string_view>

namespace api {

/// The encodings of a vector tile. MVT is stored and sent as it is; MLT (MapLibre Tile) is made of it on request.
enum class TileFormat { mvt, mlt };

/// `?f=mvt|mlt`, else what `Accept` wants most, else MVT: whoever accepts anything gets what every client reads. Throws Problem (400) if `f` is something else.
[[nodiscard]] TileFormat tile_format(const Request& request);

/// Whether `Accept` names MLT, with whatever quality above 0.
[[nodiscard]] bool names_mlt(const Request& request);

[[nodiscard]] std::string_view media_type(TileFormat format);

inline constexpr std::string_view mvt_type = "application/vnd.mapbox-vector-tile";
inline constexpr std::string_view mlt_type = "application/vnd.maplibre-tile";

} // namespace api
