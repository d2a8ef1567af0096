#pragma once

#include "api/router.hpp"
#include "api/site.hpp"

#include <vector>

namespace api {

/// The whole API. `site` must outlive the routes.
[[nodiscard]] std::vector<Route> routes(const Site& site);

} // namespace api
