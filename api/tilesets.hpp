#pragma once

#include <string_view>

/// What OGC API Tiles calls a tileset: the tiles of a dataset, or of all, divided as WebMercatorQuad says.
namespace api {

inline constexpr std::string_view web_mercator_quad = "WebMercatorQuad";
inline constexpr std::string_view web_mercator_quad_uri =
    "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad";
inline constexpr std::string_view web_mercator_crs = "http://www.opengis.net/def/crs/EPSG/0/3857";

/// Throws Problem (404) for any other than WebMercatorQuad.
void check_matrix_set(std::string_view id);

} // namespace api
