#include "ingest/coordinates.hpp"

#include "datasets/text_folding.hpp"
#include "ingest/values.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace ingest {

namespace {

using datasets::Notation;
using Kind = JudgedPosition::Kind;

std::optional<double> plain_number(std::string_view text)
{
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() && std::isfinite(number)
               ? std::optional{number}
               : std::nullopt;
}

std::optional<double> from_sexagesimal(double degrees, double minutes, double seconds)
{
    if (minutes < 0 || minutes >= 60 || seconds < 0 || seconds >= 60) {
        return std::nullopt;
    }
    return degrees + minutes / 60 + seconds / 3600;
}

/// Up to three numbers with anything but digits between them.
std::optional<double> read_dms(std::string_view text)
{
    std::array<double, 3> numbers{};
    std::size_t count = 0;
    std::size_t i = 0;
    while (i < text.size()) {
        std::size_t end = i;
        while (end < text.size() && ((text[end] >= '0' && text[end] <= '9') || text[end] == '.')) {
            ++end;
        }
        if (end == i) {
            ++i;
            continue;
        }
        const auto number = plain_number(text.substr(i, end - i));
        if (!number || count == numbers.size()) {
            return std::nullopt;
        }
        numbers.at(count++) = *number;
        i = end;
    }
    return count == 0 ? std::nullopt : from_sexagesimal(numbers[0], numbers[1], numbers[2]);
}

/// ddmmsssss or dddmmsssss: the last three digits are thousandths of a second.
std::optional<double> read_coded_dms(std::string_view text)
{
    std::int64_t code = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), code);
    if (error != std::errc{} || end != text.data() + text.size() || code < 0) {
        return std::nullopt;
    }
    constexpr std::int64_t per_minute = 100'000;
    const auto seconds = static_cast<double>(code % per_minute) / 1000;
    const auto minutes = static_cast<double>(code / per_minute % 100);
    return from_sexagesimal(static_cast<double>(code / per_minute / 100), minutes, seconds);
}

bool is_japanese_lon(double degrees) { return degrees >= 122 && degrees <= 154; }
bool is_japanese_lat(double degrees) { return degrees >= 20 && degrees <= 46; }

bool says_none(std::string_view text)
{
    return text.empty() || text == "-" || text == "−" || text == "," || text == "不明";
}

} // namespace

std::optional<double> read_degrees(std::string_view text, Notation notation)
{
    const std::string folded = datasets::fold_width(trim(text));
    switch (notation) {
    case Notation::dms:
        return read_dms(folded);
    case Notation::coded_dms:
        return read_coded_dms(folded);
    case Notation::decimal:
        break;
    }
    return plain_number(folded);
}

JudgedPosition judge_position(std::string_view lon_text, std::string_view lat_text, Notation notation)
{
    if (says_none(datasets::fold_width(trim(lon_text))) && says_none(datasets::fold_width(trim(lat_text)))) {
        return {Kind::missing, {}};
    }
    const auto lon = read_degrees(lon_text, notation);
    const auto lat = read_degrees(lat_text, notation);
    if (!lon || !lat) {
        return {Kind::unreadable, {}};
    }
    if (*lon == 0 && *lat == 0) {
        return {Kind::zero, {}};
    }
    if (is_japanese_lon(*lon) && is_japanese_lat(*lat)) {
        return {Kind::good, {*lon, *lat}};
    }
    if (is_japanese_lon(*lat) && is_japanese_lat(*lon)) {
        return {Kind::swapped, {*lat, *lon}};
    }
    return {*lon == *lat ? Kind::equal : Kind::outside_japan, {}};
}

} // namespace ingest
