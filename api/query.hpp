#pragma once

#include "api/http.hpp"
#include "datasets/bbox.hpp"
#include "datasets/time_interval.hpp"

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Query parameters as values. All throw Problem (400) that names the parameter, what was expected and what came.
namespace api {

/// OGC API Features 1.0, requirement 8: a parameter that the resource does not know is an error, not something to overlook.
void allow_only(const Request& request, std::initializer_list<std::string_view> names);

/// `bbox` in degrees, longitude first: four numbers, or six of which the heights are not used. A box whose west lies beyond its
/// east reaches over 180°, and is given as the two that it is made of. Empty if it is not given.
[[nodiscard]] std::vector<datasets::BBox> bbox_parameter(const Request& request);

/// Finite numbers with a comma between each two; nothing if it is anything else.
[[nodiscard]] std::optional<std::vector<double>> read_numbers(std::string_view text);

/// The box, or the two that one across 180° is made of. `text` is for the complaint.
[[nodiscard]] std::vector<datasets::BBox> boxes_of(const std::array<double, 4>& west_south_east_north,
                                                   std::string_view text);

/// `limit`, from 1; more than `most` is taken as `most`.
[[nodiscard]] int limit_parameter(const Request& request, int standard, int most);

/// A whole number from 0 to `most`.
[[nodiscard]] std::int64_t whole_number_parameter(const Request& request, std::string_view name,
                                                  std::int64_t standard, std::int64_t most);

/// A finite number from `low` to `high`; it must be given.
[[nodiscard]] double number_parameter(const Request& request, std::string_view name, double low, double high);

/// Where a page begins: after the feature `fid` of that version.
struct After {
    std::int64_t fid = 0;
    std::string version{};
    std::optional<std::int64_t>
        matched{}; ///< how many features the first page found, which it takes long to count
};

/// `after` as `after_token` wrote it.
[[nodiscard]] std::optional<After> after_parameter(const Request& request);
[[nodiscard]] std::string after_token(const After& after);

/// `datetime`: a time or an interval, as `datasets::read_time_interval` tells. Nothing if it is not given.
[[nodiscard]] std::optional<datasets::TimeInterval> datetime_parameter(const Request& request);

/// A parameter that has one value only, because nothing else is offered (`f=json`, `bbox-crs`).
void check_fixed(const Request& request, std::string_view name,
                 std::initializer_list<std::string_view> values);

} // namespace api
