#include "ingest/column_profile.hpp"

#include "datasets/text_folding.hpp"
#include "ingest/values.hpp"

#include <algorithm>
#include <functional>
#include <string>
#include <variant>

namespace ingest {

namespace {

using datasets::FieldType;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// A number and nothing else: no unit whose loss would change what stands there (3番地), no code (007).
bool is_plain_number(std::string_view folded)
{
    if (folded.ends_with('%')) {
        folded.remove_suffix(1);
    }
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
    return kind == ReadValue::Kind::value || kind == ReadValue::Kind::doubtful;
}

/// Words for yes and no; digits are more often counts.
bool is_boolean_word(std::string_view cell, std::string_view folded)
{
    return !std::any_of(folded.begin(), folded.end(), is_digit) && fits(cell, FieldType::boolean);
}

} // namespace

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
    const std::string folded = datasets::fold_width(text);
    if (!repeated_ && empty_ == 0 && !seen_.insert(std::hash<std::string>{}(folded)).second) {
        repeated_ = true;
        seen_ = {};
    }
    fits_[boolean] = fits_[boolean] && is_boolean_word(text, folded);
    const ReadValue::Kind kind = read_value(text, FieldType::date).kind;
    if (kind == ReadValue::Kind::missing || kind == ReadValue::Kind::uncontested) {
        return;
    }
    ++values_;
    const bool plain = is_plain_number(folded);
    fits_[integer] =
        fits_[integer] && plain && fits(text, FieldType::integer) && folded.find('.') == std::string::npos;
    fits_[number] = fits_[number] && plain && fits(text, FieldType::number);
    fits_[date] = fits_[date] && fits(text, FieldType::date);
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
