#pragma once

#include "api/http.hpp"
#include "datasets/feature_store.hpp"
#include "datasets/schema.hpp"

#include <vector>

namespace api {

/// `sortby`: names with + or - before them; + may be left out, and comes as a space where it was not encoded. Throws Problem (400).
[[nodiscard]] std::vector<datasets::SortKey> sortby_parameter(const Request& request,
                                                              const datasets::Schema& schema);

} // namespace api
