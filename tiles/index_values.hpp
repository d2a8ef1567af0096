#pragma once

#include "datasets/cql2.hpp"
#include "datasets/deadline.hpp"
#include "tiles/index_column.hpp"
#include "tiles/truth_map.hpp"

#include <cstddef>
#include <optional>
#include <span>

namespace tiles {

/// A part of a filter that asks one field, which is in a dictionary: the reference is asked of each value once, "missing" too, and
/// its answer looked up for each row. Of the rows among which it is not asked it may say anything; of few rows, only their values
/// are asked. Throws datasets::Overtime past the deadline.
[[nodiscard]] TruthMap truth_by_value(std::span<const IndexColumn> columns, std::size_t field,
                                      const datasets::Filter& filter, const Bitmap& among,
                                      const datasets::Deadline& deadline = {});

/// `column < 3` and the like over a plain column, likewise; nothing if it is something else. Numbers beyond 2^53 are left to the
/// reference, as a double does not tell them apart.
[[nodiscard]] std::optional<TruthMap>
truth_by_number(const IndexColumn& column, const datasets::Expression& expression, const Bitmap& among);

} // namespace tiles
