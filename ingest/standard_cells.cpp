#include "ingest/standard_cells.hpp"

#include "datasets/municipality.hpp"
#include "ingest/japanese_date.hpp"
#include "ingest/values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace ingest {

namespace {

bool is_digits(std::string_view text, std::size_t count)
{
    return text.size() == count &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// As programs read numbers: ASCII digits, a point, a minus; no commas, no exponent.
std::optional<double> plain_number(std::string_view text)
{
    double number = 0;
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional{number} : std::nullopt;
}

/// 8:30, 08:30, 08:30:00, 24:00.
bool is_time(std::string_view text)
{
    const auto part = [&](std::size_t at, int most) {
        return is_digits(text.substr(at, 2), 2) && std::stoi(std::string{text.substr(at, 2)}) <= most;
    };
    const std::string padded = (text.find(':') == 1 ? "0" : "") + std::string{text};
    text = padded;
    const bool hour_minute = text.size() >= 5 && part(0, 24) && text[2] == ':' && part(3, 59);
    return hour_minute && (text.size() == 5 || (text.size() == 8 && text[5] == ':' && part(6, 59)));
}

/// 2026-04-01, and a day that the calendar has.
bool is_date(std::string_view text)
{
    return text.size() == 10 && is_digits(text.substr(0, 4), 4) && text[4] == '-' && text[7] == '-' &&
           read_date(text).has_value();
}

/// Degrees within Japan; the ranges of longitude and latitude do not overlap there.
std::optional<CellFault> degrees_fault(std::string_view text, double low, double high, double other_low,
                                       double other_high)
{
    const auto degrees = plain_number(text);
    if (degrees && *degrees >= other_low && *degrees <= other_high) {
        return CellFault{"cell.position",
                         {"緯度と経度が逆のようです", "longitude and latitude seem to be exchanged"}};
    }
    if (degrees && *degrees >= low && *degrees <= high) {
        return std::nullopt;
    }
    return CellFault{"cell.position",
                     {fmt::format("十進の度（{:g}〜{:g}）ではありません", low, high),
                      fmt::format("not decimal degrees from {:g} to {:g}", low, high)}};
}

std::optional<CellFault> unless(bool good, const char* code, datasets::LocalText detail)
{
    return good ? std::nullopt : std::optional{CellFault{code, std::move(detail)}};
}

std::optional<CellFault> fault_of_value(const StandardColumn& column, std::string_view text)
{
    switch (column.rule) {
    case StandardRule::any:
        return std::nullopt;
    case StandardRule::id: // whether another row has it too is known only beside the others
        return unless(text.find("E+") == std::string_view::npos, "cell.id",
                      {"表計算が数に変えた番号です", "an id that a spreadsheet has turned into a number"});
    case StandardRule::code:
        return unless(is_local_government_code(text), "cell.code",
                      {"6 桁の全国地方公共団体コード（検査数字つき）ではありません",
                       "no local government code of six digits with its check digit"});
    case StandardRule::corporate_number:
        return unless(is_corporate_number(text), "cell.corporate_number",
                      {"13 桁の法人番号（検査数字つき）ではありません",
                       "no corporate number of 13 digits with its check digit"});
    case StandardRule::number:
        return unless(plain_number(text).has_value(), "cell.number",
                      {"半角の数字だけの数ではありません", "no number in plain digits"});
    case StandardRule::latitude:
        return degrees_fault(text, 20, 46, 122, 154);
    case StandardRule::longitude:
        return degrees_fault(text, 122, 154, 20, 46);
    case StandardRule::time:
        return unless(is_time(text), "cell.time", {"8:30 の形の時刻ではありません", "no time such as 8:30"});
    case StandardRule::date:
        return unless(is_date(text), "cell.date",
                      {"2026-04-01 の形の日付ではありません", "no date such as 2026-04-01"});
    case StandardRule::url:
        return unless(text.starts_with("http://") || text.starts_with("https://"), "cell.url",
                      {"URL ではありません", "no URL"});
    case StandardRule::one_of:
        break;
    }
    const auto words = fmt::format("{}", fmt::join(column.allowed, "|"));
    return unless(
        std::find(column.allowed.begin(), column.allowed.end(), text) != column.allowed.end(),
        "cell.not_listed",
        {fmt::format("決められた値（{}）ではありません", words), fmt::format("none of: {}", words)});
}

} // namespace

std::optional<CellFault> fault_of(const StandardColumn& column, std::string_view cell)
{
    const std::string_view text = trim(cell);
    if (text.empty()) {
        return unless(!column.required || column.may_be_empty, "cell.required",
                      {"必須の値がありません", "a required value is missing"});
    }
    return fault_of_value(column, text);
}

bool is_local_government_code(std::string_view text)
{
    return is_digits(text, 6) && text.substr(0, 2) >= "01" && text.substr(0, 2) <= "47" &&
           datasets::check_digit(text.substr(0, 5)) == text[5];
}

bool is_corporate_number(std::string_view text)
{
    if (!is_digits(text, 13)) {
        return false;
    }
    int sum = 0;
    for (std::size_t i = 1; i < text.size(); ++i) {
        sum +=
            (text[i] - '0') * (i % 2 == 0 ? 1 : 2); // the last digit once, the one before it twice, and so on
    }
    return text[0] - '0' == 9 - sum % 9;
}

} // namespace ingest
