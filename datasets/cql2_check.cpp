#include "datasets/cql2.hpp"
#include "datasets/cql2_literals.hpp"
#include "datasets/cql2_names.hpp"
#include "datasets/letter_folding.hpp"
#include "datasets/like.hpp"
#include "datasets/spatial_relation.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace datasets {

namespace {

Kind kind_of(FieldType type)
{
    switch (type) {
    case FieldType::text:
        return Kind::text;
    case FieldType::integer:
    case FieldType::number:
        return Kind::number;
    case FieldType::boolean:
        return Kind::boolean;
    case FieldType::date:
    case FieldType::datetime:
        break;
    }
    return Kind::instant;
}

/// What stands there, for a message: "the property 'size' (a number)".
std::string describe(const Expression& expression)
{
    const auto kind = describe(expression.kind);
    if (const auto* property = std::get_if<Property>(&expression.node)) {
        return fmt::format("the property '{}' ({})", property->name, kind);
    }
    if (const auto* text = std::get_if<std::string>(&expression.node)) {
        return fmt::format("the text '{}'", *text);
    }
    return std::string{kind};
}

class Checker {
public:
    explicit Checker(const Schema& schema) : schema_{schema} {}

    void check(Expression& expression) const
    {
        if (auto* property = std::get_if<Property>(&expression.node)) {
            expression.kind = bind(*property, expression.where);
        } else if (auto* call = std::get_if<Call>(&expression.node)) {
            expression.kind = check_call(*call, expression.where);
            fold_literal(expression);
        } else if (const auto* shape = std::get_if<Shape>(&expression.node)) {
            if (const auto why = why_invalid(*shape); !why.empty()) {
                refuse_filter(expression.where,
                              fmt::format("expected a valid geometry; this one is not: {}", why));
            }
            expression.kind = Kind::geometry;
        } else {
            expression.kind = kind_of_literal(expression);
        }
    }

    void expect(const Expression& expression, Kind kind) const
    {
        if (expression.kind != kind) {
            refuse_filter(expression.where, fmt::format("expected {}, came {}", datasets::describe(kind),
                                                        describe(expression)));
        }
    }

private:
    static Kind kind_of_literal(const Expression& literal)
    {
        struct Visitor {
            Kind operator()(bool) const { return Kind::boolean; }
            Kind operator()(std::int64_t) const { return Kind::number; }
            Kind operator()(double) const { return Kind::number; }
            Kind operator()(const std::string&) const { return Kind::text; }
            Kind operator()(const Instant&) const { return Kind::instant; }
            Kind operator()(Open) const { return Kind::open; }
            Kind operator()(const Shape&) const { return Kind::geometry; }
            Kind operator()(const Property&) const { return Kind::unchecked; }
            Kind operator()(const Call&) const { return Kind::unchecked; }
        };
        return std::visit(Visitor{}, literal.node);
    }

    Kind bind(Property& property, const std::string& where) const
    {
        if (const auto index = schema_.index_of(property.name)) {
            property.of = Property::Of::field;
            property.index = *index;
            return kind_of(schema_.fields[*index].type);
        }
        if (property.name == geometry_property(schema_) || property.name == "geom") {
            property.of = Property::Of::geometry;
            return Kind::geometry;
        }
        if (property.name == "feature_id") {
            property.of = Property::Of::feature_id;
            return Kind::text;
        }
        std::string known;
        for (const Field& field : schema_.fields) {
            known += field.name + ", ";
        }
        refuse_filter(where, fmt::format("there is no property '{}' here; known are {}feature_id, {}",
                                         property.name, known, geometry_property(schema_)));
    }

    Kind check_call(Call& call, const std::string& where) const
    {
        if (call.op == Op::function || call.op == Op::array) {
            refuse_filter(where,
                          call.op == Op::array
                              ? "no property here holds a list, so lists cannot be compared"
                              : fmt::format("there is no function '{}' here; known are WEEKDAY and HOUR",
                                            call.function));
        }
        if (call.op == Op::like) {
            check_like(call);
            return Kind::boolean;
        }
        for (Expression& argument : call.arguments) {
            check(argument);
        }
        if (call.op == Op::casei || call.op == Op::accenti) {
            expect(call.arguments.front(), Kind::text);
            return Kind::text;
        }
        if (is_part_of_time(call.op)) {
            read_as_instant(call.arguments.front());
            expect(call.arguments.front(), Kind::instant);
            return Kind::number;
        }
        if (is_arithmetic(call.op)) {
            expect_all(call, Kind::number);
            return Kind::number;
        }
        if (call.op == Op::interval) {
            check_interval(call);
            return Kind::interval;
        }
        check_condition(call, where);
        return Kind::boolean;
    }

    void check_condition(Call& call, const std::string& where) const
    {
        if (call.op == Op::and_ || call.op == Op::or_ || call.op == Op::not_) {
            expect_all(call, Kind::boolean);
        } else if (is_spatial(call.op)) {
            expect_all(call, Kind::geometry);
            check_collections(call);
        } else if (is_temporal(call.op)) {
            for (Expression& argument : call.arguments) {
                check_temporal(argument);
            }
        } else if (call.op != Op::is_null) {
            check_comparable(call, where);
        }
    }

