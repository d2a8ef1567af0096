#pragma once

#include "datasets/schema.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <unordered_set>

namespace ingest {

/// What all values of one column have in common, found by being shown each of them once.
class ColumnProfile {
public:
    void add(std::string_view cell);

    [[nodiscard]] std::int64_t filled() const { return filled_; }
    [[nodiscard]] bool never_empty() const { return empty_ == 0 && filled_ > 0; }
    /// Every row has a value and no two have the same one, as far as what is compared after folding its width.
    [[nodiscard]] bool is_unique() const { return never_empty() && !repeated_; }
    [[nodiscard]] std::size_t longest() const { return longest_; } ///< in bytes

    /// The narrowest type that every value can be read as without losing anything: 007, 12人 and numbers of more than 15 digits
    /// stay text, words that mean "no value" (－, 無投票) stand in any column.
    [[nodiscard]] datasets::FieldType type() const;

private:
    enum Fit : std::size_t { integer, number, date, boolean, fit_count };

    std::int64_t filled_ = 0;
    std::int64_t empty_ = 0;
    std::int64_t values_ = 0; ///< filled with more than a word for "no value"
    std::size_t longest_ = 0;
    std::array<bool, fit_count> fits_{true, true, true, true};
    bool has_time_ = false;
    bool repeated_ = false;
    std::unordered_set<std::size_t> seen_{}; ///< hashes; given up at the first that comes again
};

} // namespace ingest
