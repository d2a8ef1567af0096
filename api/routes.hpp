#pragma once

#include <vector>

#include "api/router.hpp"
#include "api/site.hpp"

namespace api {

/// The whole API. `site` must outlive the routes.
[[nodiscard]] std::vector<Route> routes(const Site& site);

} // namespace api