    void expect_all(const Call& call, Kind kind) const
    {
        for (const Expression& argument : call.arguments) {
            expect(argument, kind);
        }
    }

    /// A text such as '2026-04-01' beside a date is that date.
    static void read_as_instant(Expression& expression)
    {
        const auto* text = std::get_if<std::string>(&expression.node);
        if (text == nullptr) {
            return;
        }
        const auto instant = read_instant(*text);
        if (!instant) {
            refuse_filter(expression.where,
                          fmt::format("expected a date such as '2026-04-01' or a time such as "
                                      "'2026-04-01T09:30:00Z', came '{}'",
                                      *text));
        }
        expression.node = *instant;
        expression.kind = Kind::instant;
    }

    /// All operands of a comparison, BETWEEN or IN are of one scalar kind.
    void check_comparable(Call& call, const std::string& where) const
    {
        auto& all = call.arguments;
        const bool temporal = std::any_of(all.begin(), all.end(),
                                          [](const Expression& it) { return it.kind == Kind::instant; });
        if (temporal) {
            std::for_each(all.begin(), all.end(), read_as_instant);
        }
        const Kind kind = all.front().kind;
        const bool scalar =
            kind == Kind::boolean || kind == Kind::number || kind == Kind::text || kind == Kind::instant;
        if (!scalar) {
            refuse_filter(where, fmt::format("{} compares numbers, texts, dates or conditions, not {}",
                                             name_of(call.op).text, describe(all.front())));
        }
        for (const Expression& other : all) {
            if (other.kind != kind) {
                refuse_filter(other.where,
                              fmt::format("expected {} as {} is, came {}", datasets::describe(kind),
                                          describe(all.front()), describe(other)));
            }
        }
    }

    void check_temporal(Expression& argument) const
    {
        read_as_instant(argument);
        if (argument.kind != Kind::instant && argument.kind != Kind::interval) {
            refuse_filter(argument.where,
                          fmt::format("expected a date, a time or an interval, came {}", describe(argument)));
        }
    }

    void check_interval(Call& call) const
    {
        for (Expression& end : call.arguments) {
            if (end.kind != Kind::open) {
                expect(end, Kind::instant);
            }
        }
        const auto* begin = std::get_if<Instant>(&call.arguments[0].node);
        const auto* end = std::get_if<Instant>(&call.arguments[1].node);
        const auto length =
            begin != nullptr && end != nullptr ? std::min(begin->text.size(), end->text.size()) : 0;
        if (length > 0 && begin->text.substr(0, length) > end->text.substr(0, length)) {
            refuse_filter(call.arguments[1].where, "expected an interval that does not end before it begins");
        }
    }

    /// DE-9IM knows no collections of several kinds.
    static void check_collections(const Call& call)
    {
        for (const Expression& argument : call.arguments) {
            const auto* shape = std::get_if<Shape>(&argument.node);
            const bool any_kinds = call.op == Op::s_intersects || call.op == Op::s_disjoint;
            if (shape != nullptr && !any_kinds && merged_parts(*shape).size() > 1) {
                refuse_filter(
                    argument.where,
                    fmt::format("{} takes a collection of one kind of geometry only", name_of(call.op).text));
            }
        }
    }

    void check_like(Call& call) const
    {
        check(call.arguments[0]);
        expect(call.arguments[0], Kind::text);
        Expression& pattern = call.arguments[1];
        pattern.node = folded_pattern(pattern);
        pattern.kind = Kind::text;
    }

    /// A text in quotes, under CASEI and ACCENTI or not, folded once and not for each feature.
    static std::string folded_pattern(const Expression& pattern)
    {
        if (const auto* text = std::get_if<std::string>(&pattern.node)) {
            return *text;
        }
        const auto* call = std::get_if<Call>(&pattern.node);
        if (call == nullptr || (call->op != Op::casei && call->op != Op::accenti)) {
            refuse_filter(pattern.where, "expected a pattern in quotes after LIKE");
        }
        return fold_pattern(folded_pattern(call->arguments.front()),
                            call->op == Op::casei ? fold_case : fold_accents);
    }

    /// The same for CASEI('Ａ') anywhere else.
    static void fold_literal(Expression& expression)
    {
        const auto& call = std::get<Call>(expression.node);
        if (call.op != Op::casei && call.op != Op::accenti) {
            return;
        }
        if (const auto* text = std::get_if<std::string>(&call.arguments.front().node)) {
            std::string folded = call.op == Op::casei ? fold_case(*text) : fold_accents(*text);
            expression.node = std::move(folded);
        }
    }

    const Schema& schema_;
};

} // namespace

std::string_view geometry_property(const Schema& schema)
{
    return schema.index_of("geometry") ? "geom" : "geometry";
}

Filter check(Expression expression, const Schema& schema)
{
    const Checker checker{schema};
    checker.check(expression);
    checker.expect(expression, Kind::boolean);
    return Filter{std::move(expression)};
}

} // namespace datasets
