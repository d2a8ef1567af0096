#include "ingest/instant.hpp"

#include "datasets/text_folding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>

namespace ingest {

namespace {

using namespace std::chrono;

constexpr minutes japan{9 * 60};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string iso(sys_time<minutes> local)
{
    const auto midnight = floor<days>(local);
    const year_month_day date{midnight};
    const hh_mm_ss time{local - midnight};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       time.hours().count(), time.minutes().count());
}

/// Takes `digits` digits off the front.
std::optional<int> take_number(std::string_view& text, std::size_t digits)
{
    if (text.size() < digits ||
        !std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(digits), is_digit)) {
        return std::nullopt;
    }
    int number = 0;
    std::from_chars(text.data(), text.data() + digits, number);
    text.remove_prefix(digits);
    return number;
}

void take_any(std::string_view& text, std::string_view signs)
{
    text.remove_prefix(!text.empty() && signs.find(text.front()) != std::string_view::npos ? 1 : 0);
}

/// Z, +09:00, +0900 or +09 and nothing behind it.
std::optional<minutes> read_offset(std::string_view text)
{
    if (text == "Z" || text == "z") {
        return minutes{0};
    }
    const bool west = text.starts_with('-');
    if (!west && !text.starts_with('+')) {
        return std::nullopt;
    }
    text.remove_prefix(1);
    const auto hour = take_number(text, 2);
    take_any(text, ":");
    const auto minute = text.empty() ? std::optional{0} : take_number(text, 2);
    if (!hour || !minute || !text.empty() || *hour > 14 || *minute > 59) {
        return std::nullopt;
    }
    const minutes offset{*hour * 60 + *minute};
    return west ? -offset : offset;
}

std::optional<sys_days> take_day(std::string_view& text)
{
    const auto y = take_number(text, 4);
    take_any(text, "-/");
    const auto m = take_number(text, 2);
    take_any(text, "-/");
    const auto d = take_number(text, 2);
    if (!y || !m || !d || *y <= 1000 || *y >= 9999) { // nor may they become so by an offset
        return std::nullopt;
    }
    const year_month_day date{year{*y}, month{static_cast<unsigned>(*m)}, day{static_cast<unsigned>(*d)}};
    return date.ok() ? std::optional{sys_days{date}} : std::nullopt;
}

/// Hours and minutes; seconds and their fraction are passed over.
std::optional<minutes> take_time(std::string_view& text)
{
    const auto hour = take_number(text, 2);
    take_any(text, ":");
    const auto minute = take_number(text, 2);
    if (!hour || !minute || *hour > 23 || *minute > 59) {
        return std::nullopt;
    }
    take_any(text, ":");
    if (take_number(text, 2) && text.starts_with('.')) {
        text.remove_prefix(std::min(text.find_first_not_of("0123456789", 1), text.size()));
    }
    return minutes{*hour * 60 + *minute};
}

std::optional<ReadInstant> read_iso(std::string_view text)
{
    const auto date = take_day(text);
    if (!date || !(text.starts_with('T') || text.starts_with(' '))) {
        return std::nullopt;
    }
    text.remove_prefix(1);
    const auto time = take_time(text);
    const auto offset = time ? read_offset(text) : std::nullopt;
    if (!offset) {
        return std::nullopt;
    }
    return ReadInstant{iso(*date + *time - *offset + japan), *offset != japan, false};
}

/// 202601010930 may be meant as a date and a time.
bool may_be_calendar(std::string_view digits)
{
    const std::string_view century = digits.substr(0, 2);
    return digits.size() == 12 && (century == "18" || century == "19" || century == "20" || century == "21");
}

std::optional<ReadInstant> read_milliseconds(std::string_view text)
{
    constexpr std::int64_t none = -2'209'161'600'000;
    const bool negative = text.starts_with('-');
    const std::string_view digits = text.substr(negative ? 1 : 0);
    const std::size_t fewest = negative ? 9 : 12;
    if (digits.size() < fewest || digits.size() > 13 ||
        !std::all_of(digits.begin(), digits.end(), is_digit) || (!negative && may_be_calendar(digits))) {
        return std::nullopt;
    }
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    if (number == none) {
        return ReadInstant{"", false, true};
    }
    const sys_time<milliseconds> moment{milliseconds{number}};
    return ReadInstant{iso(floor<minutes>(moment) + japan), true, false};
}

} // namespace

std::optional<ReadInstant> read_instant(std::string_view text)
{
    const std::string folded = datasets::fold_width(text);
    const auto read = read_milliseconds(folded);
    return read ? read : read_iso(folded);
}

} // namespace ingest
