#include "datasets/cql2.hpp"
#include "datasets/cql2_literals.hpp"
#include "datasets/cql2_names.hpp"
#include "datasets/cql2_scanner.hpp"
#include "datasets/cql2_shape.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace datasets {

namespace {

/// Recursive descent over annex B of the standard, one function a level of precedence:
///
///   either (OR) > both (AND) > inverse (NOT) > predicate > sum (+ -) > product (* / % DIV) > power (^) > operand
///
/// Whether an operand is of the right kind is not asked here but by `check`.
class TextParser {
public:
    TextParser(std::string_view text, const ToLonLat& to_lonlat) : scanner_{text}, to_lonlat_{to_lonlat} {}

    Expression parse()
    {
        Expression all = either();
        if (!scanner_.at_end()) {
            scanner_.refuse("expected AND, OR or the end");
        }
        return all;
    }

private:
    // --- conditions ---

    Expression call(Op op, std::vector<Expression> arguments, std::string where)
    {
        budget_.take_part();
        return {Call{op, std::move(arguments), {}}, Kind::unchecked, std::move(where)};
    }

    Expression either()
    {
        const auto level = budget_.descend();
        return joined(Op::or_, "OR",
                      [this] { return joined(Op::and_, "AND", [this] { return inverse(); }); });
    }

    template <class Next>
    Expression joined(Op op, std::string_view keyword, Next next)
    {
        Expression first = next();
        std::string where = first.where;
        std::vector<Expression> all;
        all.push_back(std::move(first));
        while (scanner_.take_word(keyword)) {
            all.push_back(next());
        }
        return all.size() == 1 ? std::move(all.front()) : call(op, std::move(all), std::move(where));
    }

    Expression inverse()
    {
        std::string where = scanner_.place();
        if (scanner_.take_word("NOT")) {
            const auto level = budget_.descend();
            std::vector<Expression> inner;
            inner.push_back(inverse());
            return call(Op::not_, std::move(inner), std::move(where));
        }
        return predicate();
    }

    Expression predicate()
    {
        Expression left = sum();
        std::string where = left.where;
        if (const auto op = comparison()) {
            return binary(*op, std::move(left), sum(), std::move(where));
        }
        if (scanner_.take_word("IS")) {
            const bool inverted = scanner_.take_word("NOT");
            scanner_.expect_word("NULL");
            return maybe_not(inverted, only(Op::is_null, std::move(left), where));
        }
        const bool inverted = scanner_.take_word("NOT");
        if (scanner_.take_word("LIKE")) {
            return maybe_not(inverted, binary(Op::like, std::move(left), sum(), where));
        }
        if (scanner_.take_word("BETWEEN")) {
            Expression between = binary(Op::between, std::move(left), sum(), where);
            scanner_.expect_word("AND");
            std::get<Call>(between.node).arguments.push_back(sum());
            return maybe_not(inverted, std::move(between));
        }
        if (scanner_.take_word("IN")) {
            return maybe_not(inverted, listed(Op::in, std::move(left), where));
        }
        if (inverted) {
            scanner_.refuse("expected LIKE, BETWEEN or IN after NOT");
        }
        return left;
    }

    Expression only(Op op, Expression argument, std::string where)
    {
        std::vector<Expression> one;
        one.push_back(std::move(argument));
        return call(op, std::move(one), std::move(where));
    }

    Expression binary(Op op, Expression left, Expression right, std::string where)
    {
        std::vector<Expression> two;
        two.push_back(std::move(left));
        two.push_back(std::move(right));
        return call(op, std::move(two), std::move(where));
    }

    Expression maybe_not(bool inverted, Expression inner)
    {
        std::string where = inner.where;
        return inverted ? only(Op::not_, std::move(inner), std::move(where)) : std::move(inner);
    }

    Expression listed(Op op, Expression first, std::string where)
    {
        std::vector<Expression> all;
        all.push_back(std::move(first));
        scanner_.expect('(');
        do {
            all.push_back(either());
        } while (scanner_.take(','));
        scanner_.expect(')');
        return call(op, std::move(all), std::move(where));
    }

