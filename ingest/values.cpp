#include "ingest/values.hpp"

#include "datasets/text_folding.hpp"
#include "ingest/japanese_date.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

namespace ingest {

namespace {

using datasets::FieldType;
using Kind = ReadValue::Kind;

/// Words that stand where a number or date would, in folded width.
constexpr std::array<std::string_view, 16> missing_words{"-",    "―",    "–",      "—",       "ー",   "−",
                                                         "...",  "…",    "***",    "x",       "不明", "不詳",
                                                         "未定", "なし", "無投票", "該当なし"};
constexpr std::array<std::string_view, 9> true_words{"true", "yes", "1", "○", "◯", "〇", "有", "あり", "可"};
constexpr std::array<std::string_view, 9> false_words{"false", "no", "0",    "×",   "✕",
                                                      "x",     "無", "なし", "不可"};

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& words, std::string_view word)
{
    return std::find(words.begin(), words.end(), word) != words.end();
}

/// Digits with what cities put around and between them taken out; units behind the number are cut off.
std::string bare_number(std::string_view folded)
{
    std::string number;
    std::size_t i = 0;
    while (i < folded.size()) {
        const char c = folded[i];
        const bool in_number =
            (c >= '0' && c <= '9') || c == '.' || ((c == '-' || c == '+') && number.empty());
        if (in_number) {
            number += c;
        } else if ((c == 'e' || c == 'E') && !number.empty() && i + 1 < folded.size() &&
                   (folded[i + 1] == '-' || folded[i + 1] == '+')) {
            number += c;
            number += folded[++i];
        } else if (c != ',' && c != ' ') {
            break;
        }
        ++i;
    }
    // A unit has no digits: "12人" is a number, "12-34" and "3階建2棟" are not.
    const bool digits_behind = std::any_of(folded.begin() + static_cast<std::ptrdiff_t>(i), folded.end(),
                                           [](char c) { return c >= '0' && c <= '9'; });
    return digits_behind ? "" : number;
}

template <class Number>
std::optional<Number> parse_number(std::string text)
{
    if (text.starts_with('+')) {
        text.erase(0, 1);
    }
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() && !text.empty() ? std::optional{number}
                                                                                     : std::nullopt;
}

/// The minus signs and triangles that stand before negative numbers, as "-".
std::string with_plain_minus(std::string text)
{
    for (const std::string_view sign : {"−", "▲", "△", "‐", "–"}) {
        if (text.starts_with(sign)) {
            return "-" + text.substr(sign.size());
        }
    }
    return text;
}

ReadValue read_integer(const std::string& folded)
{
    const std::string number = bare_number(with_plain_minus(folded));
    if (const auto integer = parse_number<std::int64_t>(number)) {
        return {Kind::value, *integer, {}};
    }
    // "12.0" is how spreadsheets and DBF write whole numbers.
    const auto real = parse_number<double>(number);
    if (real && *real == std::floor(*real) && std::abs(*real) < 9e15) {
        return {Kind::value, static_cast<std::int64_t>(*real), {}};
    }
    return {Kind::unreadable, {}, {}};
}

ReadValue read_number(const std::string& folded)
{
    const auto number = parse_number<double>(bare_number(with_plain_minus(folded)));
    return number && std::isfinite(*number) ? ReadValue{Kind::value, *number, {}}
                                            : ReadValue{Kind::unreadable, {}, {}};
}

ReadValue read_boolean(const std::string& folded)
{
    std::string word = folded;
    std::transform(word.begin(), word.end(), word.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; });
    if (contains(true_words, word)) {
        return {Kind::value, true, {}};
    }
    return contains(false_words, word) ? ReadValue{Kind::value, false, {}}
                                       : ReadValue{Kind::unreadable, {}, {}};
}

ReadValue read_day(std::string_view cell, bool with_time)
{
    const auto date = read_date(cell);
    if (!date) {
        return {Kind::unreadable, {}, {}};
    }
    constexpr std::size_t day_length = 10;
    std::string text = with_time ? date->iso : date->iso.substr(0, day_length);
    return {date->impossible ? Kind::doubtful : Kind::value, std::move(text), {}};
}

} // namespace

std::string_view trim(std::string_view text)
{
    constexpr std::array<std::string_view, 7> spaces{" ", "\t", "\n", "\r", "　", "\u00A0", "\uFEFF"};
    for (bool again = true; again;) {
        again = false;
        for (const std::string_view space : spaces) {
            if (text.starts_with(space)) {
                text.remove_prefix(space.size());
                again = true;
            }
            if (text.ends_with(space)) {
                text.remove_suffix(space.size());
                again = true;
            }
        }
    }
    return text;
}

ReadValue read_value(std::string_view cell, FieldType type)
{
    const std::string_view text = trim(cell);
    if (text.empty()) {
        return {};
    }
    if (type == FieldType::text) {
        return {Kind::value, std::string{text}, {}};
    }
    const std::string folded = datasets::fold_width(text);
    if (type == FieldType::boolean) {
        return read_boolean(folded);
    }
    if (contains(missing_words, folded)) {
        return {Kind::missing, {}, std::string{text}};
    }
    switch (type) {
    case FieldType::integer:
        return read_integer(folded);
    case FieldType::number:
        return read_number(folded);
    case FieldType::date:
        return read_day(text, false);
    default:
        return read_day(text, true);
    }
}

} // namespace ingest
