#include "ingest/column_profile.hpp"

#include "datasets/text_folding.hpp"
#include "ingest/values.hpp"

#include <algorithm>
#include <functional>
#include <variant>

namespace ingest {

namespace {

using datasets::FieldType;

/// What may stand behind a number and is told as well by the field's unit. 番地 and 丁目 are no units: 3番地 is a name.
constexpr auto units = std::to_array<std::string_view>(
    {"%",  "人", "名", "世帯", "戸",   "件",   "台",   "棟",   "室",   "席", "床", "基",
     "本", "冊", "枚", "個",   "箇所", "か所", "ヶ所", "カ所", "ケ所", "回", "円", "歳",
     "分", "m",  "㎡", "km",   "mm",   "cm",   "ha",   "kg",   "t",    "℃",  "度"});

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// What stands behind the number; nothing if it is no unit.
std::optional<std::string_view> unit_behind(std::string_view folded)
{
    const std::size_t last = folded.find_last_of("0123456789");
    if (last == std::string_view::npos) {
        return std::nullopt;
    }
    const std::string_view behind = trim(folded.substr(last + 1));
    const bool known = behind.empty() || std::find(units.begin(), units.end(), behind) != units.end();
    return known ? std::optional{behind} : std::nullopt;
}

/// A number and nothing else: no code (007).
bool is_plain_number(std::string_view folded)
{
    const bool only_signs = std::all_of(folded.begin(), folded.end(), [](char c) {
        return is_digit(c) || c == '.' || c == ',' || c == '-' || c == '+';
    });
    const auto digits = std::count_if(folded.begin(), folded.end(), is_digit);
    const bool is_code =
        folded.size() > 1 && folded.front() == '0' && folded.find('.') == std::string_view::npos;
    constexpr int exact_digits = 15;
    return only_signs && !is_code && digits > 0 && digits <= exact_digits;
}

bool fits(std::string_view cell, FieldType type)
{
    const auto kind = read_value(cell, type).kind;
    return kind == ReadValue::Kind::value || kind == ReadValue::Kind::doubtful ||
           kind == ReadValue::Kind::zone;
}

/// Words for yes and no; digits are more often counts.
bool is_boolean_word(std::string_view cell, std::string_view folded)
{
    return !std::any_of(folded.begin(), folded.end(), is_digit) && fits(cell, FieldType::boolean);
}

bool says_yes(std::string_view cell)
{
    const auto read = read_value(cell, FieldType::boolean);
    const bool* yes = std::get_if<bool>(&read.value);
    return yes != nullptr && *yes;
}

/// 21.4.19: three numbers of one digit or two.
bool is_day_without_era(std::string_view folded)
{
    int numbers = 0;
    std::size_t digits = 0;
    for (const char c : folded) {
        const bool sign = c == '.' || c == '/' || c == '-';
        if ((!is_digit(c) && !sign) || (sign && digits == 0) || (!sign && digits == 2)) {
            return false;
        }
        digits = sign ? 0 : digits + 1;
        numbers += digits == 1 ? 1 : 0;
    }
    return numbers == 3 && digits > 0;
}

/// Numbers that are written differently but are the same: 1,000 and 1000.
std::string comparable(std::string folded)
{
    if (is_plain_number(folded)) {
        std::erase_if(folded, [](char c) { return c == ',' || c == '+'; });
    }
    return folded;
}

} // namespace

bool KnownValues::came_before(std::string_view value)
{
    constexpr std::size_t most = 1000;
    constexpr std::size_t longest = 60; // bytes: longer texts seldom come twice
    constexpr std::size_t trial = 5000; // questions after which it must be of use
    if (value.size() > longest || (asked_ > trial && 2 * found_ < asked_)) {
        return false;
    }
    ++asked_;
    if (values_.contains(value)) {
        ++found_;
        return true;
    }
    if (values_.size() < most) {
        values_.emplace(value);
    }
    return false;
}

void ColumnProfile::add(std::string_view cell)
{
    const std::string_view text = trim(cell);
    if (text.empty()) {
        ++empty_;
        seen_ = {};
        return;
    }
    ++filled_;
    longest_ = std::max(longest_, text.size());
    shortest_ = filled_ == 1 ? text.size() : std::min(shortest_, text.size());
    if (known_.came_before(text)) {
        repeated_ = true;
        seen_ = {};
        return;
    }
    look(text);
}

void ColumnProfile::look(std::string_view text)
{
    const std::string folded = datasets::fold_width(text);
    if (!repeated_ && empty_ == 0 && !seen_.insert(std::hash<std::string>{}(comparable(folded))).second) {
        repeated_ = true;
        seen_ = {};
    }
    personal_ = personal_ ? personal_ : personal_by_value(text);
    fits_[boolean] = fits_[boolean] && is_boolean_word(text, folded);
    ones_and_zeros_ = ones_and_zeros_ && (folded == "1" || folded == "0");
    only_yes_ = only_yes_ && says_yes(text);
    lacks_era_ = lacks_era_ && is_day_without_era(folded);
    const ReadValue::Kind kind = read_value(text, FieldType::date).kind;
    if (kind == ReadValue::Kind::missing || kind == ReadValue::Kind::uncontested) {
        return;
    }
    ++values_;
    if (fits_[integer] || fits_[number]) {
        add_number(text, folded);
    }
    if (fits_[date]) {
        add_date(text);
    }
}

void ColumnProfile::add_number(std::string_view text, std::string_view folded)
{
    const auto unit = unit_behind(folded);
    const auto may_be_rate = [](std::string_view behind) { return behind.empty() || behind == "%"; };
    const bool agrees =
        unit && (values_ == 1 || *unit == unit_ || (may_be_rate(*unit) && may_be_rate(unit_)));
    const std::string_view bare = trim(folded.substr(0, unit ? folded.size() - unit->size() : folded.size()));
    const bool plain = agrees && is_plain_number(bare);
    unit_ = plain && (values_ == 1 || *unit == unit_) ? std::string{*unit} : "";
    fits_[integer] =
        fits_[integer] && plain && fits(text, FieldType::integer) && bare.find('.') == std::string::npos;
    fits_[number] = fits_[number] && plain && fits(text, FieldType::number);
}

void ColumnProfile::add_date(std::string_view text)
{
    fits_[date] = fits(text, FieldType::date);
    if (fits_[date]) {
        const ReadValue when = read_value(text, FieldType::datetime);
        const auto* iso = std::get_if<std::string>(&when.value);
        has_time_ = has_time_ || (iso != nullptr && iso->find('T') != std::string::npos);
    }
}

datasets::FieldType ColumnProfile::type() const
{
    if (filled_ > 0 && fits_[boolean]) {
        return FieldType::boolean;
    }
    if (values_ == 0) {
        return FieldType::text;
    }
    if (fits_[integer]) {
        return FieldType::integer;
    }
    if (fits_[number]) {
        return FieldType::number;
    }
    if (fits_[date]) {
        return has_time_ ? FieldType::datetime : FieldType::date;
    }
    return FieldType::text;
}

} // namespace ingest
