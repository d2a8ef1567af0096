#pragma once

#include "api/crs.hpp"
#include "api/http.hpp"
#include "datasets/cql2.hpp"
#include "datasets/dataset_info.hpp"
#include "datasets/feature_store.hpp"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

/// Which features of a collection a request asks for, in one place for items, exports, tiles and aggregates. All throw Problem (400)
/// that names the parameter, what was expected and what came.
namespace api {

/// `bbox`, `bbox-crs`, `datetime`, `filter`, `filter-lang`, `filter-crs`, `q`, and a parameter for each property. A feature must fit
/// all of them.
struct FilterParameters {
    datasets::Selection selection{};          ///< `bbox` and `datetime`
    std::optional<datasets::Filter> filter{}; ///< all others
    std::string name{}; ///< the parameters as they were given, in one order: what a result may be kept under

    [[nodiscard]] bool is_everything() const { return name.empty(); }
    [[nodiscard]] const datasets::Filter* filter_or_null() const { return filter ? &*filter : nullptr; }
};

[[nodiscard]] FilterParameters filter_parameters(const Request& request, const datasets::DatasetInfo& info);

/// Refuses every parameter that is none of these, none of those above, and no property.
void allow_only_with_filter(const Request& request, const datasets::Schema& schema,
                            std::initializer_list<std::string_view> names);

/// A property can be asked for by `name=value` unless the name means something else here.
[[nodiscard]] bool is_property_parameter(const datasets::Schema& schema, std::string_view name);

/// `crs`, `bbox-crs`, `filter-crs`: CRS84 if it is not given.
[[nodiscard]] const Crs& crs_parameter(const Request& request, std::string_view name);

} // namespace api
