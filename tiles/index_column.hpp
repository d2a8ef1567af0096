#pragma once

#include "datasets/feature.hpp"
#include "datasets/schema.hpp"
#include "tiles/feature_index_format.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace tiles {

/// For each row the number of its value in the dictionary, as wide as need be.
using Codes = std::variant<std::span<const std::uint8_t>, std::span<const std::uint16_t>,
                           std::span<const std::uint32_t>>;

/// One field of all rows, in the mapped file. How a column keeps its values is told in column_builder.hpp.
class IndexColumn {
public:
    /// Throws datasets::FormatError if the sections do not make a column.
    IndexColumn(const index_format::Sections& file, std::uint32_t number, std::string name,
                datasets::FieldType type, index_format::Storage storage);

    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] datasets::FieldType type() const { return type_; }
    [[nodiscard]] bool in_dictionary() const { return storage_ == index_format::Storage::dictionary; }

    [[nodiscard]] datasets::Value value(std::size_t row) const;
    [[nodiscard]] bool is_missing(std::size_t row) const;
    /// Of integer and number columns: the value as a double. The row must have one.
    [[nodiscard]] double number(std::size_t row) const;

    // Of a column in a dictionary.
    [[nodiscard]] std::size_t distinct() const { return distinct_; }
    [[nodiscard]] const Codes& codes() const { return codes_; }
    [[nodiscard]] std::uint32_t code(std::size_t row) const;        ///< `distinct()`: the row has no value
    [[nodiscard]] datasets::Value value_of(std::size_t code) const; ///< of `distinct()`: missing
    [[nodiscard]] std::string_view text_of(std::size_t code) const; ///< of texts and dates
    [[nodiscard]] std::span<const std::int64_t> first_seconds() const { return first_seconds_; }
    [[nodiscard]] std::span<const std::int64_t> last_seconds() const { return last_seconds_; }

    // Of a plain column: one of the two has a number for each row, which says nothing where `known` has no bit.
    [[nodiscard]] std::span<const std::int64_t> integers() const { return integers_; }
    [[nodiscard]] std::span<const double> numbers() const { return numbers_; }
    [[nodiscard]] std::span<const std::uint64_t> known() const { return known_; }

private:
    void read_dictionary(const index_format::Sections& file, std::uint32_t number);
    void read_plain(const index_format::Sections& file, std::uint32_t number);

    std::string name_;
    datasets::FieldType type_;
    index_format::Storage storage_;
    std::size_t distinct_ = 0;
    Codes codes_{};
    std::span<const std::uint32_t> text_offsets_{};
    std::string_view texts_{};
    std::span<const std::int64_t> integers_{}; ///< the dictionary, or the rows
    std::span<const double> numbers_{};
    std::span<const std::int64_t> first_seconds_{};
    std::span<const std::int64_t> last_seconds_{};
    std::span<const std::uint64_t> known_{};
};

} // namespace tiles
