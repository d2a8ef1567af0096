#include "tiles/column_builder.hpp"

#include "datasets/time_interval.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <utility>

namespace tiles {

namespace {

using datasets::FieldType;
using index_format::Part;
using index_format::Storage;

constexpr std::uint32_t missing = 0xffffffffU;

bool is_number(FieldType type) { return type == FieldType::integer || type == FieldType::number; }
bool is_date(FieldType type) { return type == FieldType::date || type == FieldType::datetime; }

template <class T>
std::span<const std::byte> as_bytes(const std::pmr::vector<T>& values)
{
    return std::as_bytes(std::span{values});
}

/// Assigning an empty vector would keep the old one's block until it goes out of scope, or copy into it.
template <class T>
void give_back(std::pmr::vector<T>& vector)
{
    std::pmr::vector<T>{vector.get_allocator()}.swap(vector);
}

[[noreturn]] void refuse() { throw std::invalid_argument{"a value is not of its field's type"}; }

} // namespace

std::int64_t seconds_of(std::string_view second)
{
    using namespace std::chrono;
    constexpr auto none = std::numeric_limits<std::int64_t>::min();
    constexpr std::size_t length = 19; // 2026-04-01T09:30:00
    if (second.size() < length) {
        return none;
    }
    const auto part = [&](std::size_t at, std::size_t digits) {
        int number = -1;
        const auto [end, error] = std::from_chars(second.data() + at, second.data() + at + digits, number);
        return error == std::errc{} && end == second.data() + at + digits ? number : -1;
    };
    const int y = part(0, 4), mo = part(5, 2), d = part(8, 2), h = part(11, 2), mi = part(14, 2),
              s = part(17, 2);
    if (y < 0 || mo < 1 || mo > 12 || d < 1 || d > 31 || h < 0 || mi < 0 || s < 0) {
        return none;
    }
    // A 31st of June, as the end of an unknown day may be written, is the first of July here: order is all that matters.
    const sys_days month_begin = year_month_day{year{y}, month{static_cast<unsigned>(mo)}, day{1}};
    const auto moment = month_begin + days{d - 1} + hours{h} + minutes{mi} + seconds{s};
    return duration_cast<seconds>(moment.time_since_epoch()).count();
}

ColumnBuilder::ColumnBuilder(datasets::FieldType type, std::pmr::memory_resource* memory)
    : type_{type},
      added_texts_{memory},
      added_codes_{memory},
      integers_{memory},
      numbers_{memory},
      known_{memory},
      codes_{memory},
      integer_dictionary_{memory},
      number_dictionary_{memory},
      text_offsets_{memory},
      texts_{memory},
      first_seconds_{memory},
      last_seconds_{memory}
{
}

void ColumnBuilder::add(const datasets::Value& value)
{
    if (is_number(type_)) {
        if (count_ % 64 == 0) {
            known_.push_back(0);
        }
        const auto* whole = std::get_if<std::int64_t>(&value);
        const auto* real = std::get_if<double>(&value);
        const bool fits =
            type_ == FieldType::integer ? whole != nullptr : whole != nullptr || real != nullptr;
        if (!fits && !datasets::is_missing(value)) {
            refuse();
        }
        // What is no number in JSON is not known in tiles either.
        if (fits && (real == nullptr || std::isfinite(*real))) {
            known_.back() |= std::uint64_t{1} << (count_ % 64);
        }
        if (type_ == FieldType::integer) {
            integers_.push_back(whole != nullptr ? *whole : 0);
        } else {
            numbers_.push_back(real != nullptr ? *real : whole != nullptr ? static_cast<double>(*whole) : 0);
        }
    } else if (type_ == FieldType::boolean) {
        const auto* truth = std::get_if<bool>(&value);
        if (truth == nullptr && !datasets::is_missing(value)) {
            refuse();
        }
        added_codes_.push_back(truth == nullptr ? missing : *truth ? 1 : 0);
    } else {
        const auto* text = std::get_if<std::string>(&value);
        if (text == nullptr && !datasets::is_missing(value)) {
            refuse();
        }
        added_codes_.push_back(text == nullptr ? missing : added_texts_.number(*text));
    }
    ++count_;
}

void ColumnBuilder::finish(std::span<const std::uint32_t> order)
{
    if (type_ == FieldType::integer) {
        finish_numbers(order, integers_, integer_dictionary_);
    } else if (type_ == FieldType::number) {
        finish_numbers(order, numbers_, number_dictionary_);
    } else if (type_ == FieldType::boolean) {
        std::pmr::vector<std::uint32_t> codes{memory()};
        for (const std::uint32_t from : order) {
            codes.push_back(std::min(added_codes_[from], 2U));
        }
        set_codes(2, codes);
    } else {
        finish_texts(order);
    }
}

void ColumnBuilder::finish_texts(std::span<const std::uint32_t> order)
{
    std::pmr::vector<std::uint32_t> sorted(added_texts_.size(), memory());
    std::iota(sorted.begin(), sorted.end(), 0U);
    std::ranges::sort(sorted, {}, [&](std::uint32_t code) { return added_texts_.at(code); });
    std::pmr::vector<std::uint32_t> rank(sorted.size(), memory());
    text_offsets_.push_back(0);
    for (std::uint32_t i = 0; i < sorted.size(); ++i) {
        const std::string_view text = added_texts_.at(sorted[i]);
        rank[sorted[i]] = i;
        texts_ += text;
        if (texts_.size() > missing) {
            throw std::length_error{"a feature index holds at most 4 GiB of text a field"};
        }
        text_offsets_.push_back(static_cast<std::uint32_t>(texts_.size()));
        if (is_date(type_)) {
            first_seconds_.push_back(seconds_of(datasets::first_second(text)));
            last_seconds_.push_back(seconds_of(datasets::last_second(text)));
        }
    }
    std::pmr::vector<std::uint32_t> codes{memory()};
    codes.reserve(order.size());
    for (const std::uint32_t from : order) {
        const std::uint32_t code = added_codes_[from];
        codes.push_back(code == missing ? static_cast<std::uint32_t>(sorted.size()) : rank[code]);
    }
    set_codes(sorted.size(), codes);
    added_texts_.clear();
    give_back(added_codes_);
}

template <class Number>
void ColumnBuilder::finish_numbers(std::span<const std::uint32_t> order, std::pmr::vector<Number>& numbers,
                                   std::pmr::vector<Number>& dictionary)
{
    std::pmr::vector<Number> by_row(order.size(), memory());
    std::pmr::vector<std::uint64_t> known((order.size() + 63) / 64, memory());
    for (std::size_t row = 0; row < order.size(); ++row) {
        const std::size_t from = order[row];
        if ((known_[from / 64] >> (from % 64) & 1) != 0) {
            known[row / 64] |= std::uint64_t{1} << (row % 64);
            by_row[row] = numbers[from];
            dictionary.push_back(numbers[from]);
        }
    }
    std::ranges::sort(dictionary);
    dictionary.erase(std::unique(dictionary.begin(), dictionary.end()), dictionary.end());
    known_ = std::move(known);
    numbers = std::move(by_row);
    constexpr std::size_t most = 0xffff; // a code of two bytes instead of a value of eight
    constexpr std::size_t repeated = 4;
    if (dictionary.size() >= most ||
        (dictionary.size() > 255 && dictionary.size() * repeated > order.size())) {
        storage_ = Storage::plain;
        give_back(dictionary);
        return;
    }
    std::pmr::vector<std::uint32_t> codes(order.size(), static_cast<std::uint32_t>(dictionary.size()),
                                          memory());
    for (std::size_t row = 0; row < order.size(); ++row) {
        if ((known_[row / 64] >> (row % 64) & 1) != 0) {
            codes[row] = static_cast<std::uint32_t>(std::ranges::lower_bound(dictionary, numbers[row]) -
                                                    dictionary.begin());
        }
    }
    set_codes(dictionary.size(), codes);
    give_back(numbers);
    give_back(known_);
}

template <class Width>
void ColumnBuilder::narrow(std::span<const std::uint32_t> codes)
{
    codes_.resize(codes.size() * sizeof(Width));
    for (std::size_t i = 0; i < codes.size(); ++i) {
        const auto code = static_cast<Width>(codes[i]);
        std::memcpy(codes_.data() + i * sizeof(Width), &code, sizeof(Width));
    }
}

void ColumnBuilder::set_codes(std::size_t distinct, std::span<const std::uint32_t> codes)
{
    if (distinct <= 0xff) {
        narrow<std::uint8_t>(codes);
    } else if (distinct <= 0xffff) {
        narrow<std::uint16_t>(codes);
    } else {
        narrow<std::uint32_t>(codes);
    }
}

void ColumnBuilder::add_sections(index_format::Assembler& assembler, std::uint32_t column) const
{
    if (storage_ == Storage::plain) {
        assembler.add(Part::values, column,
                      type_ == FieldType::integer ? as_bytes(integers_) : as_bytes(numbers_));
        assembler.add(Part::known, column, as_bytes(known_));
        return;
    }
    assembler.add(Part::codes, column, codes_);
    if (type_ == FieldType::integer) {
        assembler.add(Part::dictionary, column, as_bytes(integer_dictionary_));
    } else if (type_ == FieldType::number) {
        assembler.add(Part::dictionary, column, as_bytes(number_dictionary_));
    } else if (type_ != FieldType::boolean) {
        assembler.add(Part::dictionary, column, as_bytes(text_offsets_));
        assembler.add(Part::dictionary_texts, column, std::as_bytes(std::span{texts_}));
        if (is_date(type_)) {
            assembler.add(Part::first_seconds, column, as_bytes(first_seconds_));
            assembler.add(Part::last_seconds, column, as_bytes(last_seconds_));
        }
    }
}

} // namespace tiles
