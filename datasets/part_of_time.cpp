#include "datasets/part_of_time.hpp"

#include <charconv>
#include <chrono>

namespace datasets {

namespace {

std::optional<int> number_at(std::string_view text, std::size_t from, std::size_t length)
{
    if (text.size() < from + length) {
        return std::nullopt;
    }
    int number = 0;
    const char* const end = text.data() + from + length;
    const auto [stopped, error] = std::from_chars(text.data() + from, end, number);
    return error == std::errc{} && stopped == end ? std::optional{number} : std::nullopt;
}

} // namespace

std::optional<std::int64_t> weekday_of(std::string_view instant)
{
    const auto year = number_at(instant, 0, 4), month = number_at(instant, 5, 2),
               day = number_at(instant, 8, 2);
    if (!year || !month || !day) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date{std::chrono::year{*year},
                                           std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok()) {
        return std::nullopt;
    }
    return std::chrono::weekday{std::chrono::sys_days{date}}.iso_encoding();
}

std::optional<std::int64_t> hour_of(std::string_view instant)
{
    const auto hour = number_at(instant, 11, 2);
    return hour ? std::optional<std::int64_t>{*hour} : std::nullopt;
}

} // namespace datasets
