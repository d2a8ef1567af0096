#include "tiles/index_column.hpp"

#include <algorithm>
#include <utility>

namespace tiles {

using datasets::FieldType;
using datasets::Value;
using index_format::Part;
using index_format::Sections;

namespace {

bool is_date(FieldType type) { return type == FieldType::date || type == FieldType::datetime; }

template <class Width>
std::span<const Width> read_codes(const Sections& file, std::uint32_t number, std::size_t distinct)
{
    const auto codes = file.array<Width>(Part::codes, number, file.header().rows);
    Sections::check(std::ranges::all_of(codes, [&](Width code) { return code <= distinct; }), Part::codes,
                    number, "has a number that is not in the dictionary");
    return codes;
}

} // namespace

IndexColumn::IndexColumn(const Sections& file, std::uint32_t number, std::string name, FieldType type,
                         index_format::Storage storage)
    : name_{std::move(name)}, type_{type}, storage_{storage}
{
    if (in_dictionary()) {
        read_dictionary(file, number);
    } else {
        read_plain(file, number);
    }
}

void IndexColumn::read_dictionary(const Sections& file, std::uint32_t number)
{
    switch (type_) {
    case FieldType::boolean:
        distinct_ = 2;
        break;
    case FieldType::integer:
        integers_ = file.array<std::int64_t>(Part::dictionary, number);
        distinct_ = integers_.size();
        break;
    case FieldType::number:
        numbers_ = file.array<double>(Part::dictionary, number);
        distinct_ = numbers_.size();
        break;
    case FieldType::text:
    case FieldType::date:
    case FieldType::datetime: {
        const auto raw = file.bytes(Part::dictionary_texts, number);
        texts_ = {reinterpret_cast<const char*>(raw.data()), raw.size()};
        const auto offsets = file.array<std::uint32_t>(Part::dictionary, number).size();
        Sections::check(offsets > 0, Part::dictionary, number, "is cut short");
        distinct_ = offsets - 1;
        text_offsets_ = file.offsets(Part::dictionary, number, distinct_, texts_.size());
        break;
    }
    }
    Sections::check(distinct_ < 0xffffffffU, Part::dictionary, number, "is too long");
    if (is_date(type_)) {
        first_seconds_ = file.array<std::int64_t>(Part::first_seconds, number, distinct_);
        last_seconds_ = file.array<std::int64_t>(Part::last_seconds, number, distinct_);
    }
    if (distinct_ <= 0xff) {
        codes_ = read_codes<std::uint8_t>(file, number, distinct_);
    } else if (distinct_ <= 0xffff) {
        codes_ = read_codes<std::uint16_t>(file, number, distinct_);
    } else {
        codes_ = read_codes<std::uint32_t>(file, number, distinct_);
    }
}

void IndexColumn::read_plain(const Sections& file, std::uint32_t number)
{
    const bool is_number = type_ == FieldType::integer || type_ == FieldType::number;
    Sections::check(is_number, Part::schema, number, "says that texts are kept as numbers");
    const std::uint64_t rows = file.header().rows;
    if (type_ == FieldType::integer) {
        integers_ = file.array<std::int64_t>(Part::values, number, rows);
    } else {
        numbers_ = file.array<double>(Part::values, number, rows);
    }
    known_ = file.array<std::uint64_t>(Part::known, number, (rows + 63) / 64);
}

std::uint32_t IndexColumn::code(std::size_t row) const
{
    return std::visit([&](const auto& codes) { return std::uint32_t{codes[row]}; }, codes_);
}

bool IndexColumn::is_missing(std::size_t row) const
{
    return in_dictionary() ? code(row) == distinct_ : (known_[row / 64] >> (row % 64) & 1) == 0;
}

Value IndexColumn::value(std::size_t row) const
{
    if (in_dictionary()) {
        return value_of(code(row));
    }
    if (is_missing(row)) {
        return std::monostate{};
    }
    return type_ == FieldType::integer ? Value{integers_[row]} : Value{numbers_[row]};
}

double IndexColumn::number(std::size_t row) const
{
    const std::size_t at = in_dictionary() ? code(row) : row;
    return type_ == FieldType::integer ? static_cast<double>(integers_[at]) : numbers_[at];
}

Value IndexColumn::value_of(std::size_t code) const
{
    if (code >= distinct_) {
        return std::monostate{};
    }
    switch (type_) {
    case FieldType::boolean:
        return code == 1;
    case FieldType::integer:
        return integers_[code];
    case FieldType::number:
        return numbers_[code];
    case FieldType::text:
    case FieldType::date:
    case FieldType::datetime:
        break;
    }
    return std::string{text_of(code)};
}

std::string_view IndexColumn::text_of(std::size_t code) const
{
    return texts_.substr(text_offsets_[code], text_offsets_[code + 1] - text_offsets_[code]);
}

} // namespace tiles