    std::optional<Op> comparison()
    {
        struct Sign {
            std::string_view text;
            Op op;
        };
        static constexpr std::array signs{Sign{"<>", Op::not_equal},     Sign{"<=", Op::less_equal},
                                          Sign{">=", Op::greater_equal}, Sign{"=", Op::equal},
                                          Sign{"<", Op::less},           Sign{">", Op::greater}};
        for (const auto& [sign, op] : signs) {
            if (scanner_.take_sign(sign)) {
                return op;
            }
        }
        return std::nullopt;
    }

    // --- values ---

    Expression sum()
    {
        Expression left = product();
        for (;;) {
            const bool add = scanner_.take('+');
            if (!add && !scanner_.take('-')) {
                return left;
            }
            std::string where = left.where;
            left = grown(add ? Op::add : Op::subtract, std::move(left), product(), std::move(where));
        }
    }

    Expression product()
    {
        Expression left = power();
        for (;;) {
            const auto op = scanner_.take('*')          ? std::optional{Op::multiply}
                            : scanner_.take('/')        ? std::optional{Op::divide}
                            : scanner_.take('%')        ? std::optional{Op::modulo}
                            : scanner_.take_word("DIV") ? std::optional{Op::integer_divide}
                                                        : std::nullopt;
            if (!op) {
                return left;
            }
            std::string where = left.where;
            left = grown(*op, std::move(left), power(), std::move(where));
        }
    }

    /// a + b + c + … grows to the left without recursion here, but is as deep for whoever walks it.
    Expression grown(Op op, Expression left, Expression right, std::string where)
    {
        if (++chain_ > deepest_filter) {
            scanner_.refuse(fmt::format("a filter may have at most {} signs of arithmetic", deepest_filter));
        }
        return binary(op, std::move(left), std::move(right), std::move(where));
    }

    Expression power()
    {
        Expression base = operand();
        if (!scanner_.take('^')) {
            return base;
        }
        const auto level = budget_.descend();
        std::string where = base.where;
        return binary(Op::power, std::move(base), power(), std::move(where));
    }

    Expression operand()
    {
        budget_.take_part();
        const std::string where = scanner_.place();
        const char c = scanner_.next();
        if (c == '\'') {
            return {scanner_.quoted('\''), Kind::unchecked, where};
        }
        if (c == '"') {
            return {Property{scanner_.quoted('"')}, Kind::unchecked, where};
        }
        if (c == '(') {
            return parenthesis(where);
        }
        if (scanner_.number_next()) {
            return number(where);
        }
        if (c == '-' || c == '+') {
            return signed_operand(where);
        }
        return named(where);
    }

    Expression number(const std::string& where)
    {
        return std::visit(
            [&](auto value) {
                return Expression{value, Kind::unchecked, where};
            },
            scanner_.number());
    }

    Expression signed_operand(const std::string& where)
    {
        const bool negative = scanner_.take('-');
        if (!negative) {
            scanner_.expect('+');
        }
        const auto level = budget_.descend();
        Expression inner = operand();
        if (!negative) {
            return inner;
        }
        return binary(Op::multiply, {std::int64_t{-1}, Kind::unchecked, where}, std::move(inner), where);
    }

    /// (a) is a, (a, b) a list.
    Expression parenthesis(const std::string& where)
    {
        scanner_.expect('(');
        std::vector<Expression> elements;
        bool is_list = scanner_.take(')');
        if (!is_list) {
            elements.push_back(either());
            while (scanner_.take(',')) {
                is_list = true;
                elements.push_back(either());
            }
            scanner_.expect(')');
        }
        return is_list ? call(Op::array, std::move(elements), where) : std::move(elements.front());
    }

    // --- what begins with a word ---

