#pragma once

#include "datasets/feature.hpp"
#include "datasets/schema.hpp"
#include "tiles/distinct_texts.hpp"
#include "tiles/feature_index_format.hpp"

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <span>
#include <string>
#include <vector>

namespace tiles {

/// Gathers one field's values and lays them down as a column of features.index.
///
/// Texts, dates and truth values always go into a dictionary, numbers where they repeat enough for it to be worth it. A dictionary
/// is sorted, so numbers of values compare as the values do; and whatever is asked of a column is asked of each value once.
class ColumnBuilder {
public:
    /// What grows with the rows lies in `memory`.
    ColumnBuilder(datasets::FieldType type, std::pmr::memory_resource* memory);

    /// The next feature's value. Throws std::invalid_argument if it is not of the field's type.
    void add(const datasets::Value& value);

    /// Lays the column down; `order` says which of the added values goes to each row.
    void finish(std::span<const std::uint32_t> order);

    [[nodiscard]] datasets::FieldType type() const { return type_; }
    [[nodiscard]] index_format::Storage storage() const { return storage_; }

    /// Puts the arrays into the file; they stay here.
    void add_sections(index_format::Assembler& assembler, std::uint32_t column) const;

private:
    void finish_texts(std::span<const std::uint32_t> order);
    template <class Number>
    void finish_numbers(std::span<const std::uint32_t> order, std::pmr::vector<Number>& numbers,
                        std::pmr::vector<Number>& dictionary);
    void set_codes(std::size_t distinct, std::span<const std::uint32_t> codes);
    template <class Width>
    void narrow(std::span<const std::uint32_t> codes);
    [[nodiscard]] std::pmr::memory_resource* memory() const { return codes_.get_allocator().resource(); }

    datasets::FieldType type_;
    index_format::Storage storage_ = index_format::Storage::dictionary;
    // As added.
    DistinctTexts added_texts_;
    std::pmr::vector<std::uint32_t> added_codes_; ///< of texts and truth values
    std::pmr::vector<std::int64_t> integers_;     ///< then, after `finish`, by row; likewise the next two
    std::pmr::vector<double> numbers_;
    std::pmr::vector<std::uint64_t> known_;
    std::size_t count_ = 0;
    // As laid down.
    std::pmr::vector<std::byte> codes_;
    std::pmr::vector<std::int64_t> integer_dictionary_;
    std::pmr::vector<double> number_dictionary_;
    std::pmr::vector<std::uint32_t> text_offsets_;
    std::pmr::string texts_;
    std::pmr::vector<std::int64_t> first_seconds_;
    std::pmr::vector<std::int64_t> last_seconds_;
};

/// Seconds from 1970 of "2026-04-01T09:30:00", without regard to zones; a text that is no such second gives the least number.
[[nodiscard]] std::int64_t seconds_of(std::string_view second);

} // namespace tiles
