#pragma once

#include "datasets/cql2.hpp"

#include <string_view>

namespace datasets {

/// Dates and times in ISO 8601, compared as far as both are told: negative, 0 or positive.
[[nodiscard]] int compare_instants(std::string_view a, std::string_view b);

/// An end of an interval; `open` is -1 before everything, 1 after everything, else 0.
struct SpanEnd {
    std::string_view instant{};
    int open = 0;
};

/// A stretch of time as a filter names it; an instant is one that ends where it begins.
struct Span {
    SpanEnd begin{};
    SpanEnd end{};
};

/// How two stretches of time lie to each other, by the table of temporal functions of CQL2 (OGC 21-065r2, 7.8.1). `op` is a temporal
/// one.
[[nodiscard]] bool holds(Op op, const Span& a, const Span& b);

} // namespace datasets