    Expression named(const std::string& where)
    {
        const auto name = scanner_.word();
        if (name.empty()) {
            scanner_.refuse("expected a property, a value or a condition");
        }
        const bool is_call = scanner_.is_call(name);
        if (!is_call) {
            refuse_reserved(name);
        }
        scanner_.take_word(name);
        const auto is = [&](std::string_view keyword) { return equals_ignoring_ascii_case(name, keyword); };
        if (is("TRUE") || is("FALSE")) {
            return {is("TRUE"), Kind::unchecked, where};
        }
        if (auto shape = read_shape(name, scanner_, budget_, to_lonlat_)) {
            return {std::move(*shape), Kind::unchecked, where};
        }
        if (!is_call) {
            return {Property{std::string{name}}, Kind::unchecked, where};
        }
        const auto level = budget_.descend();
        scanner_.expect('(');
        if (is("DATE") || is("TIMESTAMP")) {
            return instant(is("DATE"), where);
        }
        if (is("INTERVAL")) {
            return interval(where);
        }
        return function(name, where);
    }

    /// A property that is called so is written in double quotes.
    void refuse_reserved(std::string_view name)
    {
        static constexpr std::array<std::string_view, 9> reserved{"AND", "OR", "NOT",  "LIKE", "BETWEEN",
                                                                  "IN",  "IS", "NULL", "DIV"};
        for (const auto keyword : reserved) {
            if (equals_ignoring_ascii_case(name, keyword)) {
                scanner_.refuse("expected a property, a value or a condition");
            }
        }
    }

    Expression instant(bool is_day, const std::string& where)
    {
        if (scanner_.next() != '\'') {
            scanner_.refuse("expected a date or time in quotes");
        }
        const auto begin = scanner_.mark();
        const auto text = scanner_.quoted('\'');
        const auto value = read_instant(text);
        constexpr std::size_t day = 10;
        if (!value || (text.size() == day) != is_day) {
            scanner_.go_back(begin);
            scanner_.refuse(is_day ? "expected a date such as '2026-04-01'"
                                   : "expected a time such as '2026-04-01T09:30:00Z'");
        }
        scanner_.expect(')');
        return {*value, Kind::unchecked, where};
    }

    Expression interval(const std::string& where)
    {
        Expression begin = interval_end();
        scanner_.expect(',');
        Expression end = interval_end();
        scanner_.expect(')');
        return binary(Op::interval, std::move(begin), std::move(end), where);
    }

    Expression interval_end()
    {
        if (scanner_.next() != '\'') {
            return operand();
        }
        const std::string where = scanner_.place();
        const auto begin = scanner_.mark();
        const auto text = scanner_.quoted('\'');
        if (text == "..") {
            return {Open{}, Kind::unchecked, where};
        }
        const auto value = read_instant(text);
        if (!value) {
            scanner_.go_back(begin);
            scanner_.refuse("expected a date, a time or '..'");
        }
        return {*value, Kind::unchecked, where};
    }

    Expression function(std::string_view name, const std::string& where)
    {
        std::vector<Expression> arguments;
        if (!scanner_.take(')')) {
            do {
                arguments.push_back(either());
            } while (scanner_.take(','));
            scanner_.expect(')');
        }
        const auto op = op_from_text_function(name);
        if (!op) {
            Expression unknown = call(Op::function, std::move(arguments), where);
            std::get<Call>(unknown.node).function = name;
            return unknown;
        }
        const auto wanted = static_cast<std::size_t>(name_of(*op).arguments);
        if (arguments.size() != wanted) {
            refuse_filter(where, fmt::format("{} takes {} arguments, came {}", name_of(*op).text, wanted,
                                             arguments.size()));
        }
        return call(*op, std::move(arguments), where);
    }

    Cql2Scanner scanner_;
    const ToLonLat& to_lonlat_;
    int chain_ = 0;
    FilterBudget budget_{};
};

} // namespace

Expression parse_cql2_text(std::string_view text, const ToLonLat& to_lonlat)
{
    if (text.size() > longest_filter) {
        throw FilterError{fmt::format("a filter may be at most {} bytes long; this one has {}",
                                      longest_filter, text.size())};
    }
    return TextParser{text, to_lonlat}.parse();
}

} // namespace datasets
