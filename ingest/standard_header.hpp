#pragma once

#include "datasets/schema.hpp"
#include "ingest/standard_models.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ingest {

/// What differs from a standard, once for all rows that are alike.
struct StandardFinding {
    bool is_error = false; ///< else it is worth knowing: the standard lets it pass, or does not say
    std::string code{};    ///< such as column.misnamed
    std::string column{};  ///< as the standard calls it; empty if it knows no such column
    std::string found{};   ///< the file's header, or the first of its cells that differ
    datasets::LocalText detail{};
    std::int64_t count = 1;
    std::vector<std::int64_t> rows{}; ///< the first; none if it is about a column
};

/// Which column of a file holds what a standard wants, and what is to be said of it.
struct StandardHeader {
    std::vector<std::optional<std::size_t>> columns{}; ///< as the model's: where they stand in the file
    std::vector<StandardFinding> findings{};
};

/// Finds the model's columns in a file by name, then by names that differ only in width, kana, spaces or signs, by other names that
/// the standards and cities have for them, and at last by a slip of one letter (two in names of eight and more).
[[nodiscard]] StandardHeader match_header(const StandardModel& model,
                                          const std::vector<std::string>& columns);

} // namespace ingest
