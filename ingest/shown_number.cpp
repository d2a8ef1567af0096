#include "ingest/shown_number.hpp"

#include "ingest/format_code.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

namespace ingest {

namespace {

using Kind = NumberFormat::Kind;

bool holds(std::string_view text, std::string_view any_of)
{
    return text.find_first_of(any_of) != std::string_view::npos;
}

/// `magnitude` with its digits, in at most 15 of them, and the power of ten of the first.
struct Decimal {
    std::string digits{};
    int exponent = 0;
};

Decimal decimal_of(double magnitude)
{
    std::string text = fmt::format("{:.14e}", magnitude); // d.ddddddddddddddE+xx
    const std::size_t e = text.find('e');
    Decimal decimal;
    decimal.digits = text.substr(0, 1) + text.substr(2, e - 2);
    const char* first = text.data() + e + (text[e + 1] == '+' ? 2 : 1);
    std::from_chars(first, text.data() + text.size(), decimal.exponent);
    const std::size_t last = decimal.digits.find_last_not_of('0');
    decimal.digits.resize(last == std::string::npos ? 1 : last + 1);
    return decimal;
}

std::string plain_number(double number)
{
    if (!std::isfinite(number)) {
        return "";
    }
    auto [digits, exponent] = decimal_of(std::abs(number));
    const std::string sign = number < 0 ? "-" : "";
    if (exponent < 0) {
        return sign + "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
    }
    const auto whole = static_cast<std::size_t>(exponent) + 1;
    if (digits.size() <= whole) {
        return sign + digits + std::string(whole - digits.size(), '0');
    }
    return sign + digits.substr(0, whole) + "." + digits.substr(whole);
}

/// A condition such as [<=999] at the head of a section.
std::optional<bool> condition_holds(std::string_view section, double number)
{
    const std::size_t open = section.find('[');
    if (open == std::string_view::npos || open + 2 >= section.size() ||
        !holds(section.substr(open + 1, 1), "<>=")) {
        return std::nullopt;
    }
    const std::size_t digits = section.find_first_not_of("<>=", open + 1);
    const std::string_view sign = section.substr(open + 1, std::min(digits, section.size()) - open - 1);
    double limit = 0;
    const std::string_view rest = digits == std::string_view::npos ? "" : section.substr(digits);
    std::from_chars(rest.data(), rest.data() + rest.size(), limit);
    if (sign == "<=") {
        return number <= limit;
    }
    if (sign == ">=") {
        return number >= limit;
    }
    if (sign == "<>") {
        return number != limit;
    }
    return sign == "<" ? number < limit : sign == ">" ? number > limit : number == limit;
}

std::string_view section_for(std::string_view code, double number)
{
    const auto parts = sections(code);
    for (const std::string_view part : parts) {
        const auto holds_here = condition_holds(part, number);
        if (holds_here && *holds_here) {
            return part;
        }
    }
    const bool conditional = condition_holds(parts.front(), number).has_value();
    if (conditional) {
        for (const std::string_view part : parts) {
            if (!condition_holds(part, number)) {
                return part;
            }
        }
    }
    return parts.front();
}

/// One sign of a format section: a place for a digit, or a character that is shown.
struct Sign {
    bool is_digit = false;
    bool always = false; ///< a place that shows a zero
    std::string shown{};
};

std::vector<Sign> signs_of(std::string_view section)
{
    std::vector<Sign> signs;
    for (std::size_t i = 0; i < section.size(); ++i) {
        const char c = section[i];
        if (c == '0' || c == '#' || c == '?') {
            signs.push_back({true, c == '0', {}});
        } else if (c == '"') {
            const std::size_t end = std::min(section.find('"', i + 1), section.size());
            signs.push_back({false, false, std::string{section.substr(i + 1, end - i - 1)}});
            i = end;
        } else if (c == '[') {
            i = std::min(section.find(']', i), section.size());
        } else if (c == '_' || c == '*') {
            ++i;
        } else if (c == '\\') {
            signs.push_back({false, false, std::string{section.substr(std::min(i + 1, section.size()), 1)}});
            ++i;
        } else {
            signs.push_back({false, false, std::string{c}});
        }
    }
    return signs;
}

/// The digits of a whole number put in their places, from the last one on; what is left over stands before the first.
std::string placed_digits(const std::string& digits, std::string_view section)
{
    const auto signs = signs_of(section);
    std::size_t left = digits == "0" ? 0 : digits.size();
    std::string text;
    const auto first_digit =
        std::find_if(signs.begin(), signs.end(), [](const Sign& s) { return s.is_digit; });
    for (std::size_t i = signs.size(); i-- > 0;) {
        const Sign& sign = signs[i];
        if (!sign.is_digit) {
            text.insert(0, sign.shown);
        } else if (left > 0) {
            text.insert(text.begin(), digits[--left]);
        } else if (sign.always) {
            text.insert(text.begin(), '0');
        }
        if (static_cast<std::size_t>(first_digit - signs.begin()) == i && left > 0) {
            text.insert(0, digits.substr(0, left));
            left = 0;
        }
    }
    return text;
}

std::string by_digits(double number, const std::string& code)
{
    constexpr double most = 1e15;
    const std::string_view section = section_for(code, number);
    if (number < 0 || number >= most || number != std::floor(number) || !places_digits(section)) {
        return plain_number(number);
    }
    return placed_digits(plain_number(number), section);
}

std::string clock(std::int64_t seconds)
{
    const std::string minutes = fmt::format("{:02}:{:02}", seconds / 3600, seconds / 60 % 60);
    return seconds % 60 == 0 ? minutes : fmt::format("{}:{:02}", minutes, seconds % 60);
}

/// The day with this serial number. In 1900, Excel has a 29 February, as Lotus 1-2-3 had: that one is nothing.
std::optional<std::string> iso_day(std::int64_t serial, bool epoch_1904)
{
    using namespace std::chrono;
    constexpr std::int64_t last_of_february_1900 = 60;
    if (!epoch_1904 && (serial < 1 || serial == last_of_february_1900)) {
        return std::nullopt;
    }
    sys_days epoch = sys_days{year{1904} / January / 1};
    if (!epoch_1904) {
        epoch = serial < last_of_february_1900 ? sys_days{year{1899} / December / 31}
                                               : sys_days{year{1899} / December / 30};
    }
    const year_month_day day{epoch + days{serial}};
    constexpr int last_year = 9999;
    if (static_cast<int>(day.year()) > last_year) {
        return std::nullopt;
    }
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                       static_cast<unsigned>(day.day()));
}

std::string by_calendar(double number, Kind kind, bool epoch_1904)
{
    constexpr double days_of_excel = 2'958'466;
    if (!(number >= 0 && number < days_of_excel)) {
        return plain_number(number);
    }
    constexpr std::int64_t seconds_a_day = 86'400;
    const auto seconds = static_cast<std::int64_t>(std::llround(number * static_cast<double>(seconds_a_day)));
    const std::int64_t time = seconds % seconds_a_day;
    if (kind == Kind::elapsed) {
        return clock(seconds);
    }
    if (kind == Kind::time) {
        return clock(time);
    }
    const auto day =
        iso_day(kind == Kind::date ? static_cast<std::int64_t>(number) : seconds / seconds_a_day, epoch_1904);
    if (!day) {
        return plain_number(number);
    }
    return kind == Kind::date
               ? *day
               : fmt::format("{}T{:02}:{:02}:{:02}", *day, time / 3600, time / 60 % 60, time % 60);
}

} // namespace

std::string shown_number(double number, const NumberFormat& format, bool epoch_1904)
{
    switch (format.kind) {
    case Kind::plain:
        return plain_number(number);
    case Kind::percent:
        return plain_number(number * 100) + "%";
    case Kind::digits:
        return by_digits(number, format.code);
    default:
        return by_calendar(number, format.kind, epoch_1904);
    }
}

} // namespace ingest
