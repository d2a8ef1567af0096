#pragma once

#include "api/filter_parameter.hpp"
#include "api/grouping.hpp"
#include "api/http.hpp"
#include "datasets/class_breaks.hpp"
#include "tiles/group_statistics.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace api {

/// What can be told of a group. `density`: rows a square kilometre.
enum class Measure { count, sum, mean, min, max, rate, density };

[[nodiscard]] std::string_view to_string(Measure measure);

/// The parameters of an aggregate as values.
struct AggregateQuestion {
    Grouping by{};
    FilterParameters rows{};
    std::optional<std::size_t> value{}; ///< fields, numbers all three
    std::optional<std::size_t> numerator{};
    std::optional<std::size_t> denominator{};      ///< a field of the collection …
    std::optional<std::size_t> area_denominator{}; ///< … or of the areas, once for each
    bool quantiles = false;
    std::optional<datasets::ClassMethod> classes{};
    std::size_t class_count = 5;
    Measure measure = Measure::count; ///< which classes are made of
};

/// Throws Problem (400) that names the parameter.
[[nodiscard]] AggregateQuestion aggregate_question(const Request& request, const Site& site,
                                                   const Snapshot& snapshot);

/// What tells the question from others of the same groups, and of the same features.
[[nodiscard]] std::string name_of(const AggregateQuestion& question);

/// The answer: sums for each group, small counts hidden as the manifest asks.
struct AggregateAnswer {
    std::shared_ptr<const tiles::RowGroups> groups{};
    std::shared_ptr<const tiles::GroupStatistics> statistics{};
    std::vector<double> breaks{}; ///< empty if there are no classes
};

/// Throws datasets::Overtime past the deadline.
[[nodiscard]] AggregateAnswer answer(const AggregateQuestion& question, const Snapshot& snapshot,
                                     const datasets::Deadline& deadline);

/// Cells of a mesh and values in which nothing lies are left out; an area in which nothing lies is told.
[[nodiscard]] bool is_told(const AggregateQuestion& question, const tiles::GroupSums& sums);

/// A measure of a group; nothing if it is hidden, or cannot be told: a mean of no values, a density of no area.
[[nodiscard]] std::optional<double> measure_of(Measure measure, const tiles::GroupSums& sums,
                                               std::optional<double> area_m2);

} // namespace api
