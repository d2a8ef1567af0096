#include "api/query.hpp"

#include "api/problem.hpp"
#include "datasets/store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <vector>

namespace api {

namespace {

[[noreturn]] void refuse(std::string_view parameter, std::string_view expected, std::string_view came)
{
    throw Problem{400, fmt::format("{} must be {}, not '{}'", parameter, expected, came),
                  std::string(parameter)};
}

template <class Number>
std::optional<Number> number(std::string_view text)
{
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

} // namespace

void allow_only(const Request& request, std::initializer_list<std::string_view> names)
{
    for (const auto& [name, value] : request.query) {
        if (std::find(names.begin(), names.end(), name) == names.end()) {
            throw Problem{
                400,
                fmt::format("there is no parameter '{}' here; known are {}", name, fmt::join(names, ", ")),
                name};
        }
    }
}

std::optional<std::vector<double>> read_numbers(std::string_view text)
{
    std::vector<double> values;
    for (const auto part : split_list(text, ',')) {
        const auto value = number<double>(part);
        if (!value || !std::isfinite(*value)) {
            return std::nullopt;
        }
        values.push_back(*value);
    }
    const auto commas = static_cast<std::size_t>(std::count(text.begin(), text.end(), ','));
    return commas + 1 == values.size() ? std::optional(values) : std::nullopt;
}

std::vector<datasets::BBox> boxes_of(const std::array<double, 4>& numbers, std::string_view text)
{
    const auto [west, south, east, north] = numbers;
    if (south > north) {
        refuse("bbox", "west,south,east,north with south not above north", text);
    }
    if (west > east) { // OGC API - Features 1.0, 7.15.3
        return {{west, south, 180, north}, {-180, south, east, north}};
    }
    return {{west, south, east, north}};
}

std::vector<datasets::BBox> bbox_parameter(const Request& request)
{
    const auto text = request.parameter("bbox");
    if (!text) {
        return {};
    }
    const auto values = read_numbers(*text);
    if (!values || (values->size() != 4 && values->size() != 6)) {
        refuse("bbox", "four numbers: west,south,east,north in degrees", *text);
    }
    const bool flat = values->size() == 4;
    return boxes_of({(*values)[0], (*values)[1], (*values)[flat ? 2 : 3], (*values)[flat ? 3 : 4]}, *text);
}

int limit_parameter(const Request& request, int standard, int most)
{
    const auto text = request.parameter("limit");
    if (!text) {
        return standard;
    }
    const auto value = number<std::int64_t>(*text);
    if (!value || *value < 1) {
        refuse("limit", fmt::format("a whole number from 1 to {}", most), *text);
    }
    return static_cast<int>(std::min<std::int64_t>(*value, most));
}

std::int64_t whole_number_parameter(const Request& request, std::string_view name, std::int64_t standard,
                                    std::int64_t most)
{
    const auto text = request.parameter(name);
    if (!text) {
        return standard;
    }
    const auto value = number<std::int64_t>(*text);
    if (!value || *value < 0 || *value > most) {
        refuse(name, fmt::format("a whole number from 0 to {}", most), *text);
    }
    return *value;
}

double number_parameter(const Request& request, std::string_view name, double low, double high)
{
    const auto text = request.parameter(name).value_or("");
    const auto value = number<double>(text);
    if (!value || !(*value >= low && *value <= high)) {
        refuse(name, fmt::format("a number from {} to {}", low, high), text);
    }
    return *value;
}

std::optional<After> after_parameter(const Request& request)
{
    const auto text = request.parameter("after");
    if (!text) {
        return std::nullopt;
    }
    const auto parts = split_list(*text, '.');
    const auto fid = parts.size() >= 2 ? number<std::int64_t>(parts[0]) : std::nullopt;
    const auto matched = parts.size() == 3 ? number<std::int64_t>(parts[2]) : std::nullopt;
    const bool whole = parts.size() == 2 || (parts.size() == 3 && matched && *matched >= 0);
    if (!fid || *fid < 0 || !whole || !datasets::is_version(parts[1])) {
        refuse("after", "as the link 'next' of a page has it", *text);
    }
    return After{*fid, std::string(parts[1]), matched};
}

std::string after_token(const After& after)
{
    return fmt::format("{}.{}{}", after.fid, after.version,
                       after.matched ? fmt::format(".{}", *after.matched) : "");
}

std::optional<datasets::TimeInterval> datetime_parameter(const Request& request)
{
    const auto text = request.parameter("datetime");
    if (!text) {
        return std::nullopt;
    }
    auto interval = datasets::read_time_interval(*text);
    if (!interval) {
        refuse("datetime", "a time of RFC 3339, a date, or an interval such as 2026-01-01T00:00:00Z/..",
               *text);
    }
    return interval;
}

void check_fixed(const Request& request, std::string_view name,
                 std::initializer_list<std::string_view> values)
{
    const auto text = request.parameter(name);
    if (text && std::find(values.begin(), values.end(), *text) == values.end()) {
        refuse(name, fmt::format("{}", fmt::join(values, " or ")), *text);
    }
}

} // namespace api
