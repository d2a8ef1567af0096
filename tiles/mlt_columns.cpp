#include "tiles/mlt_columns.hpp"

#include "tiles/mlt_stream.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>

namespace tiles::mlt {

namespace {

using datasets::Value;
using Numbers = std::vector<std::uint64_t>;

/// What one property is in each feature; null where it is missing.
struct Property {
    std::string_view name{};
    std::vector<const Value*> cells{};
};

std::vector<Property> by_name(std::span<const MvtFeature> features)
{
    std::vector<Property> properties;
    std::unordered_map<std::string_view, std::size_t> index;
    for (std::size_t row = 0; row < features.size(); ++row) {
        std::size_t guess = 0; // features mostly have the same names in the same order
        for (const auto& [name, value] : features[row].properties) {
            if (guess >= properties.size() || properties[guess].name != name) {
                const auto [it, is_new] = index.try_emplace(name, properties.size());
                if (is_new) {
                    properties.push_back({name, std::vector<const Value*>(features.size())});
                }
                guess = it->second;
            }
            properties[guess++].cells[row] = &value;
        }
    }
    return properties;
}

constexpr double exact_in_double = 9007199254740992.0; // 2^53

/// A number that an integer can stand for in every reader.
bool is_whole(double value)
{
    return std::abs(value) <= exact_in_double && std::trunc(value) == value &&
           !(value == 0 && std::signbit(value));
}

bool is_float(double value)
{
    return !std::isfinite(value) || (std::abs(value) <= std::numeric_limits<float>::max() &&
                                     static_cast<double>(static_cast<float>(value)) == value);
}

/// Looks at all values of a column before its type is chosen.
struct Survey {
    bool booleans = false;
    bool numbers = false;
    bool text = false;
    bool whole = true;
    bool floats = true;
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    std::int64_t most = std::numeric_limits<std::int64_t>::min();

