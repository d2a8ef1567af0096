#pragma once

#include "datasets/schema.hpp"
#include "ingest/personal_columns.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>

namespace ingest {

/// The first values of a column that differ, to tell quickly that a value came before. Codes and yes or no fill most columns of
/// most tables: nearly every value came before.
class KnownValues {
public:
    /// True if the value was given here before and is remembered; else it is, while there is room.
    [[nodiscard]] bool came_before(std::string_view value);

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    std::unordered_set<std::string, Hash, std::equal_to<>> values_{};
    std::size_t asked_ = 0;
    std::size_t found_ = 0;
};

/// What all values of one column have in common, found by being shown each of them once.
class ColumnProfile {
public:
    void add(std::string_view cell);

    [[nodiscard]] std::int64_t filled() const { return filled_; }
    [[nodiscard]] bool never_empty() const { return empty_ == 0 && filled_ > 0; }
    /// Every row has a value and no two have the same one, as far as what is compared after folding its width.
    [[nodiscard]] bool is_unique() const { return never_empty() && !repeated_; }
    [[nodiscard]] std::size_t longest() const { return longest_; }   ///< in bytes
    [[nodiscard]] std::size_t shortest() const { return shortest_; } ///< in bytes, of those that are filled

    /// The narrowest type that every value can be read as without losing anything: 007, 3番地 and numbers of more than 15 digits
    /// stay text, words that mean "no value" (－, 無投票) stand in any column.
    [[nodiscard]] datasets::FieldType type() const;

    /// What stands behind every number, such as 人; empty if nothing does, or not the same.
    [[nodiscard]] const std::string& unit() const { return unit_; }
    /// Nothing but 1 and 0, which may be counts or mean yes and no.
    [[nodiscard]] bool is_ones_and_zeros() const { return filled_ > 0 && ones_and_zeros_; }
    /// Nothing but 1, ○ or another word for yes: what is empty must mean no.
    [[nodiscard]] bool says_only_yes() const { return filled_ > 0 && only_yes_ && empty_ > 0; }
    /// Days without an era, such as 21.4.19, which are no dates until somebody says of which era they are.
    [[nodiscard]] bool lacks_an_era() const { return filled_ > 0 && lacks_era_; }
    /// The first kind of persons' data that a value showed.
    [[nodiscard]] std::optional<PersonalKind> personal() const { return personal_; }

private:
    enum Fit : std::size_t { integer, number, date, boolean, fit_count };

    /// Looks at one value; to look at the same one again would change nothing.
    void look(std::string_view text);
    void add_number(std::string_view text, std::string_view folded);
    void add_date(std::string_view text);

    std::int64_t filled_ = 0;
    std::int64_t empty_ = 0;
    std::int64_t values_ = 0; ///< filled with more than a word for "no value"
    std::size_t longest_ = 0;
    std::size_t shortest_ = 0;
    std::array<bool, fit_count> fits_{true, true, true, true};
    std::string unit_{};
    bool has_time_ = false;
    bool ones_and_zeros_ = true;
    bool only_yes_ = true;
    bool lacks_era_ = true;
    std::optional<PersonalKind> personal_{};
    bool repeated_ = false;
    std::unordered_set<std::size_t> seen_{}; ///< hashes; given up at the first that comes again
    KnownValues known_{};
};

} // namespace ingest
