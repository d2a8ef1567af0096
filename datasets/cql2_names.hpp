#pragma once

#include "datasets/cql2.hpp"

#include <optional>
#include <string_view>

namespace datasets {

/// How CQL2 writes an operator: in text (`IS NULL`, `T_FINISHEDBY`) and in JSON (`isNull`, `t_finishedBy`).
struct OpName {
    Op op = Op::and_;
    std::string_view text{};
    std::string_view json{};
    int arguments = 2; ///< -1: any number
};

[[nodiscard]] const OpName& name_of(Op op);
[[nodiscard]] std::optional<Op> op_from_json(std::string_view name);
/// Operators written as functions: `S_INTERSECTS(…)`, `CASEI(…)`; without regard to case.
[[nodiscard]] std::optional<Op> op_from_text_function(std::string_view name);

[[nodiscard]] constexpr bool is_spatial(Op op) { return op >= Op::s_intersects && op <= Op::s_contains; }
[[nodiscard]] constexpr bool is_temporal(Op op) { return op >= Op::t_after && op <= Op::t_starts; }
[[nodiscard]] constexpr bool is_comparison(Op op) { return op >= Op::equal && op <= Op::greater_equal; }
/// Our own functions, beside the standard's (its requirements class "functions").
[[nodiscard]] constexpr bool is_part_of_time(Op op) { return op == Op::weekday || op == Op::hour; }
[[nodiscard]] constexpr bool is_arithmetic(Op op) { return op >= Op::add && op <= Op::power; }

/// "a number", for messages.
[[nodiscard]] std::string_view describe(Kind kind);

[[nodiscard]] bool equals_ignoring_ascii_case(std::string_view a, std::string_view b);

} // namespace datasets
