#pragma once

#include "datasets/cql2.hpp"
#include "datasets/cql2_literals.hpp"
#include "datasets/cql2_scanner.hpp"

#include <optional>
#include <string_view>

namespace datasets {

/// A geometry in well-known text, `POLYGON((135.3 34.7, …))`, or `BBOX(…)`, of which the first word has just been taken. Nothing, and
/// nothing more is taken, if it is none or no parenthesis follows: then it is the name of a property.
[[nodiscard]] std::optional<Shape> read_shape(std::string_view word, Cql2Scanner& scanner,
                                              FilterBudget& budget, const ToLonLat& to_lonlat);

} // namespace datasets
