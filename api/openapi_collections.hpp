#pragma once

#include "api/catalogue.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace api {

/// A path of OpenAPI for the features of each dataset, `/collections/parks/items` below `{base}/api`, with the parameters of `items`, which
/// is the operation for any dataset, and one for each property. GDAL (and so QGIS) lets the server apply `name = value` only where it
/// finds the name there. At most 100 datasets: the document is read whole by every client.
[[nodiscard]] nlohmann::ordered_json
collection_paths(const Catalogue& catalogue, const nlohmann::ordered_json& items, const std::string& base);

} // namespace api
