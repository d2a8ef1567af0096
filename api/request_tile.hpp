#pragma once

#include "api/http.hpp"
#include "api/site.hpp"
#include "api/tile_answer.hpp"
#include "tiles/tile_id.hpp"

#include <nlohmann/json_fwd.hpp>

#include <array>
#include <string_view>

/// Tiles that are not stored, made for one request: of the features that a filter selects, or of groups of them.
namespace api {

/// The parameters that ask for such a tile.
inline constexpr std::array<std::string_view, 5> on_request{"filter", "datetime", "bbox", "q", "by"};

[[nodiscard]] bool is_on_request(const Request& request);

/// The one dataset of a tile; throws Problem (400) if there are several, since a filter is about the fields of one.
[[nodiscard]] const Named& only_dataset(const Tileset& tileset);

/// `filter`, `datetime`, `bbox`, `q`: the layers of a prebuilt tile, by the same rules. With `by`: one layer with the cells or areas
/// as polygons, and what an aggregate tells of each as properties. In the format that the request asks for; 204 if nothing is there.
/// Throws Problem (400) that names the parameter.
[[nodiscard]] Response request_tile(const Request& request, const Site& site, const Named& named,
                                    tiles::TileId tile);

/// Makes a dataset's TileJSON one of such tiles: the parameters stand in the URL of its tiles.
void change_tilejson(nlohmann::ordered_json& document, const Request& request, const Site& site,
                     const Named& named);

} // namespace api
