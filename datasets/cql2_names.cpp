#include "datasets/cql2_names.hpp"

#include <algorithm>
#include <array>

namespace datasets {

namespace {

constexpr std::array names{
    OpName{Op::and_, "AND", "and", -1},
    OpName{Op::or_, "OR", "or", -1},
    OpName{Op::not_, "NOT", "not", 1},
    OpName{Op::equal, "=", "=", 2},
    OpName{Op::not_equal, "<>", "<>", 2},
    OpName{Op::less, "<", "<", 2},
    OpName{Op::less_equal, "<=", "<=", 2},
    OpName{Op::greater, ">", ">", 2},
    OpName{Op::greater_equal, ">=", ">=", 2},
    OpName{Op::like, "LIKE", "like", 2},
    OpName{Op::between, "BETWEEN", "between", 3},
    OpName{Op::in, "IN", "in", -1},
    OpName{Op::is_null, "IS NULL", "isNull", 1},
    OpName{Op::add, "+", "+", 2},
    OpName{Op::subtract, "-", "-", 2},
    OpName{Op::multiply, "*", "*", 2},
    OpName{Op::divide, "/", "/", 2},
    OpName{Op::modulo, "%", "%", 2},
    OpName{Op::integer_divide, "DIV", "div", 2},
    OpName{Op::power, "^", "^", 2},
    OpName{Op::casei, "CASEI", "casei", 1},
    OpName{Op::accenti, "ACCENTI", "accenti", 1},
    OpName{Op::weekday, "WEEKDAY", "weekday", 1},
    OpName{Op::hour, "HOUR", "hour", 1},
    OpName{Op::interval, "INTERVAL", "interval", 2},
    OpName{Op::s_intersects, "S_INTERSECTS", "s_intersects", 2},
    OpName{Op::s_equals, "S_EQUALS", "s_equals", 2},
    OpName{Op::s_disjoint, "S_DISJOINT", "s_disjoint", 2},
    OpName{Op::s_touches, "S_TOUCHES", "s_touches", 2},
    OpName{Op::s_within, "S_WITHIN", "s_within", 2},
    OpName{Op::s_overlaps, "S_OVERLAPS", "s_overlaps", 2},
    OpName{Op::s_crosses, "S_CROSSES", "s_crosses", 2},
    OpName{Op::s_contains, "S_CONTAINS", "s_contains", 2},
    OpName{Op::t_after, "T_AFTER", "t_after", 2},
    OpName{Op::t_before, "T_BEFORE", "t_before", 2},
    OpName{Op::t_contains, "T_CONTAINS", "t_contains", 2},
    OpName{Op::t_disjoint, "T_DISJOINT", "t_disjoint", 2},
    OpName{Op::t_during, "T_DURING", "t_during", 2},
    OpName{Op::t_equals, "T_EQUALS", "t_equals", 2},
    OpName{Op::t_finished_by, "T_FINISHEDBY", "t_finishedBy", 2},
    OpName{Op::t_finishes, "T_FINISHES", "t_finishes", 2},
    OpName{Op::t_intersects, "T_INTERSECTS", "t_intersects", 2},
    OpName{Op::t_meets, "T_MEETS", "t_meets", 2},
    OpName{Op::t_met_by, "T_METBY", "t_metBy", 2},
    OpName{Op::t_overlapped_by, "T_OVERLAPPEDBY", "t_overlappedBy", 2},
    OpName{Op::t_overlaps, "T_OVERLAPS", "t_overlaps", 2},
    OpName{Op::t_started_by, "T_STARTEDBY", "t_startedBy", 2},
    OpName{Op::t_starts, "T_STARTS", "t_starts", 2},
    OpName{Op::array, "(…)", "", -1},
    OpName{Op::function, "function", "", -1},
};

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

constexpr bool in_order()
{
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (static_cast<std::size_t>(names[i].op) != i) {
            return false;
        }
    }
    return true;
}
static_assert(in_order());

} // namespace

bool equals_ignoring_ascii_case(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

const OpName& name_of(Op op) { return names[static_cast<std::size_t>(op)]; }

std::optional<Op> op_from_json(std::string_view name)
{
    const auto found =
        std::find_if(names.begin(), names.end(), [&](const OpName& it) { return it.json == name; });
    return name.empty() || found == names.end() ? std::nullopt : std::optional{found->op};
}

std::optional<Op> op_from_text_function(std::string_view name)
{
    for (const OpName& it : names) {
        const bool is_function = it.op == Op::casei || it.op == Op::accenti || is_part_of_time(it.op) ||
                                 is_spatial(it.op) || is_temporal(it.op);
        if (is_function && equals_ignoring_ascii_case(it.text, name)) {
            return it.op;
        }
    }
    return std::nullopt;
}

std::string_view describe(Kind kind)
{
    switch (kind) {
    case Kind::boolean:
        return "a condition";
    case Kind::number:
        return "a number";
    case Kind::text:
        return "a text";
    case Kind::instant:
        return "a date or time";
    case Kind::interval:
        return "an interval";
    case Kind::geometry:
        return "a geometry";
    case Kind::open:
        return "an open end '..'";
    case Kind::unchecked:
        break;
    }
    return "an expression";
}

} // namespace datasets