    void operator()(std::monostate /*missing*/) {}
    void operator()(bool /*value*/) { booleans = true; }
    void operator()(const std::string& /*value*/) { text = true; }
    void operator()(std::int64_t value)
    {
        numbers = true;
        least = std::min(least, value);
        most = std::max(most, value);
        floats = floats && is_float(static_cast<double>(value)) &&
                 std::abs(static_cast<double>(value)) < exact_in_double;
    }
    void operator()(double value)
    {
        if (is_whole(value)) {
            (*this)(static_cast<std::int64_t>(value));
            return;
        }
        numbers = true;
        whole = false;
        floats = floats && is_float(value);
    }
};

ColumnType type_of(const Survey& survey)
{
    if (survey.text || (survey.booleans && survey.numbers)) {
        return ColumnType::string;
    }
    if (survey.booleans) {
        return ColumnType::boolean;
    }
    if (!survey.whole) {
        return survey.floats ? ColumnType::float32 : ColumnType::float64;
    }
    using Limits32 = std::numeric_limits<std::int32_t>;
    if (survey.least >= 0 && survey.most <= std::numeric_limits<std::uint32_t>::max()) {
        return ColumnType::uint32;
    }
    if (survey.least >= Limits32::min() && survey.most <= Limits32::max()) {
        return ColumnType::int32;
    }
    constexpr auto exact = static_cast<std::int64_t>(exact_in_double);
    return survey.least >= -exact && survey.most <= exact ? ColumnType::float64 : ColumnType::int64;
}

std::vector<const Value*> present(const Property& property)
{
    std::vector<const Value*> values;
    std::ranges::copy_if(property.cells, std::back_inserter(values),
                         [](const Value* v) { return v != nullptr; });
    return values;
}

std::uint64_t integer(const Value& value)
{
    const auto* const whole = std::get_if<std::int64_t>(&value);
    return static_cast<std::uint64_t>(whole != nullptr ? *whole
                                                       : static_cast<std::int64_t>(std::get<double>(value)));
}

double number(const Value& value)
{
    const auto* const whole = std::get_if<std::int64_t>(&value);
    return whole != nullptr ? static_cast<double>(*whole) : std::get<double>(value);
}

std::string text(const Value& value)
{
    struct Words {
        std::string operator()(std::monostate /*missing*/) const { return {}; }
        std::string operator()(bool v) const { return v ? "true" : "false"; }
        std::string operator()(std::int64_t v) const { return fmt::format("{}", v); }
        std::string operator()(double v) const { return fmt::format("{}", v); }
        std::string operator()(const std::string& v) const { return v; }
    };
    return std::visit(Words{}, value);
}

void add_present(std::string& out, const Property& property)
{
    std::vector<bool> bits;
    bits.reserve(property.cells.size());
    for (const Value* cell : property.cells) {
        bits.push_back(cell != nullptr);
    }
    add_booleans(out, StreamType::present, bits);
}

/// Lengths and bytes of all values.
std::string plain_text(std::span<const std::string> values)
{
    Numbers lengths;
    std::string bytes;
    for (const std::string& value : values) {
        lengths.push_back(value.size());
        bytes += value;
    }
    std::string streams;
    add_integers(streams, StreamType::length_string, Word::uint32, lengths);
    add_bytes(streams, StreamType::data, bytes, values.size());
    return streams;
}

/// Lengths and bytes of each different value, between them which one each feature has.
std::string text_by_dictionary(std::span<const std::string> values)
{
    std::unordered_map<std::string_view, std::uint64_t> index;
    Numbers lengths;
    Numbers offsets;
    std::string bytes;
    for (const std::string& value : values) {
        const auto [it, is_new] = index.try_emplace(value, index.size());
        if (is_new) {
            lengths.push_back(value.size());
            bytes += value;
        }
        offsets.push_back(it->second);
    }
    std::string streams;
    add_integers(streams, StreamType::length_dictionary, Word::uint32, lengths);
    add_integers(streams, StreamType::offset_string, Word::uint32, offsets);
    add_bytes(streams, StreamType::data_dictionary, bytes, lengths.size());
    return streams;
}

std::string text_streams(std::span<const Value* const> values, std::string present_stream)
{
    std::vector<std::string> words;
    words.reserve(values.size());
    for (const Value* value : values) {
        words.push_back(text(*value));
    }
    const std::string plain = plain_text(words);
    const std::string dictionary = text_by_dictionary(words);
    const bool smaller = dictionary.size() < plain.size();
    const int streams = (smaller ? 3 : 2) + (present_stream.empty() ? 0 : 1);
    return static_cast<char>(streams) + std::move(present_stream) + (smaller ? dictionary : plain);
}

std::string data_streams(ColumnType type, std::span<const Value* const> values)
{
    std::string out;
    const auto integers = [&](Word word) {
        Numbers numbers;
        for (const Value* value : values) {
            numbers.push_back(integer(*value));
        }
        add_integers(out, StreamType::data, word, numbers);
    };
    switch (type) {
    case ColumnType::boolean: {
        std::vector<bool> bits;
        for (const Value* value : values) {
            bits.push_back(std::get<bool>(*value));
        }
        add_booleans(out, StreamType::data, bits);
        break;
    }
    case ColumnType::float32: {
        std::vector<float> floats;
        for (const Value* value : values) {
            floats.push_back(static_cast<float>(number(*value)));
        }
        add_floats(out, floats);
        break;
    }
    case ColumnType::float64: {
        std::vector<double> doubles;
        for (const Value* value : values) {
            doubles.push_back(number(*value));
        }
        add_doubles(out, doubles);
        break;
    }
    case ColumnType::uint32:
        integers(Word::uint32);
        break;
    case ColumnType::int32:
        integers(Word::int32);
        break;
    default:
        integers(Word::int64);
    }
    return out;
}

Column column_of(const Property& property)
{
    Survey survey;
    for (const Value* cell : property.cells) {
        if (cell != nullptr) {
            std::visit(survey, *cell);
        }
    }
    const auto values = present(property);
    const bool all = values.size() == property.cells.size();
    const ColumnType type = type_of(survey);
    Column column{static_cast<std::uint8_t>(static_cast<unsigned>(type) + (all ? 0U : 1U)),
                  std::string{property.name},
                  {}};
    std::string present_stream;
    if (!all) {
        add_present(present_stream, property);
    }
    column.data = type == ColumnType::string ? text_streams(values, std::move(present_stream))
                                             : present_stream + data_streams(type, values);
    return column;
}

} // namespace

std::optional<Column> id_column(std::span<const MvtFeature> features)
{
    Numbers ids;
    std::vector<bool> bits;
    for (const MvtFeature& feature : features) {
        bits.push_back(feature.id.has_value());
        if (feature.id) {
            ids.push_back(*feature.id);
        }
    }
    if (ids.empty()) {
        return std::nullopt;
    }
    const bool all = ids.size() == features.size();
    const bool narrow = *std::ranges::max_element(ids) <= std::numeric_limits<std::uint32_t>::max();
    Column column;
    column.type = static_cast<std::uint8_t>(
        static_cast<unsigned>(narrow ? ColumnType::id : ColumnType::long_id) + (all ? 0U : 1U));
    if (!all) {
        add_booleans(column.data, StreamType::present, bits);
    }
    add_integers(column.data, StreamType::data, narrow ? Word::uint32 : Word::uint64, ids);
    return column;
}

std::vector<Column> property_columns(std::span<const MvtFeature> features)
{
    std::vector<Column> columns;
    for (const Property& property : by_name(features)) {
        columns.push_back(column_of(property));
    }
    return columns;
}

} // namespace tiles::mlt
