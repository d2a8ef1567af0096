#include "datasets/cql2.hpp"
#include "datasets/cql2_names.hpp"
#include "datasets/letter_folding.hpp"
#include "datasets/like.hpp"
#include "datasets/part_of_time.hpp"
#include "datasets/spatial_relation.hpp"
#include "datasets/temporal_relation.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

namespace datasets {

namespace {

Truth truth_of(bool value) { return value ? Truth::yes : Truth::no; }
Truth inverse(Truth truth) { return truth == Truth::unknown ? truth : truth_of(truth == Truth::no); }

/// A value of a scalar kind; nothing if it is not known.
struct Number {
    bool exact = false; ///< then `whole` holds it
    std::int64_t whole = 0;
    double real = 0;
};

Number number_of(std::int64_t value) { return {true, value, static_cast<double>(value)}; }
Number number_of(double value) { return {false, 0, value}; }

int compare(const Number& a, const Number& b)
{
    if (a.exact && b.exact) {
        return a.whole < b.whole ? -1 : a.whole > b.whole ? 1 : 0;
    }
    return a.real < b.real ? -1 : a.real > b.real ? 1 : 0;
}

/// Bytes of UTF-8, and so code points.
int compare(std::string_view a, std::string_view b)
{
    const int order = a.compare(b);
    return order < 0 ? -1 : order > 0 ? 1 : 0;
}

int compare(bool a, bool b) { return static_cast<int>(a) - static_cast<int>(b); }

bool holds(Op op, int order)
{
    switch (op) {
    case Op::equal:
        return order == 0;
    case Op::not_equal:
        return order != 0;
    case Op::less:
        return order < 0;
    case Op::less_equal:
        return order <= 0;
    case Op::greater:
        return order > 0;
    default:
        return order >= 0;
    }
}

std::optional<double> calculate(Op op, double a, double b)
{
    const bool divides = op == Op::divide || op == Op::modulo || op == Op::integer_divide;
    if (divides && b == 0) {
        return std::nullopt;
    }
    const double result = op == Op::add              ? a + b
                          : op == Op::subtract       ? a - b
                          : op == Op::multiply       ? a * b
                          : op == Op::divide         ? a / b
                          : op == Op::modulo         ? std::fmod(a, b)
                          : op == Op::integer_divide ? std::trunc(a / b)
                                                     : std::pow(a, b);
    return std::isfinite(result) ? std::optional{result} : std::nullopt;
}

Shape shape_of(const Geometry<LonLat>& geometry) { return {{geometry}, {}}; }

} // namespace

struct FilterMatcher::Evaluation {
    Evaluation(const Expression& filter, const Deadline& until) : root{filter}, deadline{until}
    {
        prepare(root);
    }

    /// A literal shape stays the same for all features.
    void prepare(const Expression& expression)
    {
        const auto* call = std::get_if<Call>(&expression.node);
        if (call == nullptr) {
            return;
        }
        for (const Expression& argument : call->arguments) {
            prepare(argument);
        }
        if (!is_spatial(call->op)) {
            return;
        }
        if (const auto* second = std::get_if<Shape>(&call->arguments[1].node)) {
            relations.emplace(call, SpatialRelation{call->op, *second, deadline});
        } else if (const auto* first = std::get_if<Shape>(&call->arguments[0].node)) {
            relations.emplace(call, SpatialRelation{swapped(call->op), *first, deadline});
        }
    }

    // --- conditions ---

    [[nodiscard]] Truth truth(const Expression& expression, const Feature& feature) const
    {
        if (const auto* literal = std::get_if<bool>(&expression.node)) {
            return truth_of(*literal);
        }
        if (std::holds_alternative<Property>(expression.node)) {
            const auto* value = value_of<bool>(expression, feature);
            return value == nullptr ? Truth::unknown : truth_of(*value);
        }
        const Call& call = std::get<Call>(expression.node);
        const auto& arguments = call.arguments;
        switch (call.op) {
        case Op::and_:
        case Op::or_:
            return joined(call, feature);
        case Op::not_:
            return inverse(truth(arguments[0], feature));
        case Op::is_null:
            return truth_of(is_unknown(arguments[0], feature));
        case Op::like:
            return like(call, feature);
        case Op::between:
            return both(compared(Op::greater_equal, arguments[0], arguments[1], feature),
                        compared(Op::less_equal, arguments[0], arguments[2], feature));
        case Op::in:
            return listed(call, feature);
        default:
            break;
        }
        return is_spatial(call.op)    ? spatial(call, feature)
               : is_temporal(call.op) ? temporal(call, feature)
                                      : compared(call.op, arguments[0], arguments[1], feature);
    }

