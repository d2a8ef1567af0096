#include "datasets/time_interval.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>

namespace datasets {

namespace {

using namespace std::chrono;

constexpr minutes japan{9 * 60};

std::string padded(std::string_view value, std::string_view rest)
{
    return std::string{value} + std::string{rest.substr(std::min(value.size(), rest.size()))};
}

/// The number at these places, all of which must be digits.
std::optional<int> digits(std::string_view text, std::size_t at, std::size_t length)
{
    const std::string_view part = text.substr(std::min(at, text.size()), length);
    int number = 0;
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), number);
    const bool whole = part.size() == length && error == std::errc{} && end == part.data() + length;
    return whole && part.front() != '-' ? std::optional{number} : std::nullopt;
}

std::optional<sys_days> read_day(std::string_view text)
{
    const auto y = digits(text, 0, 4), m = digits(text, 5, 2), d = digits(text, 8, 2);
    if (!y || !m || !d || text[4] != '-' || text[7] != '-' || *y < 1 || *y > 9998) {
        return std::nullopt;
    }
    const year_month_day date{year{*y}, month{static_cast<unsigned>(*m)}, day{static_cast<unsigned>(*d)}};
    return date.ok() ? std::optional{sys_days{date}} : std::nullopt;
}

/// "Z" or "+09:00".
std::optional<minutes> read_offset(std::string_view text)
{
    if (text == "Z" || text == "z") {
        return minutes{0};
    }
    const auto hour = digits(text, 1, 2), minute = digits(text, 4, 2);
    if (!hour || !minute || text.size() != 6 || text[3] != ':' || *hour > 23 || *minute > 59 ||
        (text[0] != '+' && text[0] != '-')) {
        return std::nullopt;
    }
    const minutes offset{*hour * 60 + *minute};
    return text[0] == '-' ? -offset : offset;
}

std::string in_japan(sys_seconds moment)
{
    const auto local = moment + japan;
    const auto midnight = floor<days>(local);
    const year_month_day date{midnight};
    const hh_mm_ss time{local - midnight};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       time.hours().count(), time.minutes().count(), time.seconds().count());
}

/// RFC 3339, 5.6: date-time, whose fraction of a second is passed over.
std::optional<std::string> read_moment(std::string_view text)
{
    const auto date = text.size() >= 20 ? read_day(text.substr(0, 10)) : std::nullopt;
    const auto hour = digits(text, 11, 2), minute = digits(text, 14, 2), second = digits(text, 17, 2);
    const bool separated = date && (text[10] == 'T' || text[10] == 't') && text[13] == ':' && text[16] == ':';
    if (!separated || !hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60) {
        return std::nullopt;
    }
    text.remove_prefix(19);
    if (text.starts_with('.')) {
        text.remove_prefix(std::min(text.find_first_not_of("0123456789", 1), text.size()));
    }
    const auto offset = read_offset(text);
    if (!offset) {
        return std::nullopt;
    }
    const seconds in_day = hours{*hour} + minutes{*minute} + seconds{std::min(*second, 59)}; // a leap second
    return in_japan(sys_seconds{*date} + in_day - *offset);
}

std::optional<TimeInterval> read_either(std::string_view text)
{
    if (text.size() == 10) {
        return read_day(text) ? std::optional{TimeInterval{first_second(text), last_second(text)}}
                              : std::nullopt;
    }
    const auto moment = read_moment(text);
    return moment ? std::optional{TimeInterval{*moment, *moment}} : std::nullopt;
}

} // namespace

std::string first_second(std::string_view value) { return padded(value, "0000-01-01T00:00:00"); }

std::string last_second(std::string_view value) { return padded(value, "0000-12-31T23:59:59"); }

std::optional<TimeInterval> read_time_interval(std::string_view text)
{
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos) {
        return read_either(text);
    }
    const auto end_of = [](std::string_view part) {
        const bool open = part.empty() || part == "..";
        return open ? std::optional{TimeInterval{}} : read_either(part);
    };
    const auto begin = end_of(text.substr(0, slash)), end = end_of(text.substr(slash + 1));
    if (!begin || !end) {
        return std::nullopt;
    }
    const TimeInterval interval{begin->begin, end->end};
    const bool turned = !interval.begin.empty() && !interval.end.empty() && interval.end < interval.begin;
    return turned ? std::nullopt : std::optional{interval};
}

} // namespace datasets
