#pragma once

#include "datasets/bbox.hpp"
#include "datasets/deadline.hpp"
#include "tiles/bitmap.hpp"
#include "tiles/feature_index.hpp"
#include "tiles/row_groups.hpp"

#include <array>
#include <cstddef>
#include <limits>
#include <optional>
#include <vector>

namespace tiles {

/// What is counted of each group, beside its rows. Columns are of integers or numbers.
struct Measures {
    const IndexColumn* value = nullptr;
    const IndexColumn* numerator = nullptr; ///< without it, each row counts 1
    const IndexColumn* denominator = nullptr;
    bool quantiles = false;
};

/// Sums over the selected rows of a group.
struct GroupSums {
    static constexpr std::array<double, 3> quantile_parts{0.25, 0.5, 0.75};

    std::size_t count = 0;
    std::size_t values = 0; ///< rows whose value is known; of these are …
    double sum = 0;
    double min = std::numeric_limits<double>::infinity();
    double max = -std::numeric_limits<double>::infinity();
    std::optional<std::array<double, 3>> quantiles{};
    std::size_t rated = 0; ///< rows whose numerator and denominator are known; of these are …
    double numerator = 0;
    double denominator = 0;
    datasets::BBox bbox{};   ///< of the selected rows' positions
    bool suppressed = false; ///< too small a count to be told, or what would give one away
};

struct GroupStatistics {
    std::vector<GroupSums> groups{}; ///< as RowGroups has them
    GroupSums total{};               ///< all selected rows, in a group or not
    std::size_t ungrouped = 0;
    bool ungrouped_suppressed = false;
};

/// Throws datasets::Overtime past the deadline.
[[nodiscard]] GroupStatistics statistics_of(const IndexedFeatures& index, const RowGroups& groups,
                                            const Bitmap& selected, const Measures& measures,
                                            const datasets::Deadline& deadline = {});

/// Hides small counts, as the manifest's minimum count asks: a group of 1 to `threshold` - 1 rows; one that a filter leaves so few
/// rows out of that the difference to all of it tells them; and, since the total is known, the next smallest groups too, equal
/// ones together, until what is hidden is of at least two groups, one of them not small, with `threshold` rows more than groups. A
/// test tries all small tables: whoever knows the rule and all that is told cannot tell a hidden small count. Where nothing is left
/// to hide behind, the total goes too. `all`: the same groups without a filter.
void hide_small_groups(GroupStatistics& statistics, const GroupStatistics& all, std::size_t threshold);

} // namespace tiles
