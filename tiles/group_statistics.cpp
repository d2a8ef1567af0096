#include "tiles/group_statistics.hpp"

#include "datasets/class_breaks.hpp"

#include <algorithm>
#include <numeric>

namespace tiles {

namespace {

void add_row(GroupSums& sums, const IndexedFeatures& index, std::size_t row, const Measures& measures)
{
    ++sums.count;
    if (row < index.located()) {
        for (const datasets::LonLat p : index.positions(row)) {
            sums.bbox.extend(p);
        }
    }
    if (measures.value != nullptr && !measures.value->is_missing(row)) {
        const double value = measures.value->number(row);
        ++sums.values;
        sums.sum += value;
        sums.min = std::min(sums.min, value);
        sums.max = std::max(sums.max, value);
    }
    const auto is_known = [&](const IndexColumn* column) {
        return column == nullptr || !column->is_missing(row);
    };
    if (measures.denominator != nullptr && is_known(measures.numerator) && is_known(measures.denominator)) {
        ++sums.rated;
        sums.numerator += measures.numerator == nullptr ? 1 : measures.numerator->number(row);
        sums.denominator += measures.denominator->number(row);
    }
}

std::array<double, 3> quantiles_of(std::vector<double>& values)
{
    std::ranges::sort(values);
    std::array<double, 3> quantiles{};
    for (std::size_t i = 0; i < quantiles.size(); ++i) {
        quantiles[i] = datasets::quantile_of(values, GroupSums::quantile_parts[i]);
    }
    return quantiles;
}

void add_quantiles(GroupStatistics& statistics, const RowGroups& groups, const Bitmap& selected,
                   const IndexColumn& column)
{
    std::vector<std::vector<double>> values(statistics.groups.size());
    std::vector<double> all;
    selected.for_each([&](std::size_t row) {
        if (!column.is_missing(row)) {
            all.push_back(column.number(row));
            if (groups.group_of_row[row] != RowGroups::none) {
                values[groups.group_of_row[row]].push_back(all.back());
            }
        }
    });
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!values[i].empty()) {
            statistics.groups[i].quantiles = quantiles_of(values[i]);
        }
    }
    if (!all.empty()) {
        statistics.total.quantiles = quantiles_of(all);
    }
}

} // namespace

GroupStatistics statistics_of(const IndexedFeatures& index, const RowGroups& groups, const Bitmap& selected,
                              const Measures& measures, const datasets::Deadline& deadline)
{
    datasets::Pace pace{deadline};
    GroupStatistics statistics;
    statistics.groups.resize(groups.groups.size());
    selected.for_each([&](std::size_t row) {
        pace.step();
        add_row(statistics.total, index, row, measures);
        const std::uint32_t group = groups.group_of_row[row];
        if (group == RowGroups::none) {
            ++statistics.ungrouped;
        } else {
            add_row(statistics.groups[group], index, row, measures);
        }
    });
    if (measures.quantiles && measures.value != nullptr) {
        add_quantiles(statistics, groups, selected, *measures.value);
    }
    return statistics;
}

void hide_small_groups(GroupStatistics& statistics, const GroupStatistics& all, std::size_t threshold)
{
    const auto is_small = [&](std::size_t count) { return count > 0 && count < threshold; };
    // Those in no group are told as a number too, so they count as one more.
    const std::size_t rest = statistics.groups.size();
    const auto count_of = [&](const GroupStatistics& of, std::size_t i) {
        return i == rest ? of.ungrouped : of.groups[i].count;
    };
    std::vector<std::size_t> told; // what is not hidden, smallest first; nought is no small count
    std::size_t hidden = 0, hidden_rows = 0, largest = 0;
    const auto hide = [&](std::size_t i) {
        if (i == rest) {
            statistics.ungrouped_suppressed = true;
        } else {
            statistics.groups[i].suppressed = true;
        }
        const std::size_t count = count_of(statistics, i);
        ++hidden;
        hidden_rows += count;
        largest = std::max(largest, count);
    };
    for (std::size_t i = 0; i <= rest; ++i) {
        const std::size_t count = count_of(statistics, i);
        if (is_small(count) || is_small(count_of(all, i) - count)) {
            hide(i);
        } else if (count > 0) {
            told.push_back(i);
        }
    }
    statistics.total.suppressed =
        is_small(statistics.total.count) || is_small(all.total.count - statistics.total.count);
    if (hidden == 0 || statistics.total.suppressed) {
        return;
    }
    const auto is_enough = [&] {
        return hidden >= 2 && largest >= threshold && hidden_rows >= threshold + hidden;
    };
    const auto size_of = [&](std::size_t i) { return count_of(statistics, i); };
    std::ranges::stable_sort(told, {}, size_of);
    for (auto next = told.begin(); next != told.end() && !is_enough();) {
        for (const std::size_t size = size_of(*next); next != told.end() && size_of(*next) == size; ++next) {
            hide(*next); // equal ones together, or their order would tell
        }
    }
    statistics.total.suppressed = !is_enough();
}

} // namespace tiles
