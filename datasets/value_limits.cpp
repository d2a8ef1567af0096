#include "datasets/value_limits.hpp"

#include "datasets/json_reader.hpp"
#include "datasets/local_format_error.hpp"
#include "datasets/regular_expression.hpp"
#include "datasets/text_folding.hpp"

#include <algorithm>

namespace datasets {

namespace {

constexpr std::size_t longest_pattern = 300; // in bytes
constexpr std::size_t longest_value = 1000;  // in characters

bool is_number(FieldType type) { return type == FieldType::integer || type == FieldType::number; }
bool is_day(FieldType type) { return type == FieldType::date || type == FieldType::datetime; }

/// True for 2026-04-01 and 2026-04-01T09:30, as values of dates stand in features.
bool is_iso_date(std::string_view text)
{
    constexpr std::string_view shape = "dddd-dd-ddTdd:dd";
    constexpr std::size_t day_length = 10;
    const auto fits = [&](std::size_t i) {
        const bool digit = text[i] >= '0' && text[i] <= '9';
        return shape[i] == 'd' ? digit : text[i] == shape[i];
    };
    bool good = text.size() == day_length || text.size() == shape.size();
    for (std::size_t i = 0; good && i < text.size(); ++i) {
        good = fits(i);
    }
    return good && text.substr(5, 2) >= "01" && text.substr(5, 2) <= "12" && text.substr(8, 2) >= "01" &&
           text.substr(8, 2) <= "31";
}

std::optional<Bound> read_bound(const JsonReader& field, const char* key, FieldType type)
{
    if (!field.has(key)) {
        return std::nullopt;
    }
    const JsonReader json = field.at(key);
    if (is_number(type)) {
        constexpr double largest = 9e15; // up to here whole numbers are exact
        return Bound{json.number(-largest, largest), json.value().dump()};
    }
    if (!is_day(type)) {
        json.fail("範囲を書けるのは、数と日付の項目だけです", "only numbers and dates have a range");
    }
    Bound bound{0, json.text()};
    if (!is_iso_date(bound.text)) {
        json.fail("日付を \"2026-04-01\" か \"2026-04-01T09:30\" の形で書いてください",
                  "expected a day such as \"2026-04-01\", or \"2026-04-01T09:30\"");
    }
    return bound;
}

void require_text(const JsonReader& json, FieldType type)
{
    if (type != FieldType::text) {
        json.fail("型が text の項目にだけ書けます", "only a field of type text can have it");
    }
}

/// Below 0 if the value lies below the bound, above 0 if above.
int compare(const Value& value, const Bound& bound)
{
    if (const auto* text = std::get_if<std::string>(&value)) {
        const std::size_t known = std::min(text->size(), bound.text.size());
        return text->compare(0, known, bound.text, 0, known);
    }
    const auto* integer = std::get_if<std::int64_t>(&value);
    const auto* real = std::get_if<double>(&value);
    const double number = integer != nullptr ? static_cast<double>(*integer) : real != nullptr ? *real : 0;
    return number < bound.number ? -1 : number > bound.number ? 1 : 0;
}

} // namespace

struct Pattern::Compiled {
    RegularExpression expression;
};

Pattern::Pattern(std::string text) : text_{std::move(text)}
{
    if (text_.empty() || text_.size() > longest_pattern) {
        throw LocalFormatError{{"半角で 300 文字（漢字なら 100 文字）までの正規表現を書いてください",
                                "expected a regular expression of at most 300 bytes"}};
    }
    if (fold_width(text_) != text_) {
        throw LocalFormatError{
            {"値は幅をそろえて比べます。英数字、記号、空白は半角、カタカナは全角で書いてください",
             "values are compared in folded width: write letters, digits, signs and spaces in half width, "
             "katakana in full width"}};
    }
    try {
        compiled_ = std::make_shared<const Compiled>(Compiled{RegularExpression{code_points(text_)}});
    } catch (const LocalFormatError& error) {
        throw LocalFormatError{{"ECMAScript の正規表現として読めません。" + error.said().ja,
                                "not a regular expression as ECMAScript has them: " + error.said().en}};
    }
}

bool Pattern::matches(std::string_view value) const
{
    const std::u32string text = code_points(fold_width(value));
    return text.size() <= longest_value && compiled_->expression.matches(text);
}

ValueLimits read_limits(const JsonReader& field, FieldType type)
{
    ValueLimits limits;
    limits.minimum = read_bound(field, "minimum", type);
    limits.maximum = read_bound(field, "maximum", type);
    if (limits.minimum && limits.maximum &&
        (is_number(type) ? limits.minimum->number > limits.maximum->number
                         : limits.minimum->text > limits.maximum->text)) {
        field.at("minimum").fail("\"maximum\" より大きくなっています", "it is above \"maximum\"");
    }
    if (field.has("pattern")) {
        require_text(field.at("pattern"), type);
        try {
            limits.pattern.emplace(field.at("pattern").text());
        } catch (const LocalFormatError& error) {
            field.at("pattern").fail(error.said().ja, error.said().en);
        }
    }
    if (field.has("one_of")) {
        require_text(field.at("one_of"), type);
        limits.one_of = field.at("one_of").texts();
        if (limits.one_of.empty()) {
            field.at("one_of").fail("許される値を１つ以上書いてください",
                                    "expected the texts that are allowed");
        }
    }
    const std::string on_breach = field.text_or("on_breach", "warn");
    if (on_breach != "warn" && on_breach != "reject") {
        field.at("on_breach").fail("warn か reject を書いてください", "expected warn or reject");
    }
    limits.reject = on_breach == "reject";
    if (field.has("on_breach") && !limits.minimum && !limits.maximum && !limits.pattern &&
        limits.one_of.empty()) {
        field.at("on_breach")
            .fail("minimum, maximum, pattern, one_of のどれかと一緒に書いてください",
                  "there is no minimum, maximum, pattern or one_of to breach");
    }
    return limits;
}

std::optional<Breach> breach_of(const ValueLimits& limits, const Value& value)
{
    if (is_missing(value)) {
        return std::nullopt;
    }
    if (limits.minimum && compare(value, *limits.minimum) < 0) {
        return Breach{Breach::Kind::range, "< " + limits.minimum->text};
    }
    if (limits.maximum && compare(value, *limits.maximum) > 0) {
        return Breach{Breach::Kind::range, "> " + limits.maximum->text};
    }
    const auto* text = std::get_if<std::string>(&value);
    if (text == nullptr) {
        return std::nullopt;
    }
    if (limits.pattern && !limits.pattern->matches(*text)) {
        return Breach{Breach::Kind::pattern, ""};
    }
    const auto is_it = [folded = fold_width(*text)](const std::string& allowed) {
        return fold_width(allowed) == folded;
    };
    if (!limits.one_of.empty() && std::none_of(limits.one_of.begin(), limits.one_of.end(), is_it)) {
        return Breach{Breach::Kind::not_listed, ""};
    }
    return std::nullopt;
}

} // namespace datasets
