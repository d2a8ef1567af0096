#include "datasets/temporal_relation.hpp"

#include <algorithm>
#include <cassert>

namespace datasets {

namespace {

int compare(const SpanEnd& a, const SpanEnd& b)
{
    if (a.open != 0 || b.open != 0) {
        return a.open < b.open ? -1 : a.open > b.open ? 1 : 0;
    }
    return compare_instants(a.instant, b.instant);
}

} // namespace

int compare_instants(std::string_view a, std::string_view b)
{
    const auto told = std::min(a.size(), b.size());
    return a.substr(0, told).compare(b.substr(0, told));
}

bool holds(Op op, const Span& a, const Span& b)
{
    const auto before = [](const SpanEnd& x, const SpanEnd& y) { return compare(x, y) < 0; };
    const auto same = [](const SpanEnd& x, const SpanEnd& y) { return compare(x, y) == 0; };
    switch (op) {
    case Op::t_after:
        return before(b.end, a.begin);
    case Op::t_before:
        return before(a.end, b.begin);
    case Op::t_disjoint:
        return before(b.end, a.begin) || before(a.end, b.begin);
    case Op::t_intersects:
        return !before(b.end, a.begin) && !before(a.end, b.begin);
    case Op::t_equals:
        return same(a.begin, b.begin) && same(a.end, b.end);
    case Op::t_during:
        return before(b.begin, a.begin) && before(a.end, b.end);
    case Op::t_finishes:
        return before(b.begin, a.begin) && same(a.end, b.end);
    case Op::t_meets:
        return same(a.end, b.begin);
    case Op::t_overlaps:
        return before(a.begin, b.begin) && before(b.begin, a.end) && before(a.end, b.end);
    case Op::t_starts:
        return same(a.begin, b.begin) && before(a.end, b.end);
    case Op::t_contains:
        return holds(Op::t_during, b, a);
    case Op::t_finished_by:
        return holds(Op::t_finishes, b, a);
    case Op::t_met_by:
        return holds(Op::t_meets, b, a);
    case Op::t_overlapped_by:
        return holds(Op::t_overlaps, b, a);
    default:
        assert(op == Op::t_started_by);
        return holds(Op::t_starts, b, a);
    }
}

} // namespace datasets
