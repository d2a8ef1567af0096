#pragma once

#include "api/http.hpp"
#include "api/router.hpp"
#include "api/site.hpp"

#include <string>
#include <vector>

namespace api {

/// The member `paths` of an OpenAPI 3.0 document, as JSON text, made from the route table.
[[nodiscard]] std::string openapi_paths(const std::vector<Route>& routes);

/// The whole document for the server that the request names.
[[nodiscard]] Response openapi(const Request& request, const Site& site, const std::string& paths);

} // namespace api
