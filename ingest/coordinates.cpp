#include "ingest/coordinates.hpp"

#include "datasets/text_folding.hpp"
#include "ingest/values.hpp"

#include <algorithm>
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
    if (count == 1 && numbers[0] >= 10'000) { // 344312.3: the signs between them left out
        const double packed = std::floor(numbers[0]);
        const double seconds = numbers[0] - packed + std::fmod(packed, 100);
        return from_sexagesimal(std::floor(packed / 10'000), std::fmod(std::floor(packed / 100), 100),
                                seconds);
    }
    return count == 0 ? std::nullopt : from_sexagesimal(numbers[0], numbers[1], numbers[2]);
}

/// 34.43.12.3 with the first two points, which stand for degrees and minutes, as spaces.
std::string with_points_apart(std::string text)
{
    if (std::count(text.begin(), text.end(), '.') >= 2 &&
        text.find_first_not_of("0123456789.") == std::string::npos) {
        text[text.find('.')] = ' ';
        text[text.find('.')] = ' ';
    }
    return text;
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
        return read_dms(with_points_apart(folded));
    case Notation::coded_dms:
        return read_coded_dms(folded);
    case Notation::decimal:
        break;
    }
    return plain_number(folded);
}

JudgedPosition judge_position(std::string_view lon_text, std::string_view lat_text, Notation notation,
                              bool anywhere)
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
    if (anywhere) {
        const bool on_earth = std::abs(*lon) <= 180 && std::abs(*lat) <= 90;
        return {on_earth ? Kind::good : Kind::unreadable, {*lon, *lat}};
    }
    if (is_japanese_lon(*lat) && is_japanese_lat(*lon)) {
        return {Kind::swapped, {*lat, *lon}};
    }
    return {*lon == *lat ? Kind::equal : Kind::outside_japan, {}};
}

JudgedPosition judge_pair(std::string_view cell, bool lat_first, Notation notation, bool anywhere)
{
    const std::string folded = datasets::fold_width(trim(cell));
    std::string_view text = folded;
    const std::size_t begin = text.find_first_not_of("([ ");
    text = begin == std::string_view::npos ? "" : text.substr(begin);
    text = text.substr(0, text.find_last_not_of(")] ") + 1);
    for (const std::string_view sign : {",", "、", ";", "/", " "}) {
        const std::size_t at = text.find(sign);
        if (at != std::string_view::npos) {
            const auto first = text.substr(0, at);
            const auto second = text.substr(at + sign.size());
            return lat_first ? judge_position(second, first, notation, anywhere)
                             : judge_position(first, second, notation, anywhere);
        }
    }
    return {says_none(text) ? Kind::missing : Kind::unreadable, {}};
}

JudgedPlane judge_plane(std::string_view north_text, std::string_view east_text)
{
    if (says_none(datasets::fold_width(trim(north_text))) &&
        says_none(datasets::fold_width(trim(east_text)))) {
        return {Kind::missing, {}};
    }
    const ReadValue north = read_value(north_text, datasets::FieldType::number);
    const ReadValue east = read_value(east_text, datasets::FieldType::number);
    const auto* x = std::get_if<double>(&north.value);
    const auto* y = std::get_if<double>(&east.value);
    if (x == nullptr || y == nullptr) {
        return {Kind::unreadable, {}};
    }
    return {*x == 0 && *y == 0 ? Kind::zero : Kind::good, {*y, *x}};
}

bool is_in_japan(datasets::LonLat position)
{
    return is_japanese_lon(position.lon) && is_japanese_lat(position.lat);
}

} // namespace ingest
