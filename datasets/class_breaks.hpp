#pragma once

#include "datasets/deadline.hpp"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace datasets {

enum class ClassMethod { quantile, equal, jenks };

[[nodiscard]] std::optional<ClassMethod> class_method_from(std::string_view name);
[[nodiscard]] std::string_view to_string(ClassMethod method);

/// Where a map's classes part: rising values, each of which begins a class, one fewer than there are classes. There are fewer than
/// `classes` if there are not enough different values. `values` need no order; none may be a NaN.
///
///   quantile   as many values in each class, as far as equal ones stay together
///   equal      classes as wide as each other
///   jenks      the least variance within classes (Fisher 1958): exact, not a sample. Throws Overtime past the deadline
[[nodiscard]] std::vector<double> class_breaks(std::vector<double> values, ClassMethod method,
                                               std::size_t classes, const Deadline& deadline = {});

/// The value below which that part (0 to 1) of the sorted values lies, between two of them in proportion.
[[nodiscard]] double quantile_of(const std::vector<double>& sorted, double part);

} // namespace datasets
