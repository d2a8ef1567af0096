#pragma once

#include "api/http.hpp"
#include "api/site.hpp"
#include "datasets/schema.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>

namespace api {

/// What absolute links begin with: --public-url, else X-Forwarded-Proto and -Host or Host of the request. No '/' at the end.
[[nodiscard]] std::string base_url(const Request& request, const Site& site);

/// A link as OGC API and RFC 8288 have it. `title` may be empty.
[[nodiscard]] nlohmann::ordered_json link(std::string href, std::string_view rel, std::string_view type,
                                          std::string_view title = "");

/// The text in a language, or in the other one if it lacks it.
[[nodiscard]] const std::string& in(Language language, const datasets::LocalText& text);

/// Both languages: {"ja": …, "en": …}.
[[nodiscard]] nlohmann::ordered_json both(const datasets::LocalText& text);

/// A JSON document with an ETag of its content, revalidated each time.
[[nodiscard]] Response json_response(const nlohmann::ordered_json& document,
                                     std::string_view content_type = "application/json");

inline constexpr std::string_view json_type = "application/json";
inline constexpr std::string_view geojson_type = "application/geo+json";
inline constexpr std::string_view openapi_type = "application/vnd.oai.openapi+json;version=3.0";

/// Link relations of OGC API Tiles.
inline constexpr std::string_view tilesets_vector = "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector";
inline constexpr std::string_view tiling_scheme = "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme";
inline constexpr std::string_view tiling_schemes = "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes";

} // namespace api
