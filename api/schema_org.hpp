#pragma once

#include "api/page.hpp"
#include "api/snapshot.hpp"

#include <nlohmann/json_fwd.hpp>

/// What search engines are told in pages, in the words of schema.org.
namespace api {

/// A Dataset with its downloads (https://developers.google.com/search/docs/appearance/structured-data/dataset).
[[nodiscard]] nlohmann::ordered_json schema_dataset(const Visit& visit, const Snapshot& snapshot);

/// A DataCatalog of what is published.
[[nodiscard]] nlohmann::ordered_json schema_catalogue(const Visit& visit, const Catalogue& catalogue);

/// A Place, where the feature has a position.
[[nodiscard]] nlohmann::ordered_json schema_place(const Visit& visit, const Snapshot& snapshot,
                                                  const datasets::Feature& feature);

} // namespace api
