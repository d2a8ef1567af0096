#pragma once

#include "datasets/bbox.hpp"
#include "datasets/deadline.hpp"
#include "datasets/error.hpp"
#include "datasets/feature.hpp"
#include "datasets/schema.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// Filters in the Common Query Language CQL2 (OGC 21-065r2), which clients send as `filter`.
///
///   text or JSON --parse--> Expression --check, with the schema--> Filter --matches--> yes, no, or not known
namespace datasets {

/// What a filter asks is not CQL2, or cannot be asked of this dataset. Says where in it, what was expected and what came.
class FilterError : public FormatError {
public:
    using FormatError::FormatError;
};

enum class Op {
    and_,
    or_,
    not_,
    equal,
    not_equal,
    less,
    less_equal,
    greater,
    greater_equal,
    like,    ///< text, pattern
    between, ///< value, low, high; ends included
    in,      ///< value, then the list
    is_null,
    add,
    subtract,
    multiply,
    divide,
    modulo,
    integer_divide,
    power,
    casei,    ///< the text without regard to case, width and kind of kana
    accenti,  ///< the text without regard to accents
    weekday,  ///< of a date or time: 1 is Monday, 7 is Sunday, as in ISO 8601
    hour,     ///< of a time in Japan: 0 to 23; of a date it is not known
    interval, ///< begin, end: instants, or `Open`
    s_intersects,
    s_equals,
    s_disjoint,
    s_touches,
    s_within,
    s_overlaps,
    s_crosses,
    s_contains,
    t_after,
    t_before,
    t_contains,
    t_disjoint,
    t_during,
    t_equals,
    t_finished_by,
    t_finishes,
    t_intersects,
    t_meets,
    t_met_by,
    t_overlapped_by,
    t_overlaps,
    t_started_by,
    t_starts,
    array,    ///< parsed, but no dataset has arrays: `check` refuses it
    function, ///< likewise: one that is not known here
};

/// What an expression gives. Known after `check`.
enum class Kind { unchecked, boolean, number, text, instant, interval, geometry, open };

/// A day, 2026-04-01, or a second in Japanese time, 2026-04-01T09:30:00.
struct Instant {
    std::string text{};
    friend bool operator==(const Instant&, const Instant&) = default;
};

/// The end ".." of an interval.
struct Open {
    friend bool operator==(const Open&, const Open&) = default;
};

/// A geometry written in the filter. It has several parts if it is a collection, or a box across 180°.
struct Shape {
    std::vector<Geometry<LonLat>> parts{};
    std::vector<BBox> boxes{}; ///< the same, if it was written as a box; else empty
    friend bool operator==(const Shape&, const Shape&) = default;
};

/// A property of the features, or of any.
struct Property {
    enum class Of { unbound, field, geometry, feature_id };
    std::string name{};
    Of of = Of::unbound;   ///< bound by `check`
    std::size_t index = 0; ///< of a field: its place in the schema and in `Feature::values`
    friend bool operator==(const Property&, const Property&) = default;
};

struct Expression;

struct Call {
    Op op = Op::and_;
    std::vector<Expression> arguments; ///< no initialiser: clang would want to know Expression for it
    std::string function{};            ///< its name, if `op` is `function`
    friend bool operator==(const Call&, const Call&) = default;
};

/// A filter, or a part of one: a literal, a property, or an operation on further expressions.
struct Expression {
    std::variant<bool, std::int64_t, double, std::string, Instant, Open, Shape, Property, Call> node{false};
    Kind kind = Kind::unchecked;
    std::string where{}; ///< "character 12" of the text, "args[0].args[1]" of the JSON

    /// The same filter, wherever it stood.
    friend bool operator==(const Expression& a, const Expression& b) { return a.node == b.node; }
};

/// Turns a position of the filter into degrees; throws FilterError if there is none. Empty: they are degrees, longitude first.
using ToLonLat = std::function<LonLat(double x, double y)>;

/// Parses a filter. Throws FilterError also if it is too long, too deep or has too many parts.
[[nodiscard]] Expression parse_cql2_text(std::string_view text, const ToLonLat& to_lonlat = {});
[[nodiscard]] Expression parse_cql2_json(std::string_view json, const ToLonLat& to_lonlat = {});

/// A filter for the features of one schema: every property is bound, every kind fits, texts that stand for dates are dates, and
/// literals under CASEI and ACCENTI are folded.
struct Filter {
    Expression root{};
};

/// The name of the geometry in filters: `geometry`; if a field is called so, `geom`, which none is. `geom` always works.
[[nodiscard]] std::string_view geometry_property(const Schema& schema);

/// Throws FilterError naming the property or the place.
[[nodiscard]] Filter check(Expression expression, const Schema& schema);

/// Three-valued, as in SQL: what is asked of a missing value is not known.
enum class Truth { no, unknown, yes };

/// Evaluates a filter feature by feature, the plain way. Everything faster must agree with it.
///
/// Instants are compared as far as both are told: 2026-04-01 is equal to each second of that day, and before 2026-04-02T00:00:00.
/// An instant in a temporal function is the interval from itself to itself. Division by zero is not known.
///
/// Holds a GEOS context and prepared geometries, so one object belongs to one thread.
class FilterMatcher {
public:
    explicit FilterMatcher(const Filter& filter, const Deadline& deadline = {}); ///< `filter` must outlive it
    FilterMatcher(FilterMatcher&&) noexcept;
    FilterMatcher& operator=(FilterMatcher&&) noexcept;
    ~FilterMatcher();

    /// True if the filter is true, not if it is not known.
    [[nodiscard]] bool operator()(const Feature& feature) const { return truth(feature) == Truth::yes; }
    /// Throws Overtime past the deadline, if it is a comparison of geometries that takes so long.
    [[nodiscard]] Truth truth(const Feature& feature) const;

private:
    struct Evaluation;
    std::unique_ptr<Evaluation> evaluation_;
};

/// One feature; for many make a FilterMatcher.
[[nodiscard]] bool matches(const Filter& filter, const Feature& feature);

} // namespace datasets
