#pragma once

#include "datasets/feature.hpp"
#include "datasets/manifest.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace ingest {

/// What was taken from a feature: the value of a field, or its position if `field` is empty.
struct Hidden {
    std::size_t feature = 0; ///< index
    std::string field{};
    bool was_missing = false; ///< there was no value, but what is said of its cell could tell it
};

/// Takes from the features what the manifest's minimum count forbids to publish, and says what.
///
/// Cells: of fewer features at one position than the threshold, within a group, the positions go.
///
/// Sums, total = parts (voters = men + women), within a group:
///
///     a part from 1 to n - 1        -> the row's parts go, all of them: else total minus the others would give it back
///     a part that is missing, and from 1 to n - 1 by the total and the others
///                                   -> likewise
///     a total from 1 to n - 1       -> the row's total goes too
///     parts of one row gone, or of rows that together have fewer than n
///                                   -> those of the next smallest row go too: else the group's sum minus the others would
///                                      give them back. Likewise totals.
///
/// With them goes what was derived of them: the mesh code and the counts of a position, the rate of a count.
///
/// Rows that were rejected are in nobody's table, but in the group's sum: the sum minus all others would give such a row's counts.
/// They count as hidden rows of any size, so at least one other row goes with them, with a count of n or more in each column.
/// In which group they belong may be what could not be read: so it is in every group.
///
/// Why a value went is not said, for that would tell too much. Rows of 0 hide nothing and are no cover. A group that is itself
/// below the threshold goes whole; who knows its sum from elsewhere cannot be helped.
[[nodiscard]] std::vector<Hidden> hide_small_counts(std::vector<datasets::Feature*> features,
                                                    const datasets::MinCount& rule,
                                                    const datasets::Schema& schema, bool rows_were_rejected);

} // namespace ingest
