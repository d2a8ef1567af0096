#pragma once

#include "ingest/draft.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace ingest {

/// Looks for columns that together tell all rows apart, where no single one does: police station, case number and moment,
/// district and number of the board. Remembers a hash of each value of the first columns that are headed like numbers, codes or
/// names, and of the first date that stands in several columns.
class KeyFinder {
public:
    explicit KeyFinder(const std::vector<std::string>& columns);

    void add(const SourceRow& row);

    /// Names of the fields, in the order of the columns; empty if none are unique. A single column comes first: numbers and
    /// codes before names. Private fields, gaps, and texts too long to stand in a URL make no key.
    [[nodiscard]] std::vector<std::string> best(const std::vector<DraftField>& fields) const;

private:
    /// A column, or several that hold one date.
    struct Candidate {
        std::vector<std::size_t> columns{};
        std::vector<std::string> headers{};
        std::vector<std::size_t> hashes{}; ///< of each row
    };
    class Trial;

    void add_candidate(const std::vector<std::string>& columns, std::size_t first, std::size_t count);
    [[nodiscard]] std::vector<std::string> together(const std::vector<DraftField>& fields) const;

    std::vector<Candidate> candidates_{};
    bool given_up_ = false; ///< too many rows to remember
};

} // namespace ingest
