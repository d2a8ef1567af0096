#include "ingest/values.hpp"

#include "datasets/text_folding.hpp"
#include "ingest/instant.hpp"
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
constexpr std::array<std::string_view, 10> dashes{"-", "--", "---", "―", "–", "—", "ー", "−", "‐", "─"};
constexpr std::array<std::string_view, 18> missing_words{"...",  "…",    "……",     "・・・",   "***",  "*",
                                                         "x",    "X",    "不明",   "不詳",     "未定", "未詳",
                                                         "なし", "無し", "調査中", "該当なし", "n/a",  "N/A"};
constexpr std::string_view uncontested_word = "無投票";
constexpr std::array<std::string_view, 20> true_words{"true", "yes",  "y",    "1",    "○",  "◯",    "〇",
                                                      "●",    "◎",    "✓",    "✔",    "有", "有り", "あり",
                                                      "可",   "はい", "可能", "該当", "済", "対応"};
constexpr std::array<std::string_view, 14> false_words{
    "false", "no", "n", "0", "×", "✕", "x", "無", "無し", "なし", "不可", "いいえ", "未", "非該当"};

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& words, std::string_view word)
{
    return std::find(words.begin(), words.end(), word) != words.end();
}

/// Behind a number they say that it is not the number meant, or not all of it.
constexpr std::array<std::string_view, 10> bounds{"以上", "以下", "以内", "未満", "超",
                                                  "程度", "前後", "~",    "〜",   "±"};
constexpr std::array<std::string_view, 7> magnitudes{"十", "百", "千", "万", "億", "兆", "割"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// A unit has no digits and changes nothing: "12人" is a number, "12-34", "5未満" and "1.5万人" are not.
bool is_unit(std::string_view text)
{
    const auto begins = [&](std::string_view word) { return text.starts_with(word); };
    const auto holds = [&](std::string_view word) { return text.find(word) != std::string_view::npos; };
    return std::none_of(text.begin(), text.end(), is_digit) &&
           std::none_of(magnitudes.begin(), magnitudes.end(), begins) &&
           std::none_of(bounds.begin(), bounds.end(), holds);
}

/// True for 234 and for 234,567, the rest of a number after a comma; not for 5 in "3,5", which is two numbers.
bool is_thousands(std::string_view behind)
{
    return behind.size() >= 3 && std::all_of(behind.begin(), behind.begin() + 3, is_digit) &&
           (behind.size() == 3 || !is_digit(behind[3]));
}

/// The number that a cell begins with, without thousands commas and unit; empty if it is not plainly one number.
std::string bare_number(std::string_view folded)
{
    std::string number;
    if (folded.starts_with('-') || folded.starts_with('+')) {
        number = folded.substr(0, 1);
        folded = trim(folded.substr(1));
    }
    std::size_t i = 0;
    std::size_t digits = 0; // since the beginning or the last comma
    for (; i < folded.size(); ++i) {
        const char c = folded[i];
        const bool exponent =
            (c == 'e' || c == 'E') && i + 1 < folded.size() && (folded[i + 1] == '-' || folded[i + 1] == '+');
        if (is_digit(c) || c == '.') {
            digits += is_digit(c) ? 1U : 4U; // no comma behind a point
            number += c;
        } else if (c == ',' && digits >= 1 && digits <= 3 && is_thousands(folded.substr(i + 1))) {
            digits = 0;
        } else if (exponent && digits > 0) {
            number += c;
            number += folded[++i];
        } else {
            break;
        }
    }
    return is_unit(trim(folded.substr(i))) ? number : "";
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

constexpr std::size_t day_length = 10; // of 2026-01-01

ReadValue read_day(std::string_view cell, bool with_time, const std::string& era)
{
    if (const auto instant = read_instant(cell)) {
        return instant->is_none ? ReadValue{Kind::missing, {}, std::string{cell}}
                                : ReadValue{instant->moved ? Kind::zone : Kind::value,
                                            with_time ? instant->iso : instant->iso.substr(0, day_length),
                                            {}};
    }
    const auto date = read_date(cell, era);
    if (!date) {
        return {holds_several_dates(cell, era) ? Kind::several : Kind::unreadable, {}, {}};
    }
    std::string text = with_time ? date->iso : date->iso.substr(0, day_length);
    const Kind kind = date->impossible ? Kind::doubtful : date->fiscal_year ? Kind::fiscal_year : Kind::value;
    return {kind, std::move(text), {}};
}

} // namespace

std::string_view trim(std::string_view text)
{
    const auto is_plain = [](char c) { return c > ' ' && c < '\x7F'; };
    if (!text.empty() && is_plain(text.front()) && is_plain(text.back())) {
        return text; // as most cells are
    }
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

ReadValue read_value(std::string_view cell, FieldType type, const ReadingRules& rules)
{
    const std::string_view text = trim(cell);
    const bool may_stand_for = type == FieldType::boolean && rules.empty.has_value();
    if (text.empty()) {
        return may_stand_for ? ReadValue{Kind::value, *rules.empty, {}} : ReadValue{};
    }
    if (type == FieldType::text) {
        return {Kind::value, datasets::compose_kana(text), {}};
    }
    const std::string folded = datasets::fold_width(text);
    ReadValue boolean; // なし and x are values there, not missing ones
    if (type == FieldType::boolean) {
        boolean = read_boolean(folded);
    }
    if (may_stand_for && contains(dashes, folded)) {
        return {Kind::value, *rules.empty, {}};
    }
    if (folded == uncontested_word) {
        return {Kind::uncontested, {}, std::string{text}};
    }
    if (boolean.kind != Kind::value && (contains(missing_words, folded) || contains(dashes, folded))) {
        return {Kind::missing, {}, std::string{text}};
    }
    switch (type) {
    case FieldType::boolean:
        return boolean;
    case FieldType::integer:
        return read_integer(folded);
    case FieldType::number:
        return read_number(folded);
    case FieldType::date:
        return read_day(text, false, rules.era);
    default:
        return read_day(text, true, rules.era);
    }
}

} // namespace ingest