    static Truth both(Truth a, Truth b) { return std::min(a, b); }

    /// AND is the least of all, OR the greatest: no < unknown < yes.
    [[nodiscard]] Truth joined(const Call& call, const Feature& feature) const
    {
        const bool all = call.op == Op::and_;
        const Truth decides = all ? Truth::no : Truth::yes;
        Truth result = all ? Truth::yes : Truth::no;
        for (const Expression& argument : call.arguments) {
            const Truth next = truth(argument, feature);
            result = all ? std::min(result, next) : std::max(result, next);
            if (result == decides) {
                break;
            }
        }
        return result;
    }

    [[nodiscard]] Truth listed(const Call& call, const Feature& feature) const
    {
        Truth result = Truth::no;
        for (std::size_t i = 1; i < call.arguments.size() && result != Truth::yes; ++i) {
            result = std::max(result, compared(Op::equal, call.arguments[0], call.arguments[i], feature));
        }
        return result;
    }

    [[nodiscard]] Truth like(const Call& call, const Feature& feature) const
    {
        const auto value = text(call.arguments[0], feature);
        return value ? truth_of(is_like(value->view(), std::get<std::string>(call.arguments[1].node)))
                     : Truth::unknown;
    }

    [[nodiscard]] Truth compared(Op op, const Expression& left, const Expression& right,
                                 const Feature& feature) const
    {
        const auto order = [&](const auto& a, const auto& b, const auto& compare_two) {
            return a && b ? truth_of(holds(op, compare_two(*a, *b))) : Truth::unknown;
        };
        switch (left.kind) {
        case Kind::number:
            return order(number(left, feature), number(right, feature),
                         [](const Number& a, const Number& b) { return compare(a, b); });
        case Kind::text:
            return order(text(left, feature), text(right, feature),
                         [](const Text& a, const Text& b) { return compare(a.view(), b.view()); });
        case Kind::instant:
            return order(instant(left, feature), instant(right, feature), compare_instants);
        default:
            break;
        }
        const Truth a = truth(left, feature), b = truth(right, feature);
        return a == Truth::unknown || b == Truth::unknown
                   ? Truth::unknown
                   : truth_of(holds(op, compare(a == Truth::yes, b == Truth::yes)));
    }

    [[nodiscard]] Truth spatial(const Call& call, const Feature& feature) const
    {
        const auto* left = geometry(call.arguments[0], feature);
        const auto* right = geometry(call.arguments[1], feature);
        const auto* first = std::get_if<Shape>(&call.arguments[0].node);
        const bool both_literal = first != nullptr && std::holds_alternative<Shape>(call.arguments[1].node);
        if (const auto relation = relations.find(&call); relation != relations.end()) {
            if (both_literal) {
                return truth_of(any_part(relation->second, call.op, *first));
            }
            const auto* other = first != nullptr ? right : left;
            return other == nullptr ? Truth::unknown : truth_of(relation->second(*other));
        }
        return left == nullptr || right == nullptr
                   ? Truth::unknown
                   : truth_of(SpatialRelation{call.op, shape_of(*right), deadline}(*left));
    }

    static bool any_part(const SpatialRelation& relation, Op op, const Shape& shape)
    {
        const auto parts = merged_parts(shape);
        const auto holds_for = [&](const Geometry<LonLat>& part) { return relation(part); };
        return op == Op::s_disjoint ? std::all_of(parts.begin(), parts.end(), holds_for)
                                    : std::any_of(parts.begin(), parts.end(), holds_for);
    }

    [[nodiscard]] Truth temporal(const Call& call, const Feature& feature) const
    {
        const auto a = span(call.arguments[0], feature), b = span(call.arguments[1], feature);
        return a && b ? truth_of(holds(call.op, *a, *b)) : Truth::unknown;
    }

    // --- values ---

    /// A text, either of the feature or of the filter, or one that was made.
    struct Text {
        std::string_view given{};
        std::string made{};
        bool is_made = false;
        [[nodiscard]] std::string_view view() const { return is_made ? std::string_view{made} : given; }
    };

    /// Null if the value is missing.
    template <class T>
    static const T* value_of(const Expression& expression, const Feature& feature)
    {
        return std::get_if<T>(&feature.values[std::get<Property>(expression.node).index]);
    }

