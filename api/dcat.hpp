#pragma once

#include "api/http.hpp"
#include "api/site.hpp"

#include <string_view>

/// Descriptions for harvesters: DCAT-AP 3 (https://semiceu.github.io/DCAT-AP/releases/3.0.0/) as JSON-LD.
namespace api {

/// The catalogue with all datasets, their distributions and this server as the data service.
[[nodiscard]] Response catalogue_dcat(const Request& request, const Site& site);

/// One dataset with its distributions.
[[nodiscard]] Response collection_dcat(const Request& request, const Site& site, std::string_view dataset);

} // namespace api
