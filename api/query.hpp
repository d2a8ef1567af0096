#pragma once

#include "api/http.hpp"
#include "datasets/bbox.hpp"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

/// Query parameters as values. All throw Problem (400) that names the parameter, what was expected and what came.
namespace api {

/// OGC API Features 1.0, requirement 8: a parameter that the resource does not know is an error, not something to overlook.
void allow_only(const Request& request, std::initializer_list<std::string_view> names);

/// `bbox` in degrees, longitude first: four numbers, or six of which the heights are not used. Nothing if it is not given.
[[nodiscard]] std::optional<datasets::BBox> bbox_parameter(const Request& request);

/// `limit`, from 1; more than `most` is taken as `most`.
[[nodiscard]] int limit_parameter(const Request& request, int standard, int most);

/// Where a page begins: after the feature `fid` of that version.
struct After {
    std::int64_t fid = 0;
    std::string version{};
};

/// `after` as `after_token` wrote it.
[[nodiscard]] std::optional<After> after_parameter(const Request& request);
[[nodiscard]] std::string after_token(const After& after);

/// `datetime` must be a time or an interval of RFC 3339. Datasets have no time of their own, so all features match any.
void check_datetime(const Request& request);

/// A parameter that has one value only, because nothing else is offered (`f=json`, `bbox-crs`).
void check_fixed(const Request& request, std::string_view name,
                 std::initializer_list<std::string_view> values);

} // namespace api