    [[nodiscard]] std::optional<Number> number(const Expression& expression, const Feature& feature) const
    {
        if (const auto* whole = std::get_if<std::int64_t>(&expression.node)) {
            return number_of(*whole);
        }
        if (const auto* real = std::get_if<double>(&expression.node)) {
            return number_of(*real);
        }
        if (std::holds_alternative<Property>(expression.node)) {
            const auto* whole = value_of<std::int64_t>(expression, feature);
            const auto* real = value_of<double>(expression, feature);
            return whole != nullptr  ? std::optional{number_of(*whole)}
                   : real != nullptr ? std::optional{number_of(*real)}
                                     : std::nullopt;
        }
        const Call& call = std::get<Call>(expression.node);
        if (is_part_of_time(call.op)) {
            const auto at = instant(call.arguments[0], feature);
            const auto part = !at ? std::nullopt : call.op == Op::weekday ? weekday_of(*at) : hour_of(*at);
            return part ? std::optional{number_of(*part)} : std::nullopt;
        }
        const auto a = number(call.arguments[0], feature), b = number(call.arguments[1], feature);
        const auto result = a && b ? calculate(call.op, a->real, b->real) : std::nullopt;
        return result ? std::optional{number_of(*result)} : std::nullopt;
    }

    [[nodiscard]] std::optional<Text> text(const Expression& expression, const Feature& feature) const
    {
        if (const auto* literal = std::get_if<std::string>(&expression.node)) {
            return Text{*literal, {}, false};
        }
        if (const auto* property = std::get_if<Property>(&expression.node)) {
            if (property->of == Property::Of::feature_id) {
                return Text{feature.id, {}, false};
            }
            const auto* value = value_of<std::string>(expression, feature);
            return value == nullptr ? std::nullopt : std::optional{Text{*value, {}, false}};
        }
        const Call& call = std::get<Call>(expression.node);
        const auto inner = text(call.arguments[0], feature);
        if (!inner) {
            return std::nullopt;
        }
        return Text{{}, call.op == Op::casei ? fold_case(inner->view()) : fold_accents(inner->view()), true};
    }

    [[nodiscard]] std::optional<std::string_view> instant(const Expression& expression,
                                                          const Feature& feature) const
    {
        if (const auto* literal = std::get_if<Instant>(&expression.node)) {
            return literal->text;
        }
        const auto* value = value_of<std::string>(expression, feature);
        return value == nullptr ? std::nullopt : std::optional{std::string_view{*value}};
    }

    [[nodiscard]] std::optional<Span> span(const Expression& expression, const Feature& feature) const
    {
        if (expression.kind == Kind::instant) {
            const auto at = instant(expression, feature);
            return at ? std::optional{Span{{*at, 0}, {*at, 0}}} : std::nullopt;
        }
        const auto& ends = std::get<Call>(expression.node).arguments;
        const auto end_of = [&](const Expression& end, int if_open) -> std::optional<SpanEnd> {
            if (end.kind == Kind::open) {
                return SpanEnd{{}, if_open};
            }
            const auto at = instant(end, feature);
            return at ? std::optional{SpanEnd{*at, 0}} : std::nullopt;
        };
        const auto begin = end_of(ends[0], -1), end = end_of(ends[1], 1);
        return begin && end ? std::optional{Span{*begin, *end}} : std::nullopt;
    }

    /// Null if the feature has none; also for a literal, which `relations` knows.
    static const Geometry<LonLat>* geometry(const Expression& expression, const Feature& feature)
    {
        const bool is_property = std::holds_alternative<Property>(expression.node);
        return is_property && feature.geometry ? &*feature.geometry : nullptr;
    }

    [[nodiscard]] bool is_unknown(const Expression& expression, const Feature& feature) const
    {
        switch (expression.kind) {
        case Kind::boolean:
            return truth(expression, feature) == Truth::unknown;
        case Kind::number:
            return !number(expression, feature);
        case Kind::text:
            return !text(expression, feature);
        case Kind::instant:
            return !instant(expression, feature);
        case Kind::interval:
            return !span(expression, feature);
        case Kind::geometry:
            return std::holds_alternative<Property>(expression.node) && !feature.geometry;
        default:
            return false;
        }
    }

    const Expression& root;
    const Deadline deadline;
    std::map<const Call*, SpatialRelation> relations{};
};

FilterMatcher::FilterMatcher(const Filter& filter, const Deadline& deadline)
    : evaluation_{std::make_unique<Evaluation>(filter.root, deadline)}
{
}
FilterMatcher::FilterMatcher(FilterMatcher&&) noexcept = default;
FilterMatcher& FilterMatcher::operator=(FilterMatcher&&) noexcept = default;
FilterMatcher::~FilterMatcher() = default;

Truth FilterMatcher::truth(const Feature& feature) const
{
    return evaluation_->truth(evaluation_->root, feature);
}

bool matches(const Filter& filter, const Feature& feature) { return FilterMatcher{filter}(feature); }

} // namespace datasets
