#include "datasets/cql2.hpp"
#include "datasets/cql2_literals.hpp"
#include "datasets/cql2_names.hpp"
#include "datasets/text_folding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace datasets {

namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// CQL2's identifiers begin with letters of all scripts; every byte of those is above ASCII.
bool begins_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':' ||
           static_cast<unsigned char>(c) >= 0x80;
}
bool continues_name(char c) { return begins_name(c) || is_digit(c) || c == '.'; }

/// Recursive descent over annex B of the standard, one function a level of precedence:
///
///   either (OR) > both (AND) > inverse (NOT) > predicate > sum (+ -) > product (* / % DIV) > power (^) > operand
///
/// Whether an operand is of the right kind is not asked here but by `check`.
class TextParser {
public:
    TextParser(std::string_view text, const ToLonLat& to_lonlat) : text_{text}, to_lonlat_{to_lonlat} {}

    Expression parse()
    {
        Expression all = either();
        skip_space();
        if (at_ < text_.size()) {
            refuse("expected AND, OR or the end");
        }
        return all;
    }

private:
    // --- characters ---

    void skip_space()
    {
        while (at_ < text_.size() && is_space(text_[at_])) {
            ++at_;
        }
    }

    /// Counted on from where it was asked last: asked of every part, it must not begin at the beginning.
    [[nodiscard]] std::string place() const
    {
        const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
        const auto characters = [&](std::size_t from, std::size_t to) {
            const auto part = text_.substr(from, to - from);
            return std::count_if(part.begin(), part.end(), begins);
        };
        counted_ += at_ >= counted_to_ ? characters(counted_to_, at_) : -characters(at_, counted_to_);
        counted_to_ = at_;
        return fmt::format("character {}", counted_ + 1);
    }

    [[noreturn]] void refuse(std::string_view expected) const
    {
        const auto codes = code_points(text_.substr(at_, 80));
        const auto came = utf8_text(std::u32string_view{codes}.substr(0, 20));
        refuse_filter(place(), came.empty() ? fmt::format("{}, but the filter ends", expected)
                                            : fmt::format("{}, came '{}'", expected, came));
    }

    bool take(char c)
    {
        skip_space();
        const bool there = at_ < text_.size() && text_[at_] == c;
        at_ += there ? std::size_t{1} : 0;
        return there;
    }

    void expect(char c)
    {
        if (!take(c)) {
            refuse(fmt::format("expected '{}'", c));
        }
    }

    /// The word that stands here, not taken yet; empty if there is none.
    std::string_view word()
    {
        skip_space();
        std::size_t end = at_;
        if (end < text_.size() && begins_name(text_[end])) {
            while (end < text_.size() && continues_name(text_[end])) {
                ++end;
            }
        }
        return text_.substr(at_, end - at_);
    }

    bool take_word(std::string_view keyword)
    {
        const auto here = word();
        const bool there = equals_ignoring_ascii_case(here, keyword);
        at_ += there ? here.size() : 0;
        return there;
    }

    void expect_word(std::string_view keyword)
    {
        if (!take_word(keyword)) {
            refuse(fmt::format("expected {}", keyword));
        }
    }

    // --- conditions ---

    Expression call(Op op, std::vector<Expression> arguments, std::string where)
    {
        budget_.take_part();
        return {Call{op, std::move(arguments), {}}, Kind::unchecked, std::move(where)};
    }

    Expression either()
    {
        const auto level = budget_.descend();
        return joined(Op::or_, "OR", [this] { return joined(Op::and_, "AND", [this] { return inverse(); }); });
    }

    template <class Next>
    Expression joined(Op op, std::string_view keyword, Next next)
    {
        Expression first = next();
        std::string where = first.where;
        std::vector<Expression> all;
        all.push_back(std::move(first));
        while (take_word(keyword)) {
            all.push_back(next());
        }
        return all.size() == 1 ? std::move(all.front()) : call(op, std::move(all), std::move(where));
    }

    Expression inverse()
    {
        skip_space();
        std::string where = place();
        if (take_word("NOT")) {
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
        if (take_word("IS")) {
            const bool inverted = take_word("NOT");
            expect_word("NULL");
            return maybe_not(inverted, only(Op::is_null, std::move(left), where));
        }
        const bool inverted = take_word("NOT");
        if (take_word("LIKE")) {
            return maybe_not(inverted, binary(Op::like, std::move(left), sum(), where));
        }
        if (take_word("BETWEEN")) {
            Expression between = binary(Op::between, std::move(left), sum(), where);
            expect_word("AND");
            std::get<Call>(between.node).arguments.push_back(sum());
            return maybe_not(inverted, std::move(between));
        }
        if (take_word("IN")) {
            return maybe_not(inverted, listed(Op::in, std::move(left), where));
        }
        if (inverted) {
            refuse("expected LIKE, BETWEEN or IN after NOT");
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
        expect('(');
        do {
            all.push_back(either());
        } while (take(','));
        expect(')');
        return call(op, std::move(all), std::move(where));
    }

    std::optional<Op> comparison()
    {
        skip_space();
        struct Sign {
            std::string_view text;
            Op op;
        };
        static constexpr std::array signs{
            Sign{"<>", Op::not_equal}, Sign{"<=", Op::less_equal}, Sign{">=", Op::greater_equal},
            Sign{"=", Op::equal},      Sign{"<", Op::less},        Sign{">", Op::greater}};
        for (const auto& [sign, op] : signs) {
            if (text_.substr(at_).starts_with(sign)) {
                at_ += sign.size();
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
            const bool add = take('+');
            if (!add && !take('-')) {
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
            const auto op = take('*')          ? std::optional{Op::multiply}
                            : take('/')        ? std::optional{Op::divide}
                            : take('%')        ? std::optional{Op::modulo}
                            : take_word("DIV") ? std::optional{Op::integer_divide}
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
            refuse(fmt::format("a filter may have at most {} signs of arithmetic", deepest_filter));
        }
        return binary(op, std::move(left), std::move(right), std::move(where));
    }

    Expression power()
    {
        Expression base = operand();
        if (!take('^')) {
            return base;
        }
        const auto level = budget_.descend();
        std::string where = base.where;
        return binary(Op::power, std::move(base), power(), std::move(where));
    }

    Expression operand()
    {
        budget_.take_part();
        skip_space();
        const std::string where = place();
        if (at_ == text_.size()) {
            refuse("expected a property, a value or a condition");
        }
        const char c = text_[at_];
        if (c == '\'') {
            return {quoted('\''), Kind::unchecked, where};
        }
        if (c == '"') {
            return {Property{quoted('"')}, Kind::unchecked, where};
        }
        if (c == '(') {
            return parenthesis(where);
        }
        if (is_digit(c) || c == '.') {
            return number(where);
        }
        if (c == '-' || c == '+') {
            return signed_operand(where);
        }
        return named(where);
    }

    Expression signed_operand(const std::string& where)
    {
        const char sign = text_[at_];
        const bool literal = at_ + 1 < text_.size() && (is_digit(text_[at_ + 1]) || text_[at_ + 1] == '.');
        if (literal) {
            return number(where);
        }
        ++at_;
        const auto level = budget_.descend();
        Expression inner = operand();
        if (sign == '+') {
            return inner;
        }
        return binary(Op::multiply, {std::int64_t{-1}, Kind::unchecked, where}, std::move(inner), where);
    }

    /// 'it''s', 'it\'s'; other backslashes stay, LIKE needs them.
    std::string quoted(char quote)
    {
        const std::size_t begin = at_++;
        std::string content;
        while (at_ < text_.size()) {
            const char c = text_[at_++];
            const char next = at_ < text_.size() ? text_[at_] : '\0';
            if (c == quote && next == quote) {
                content += c;
                ++at_;
            } else if (c == quote) {
                return content;
            } else if (c == '\\' && next == quote && quote == '\'') {
                content += next;
                ++at_;
            } else {
                content += c;
            }
        }
        at_ = begin;
        refuse(fmt::format("expected {0}…{0}; the second {0} is missing", quote));
    }

    Expression number(const std::string& where)
    {
        const auto [text, integral] = number_text();
        if (integral) {
            std::int64_t whole = 0;
            const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), whole);
            if (error == std::errc{} && end == text.data() + text.size()) {
                at_ += text.size();
                return {whole, Kind::unchecked, where};
            }
        }
        return {real(), Kind::unchecked, where};
    }

    struct NumberText {
        std::string_view text;
        bool integral = true;
    };

    /// The longest number that stands here, sign included (a '+' is skipped).
    NumberText number_text()
    {
        skip_space();
        if (at_ < text_.size() && text_[at_] == '+') {
            ++at_;
        }
        std::size_t end = at_;
        const auto digits = [&] {
            while (end < text_.size() && is_digit(text_[end])) {
                ++end;
            }
        };
        end += end < text_.size() && text_[end] == '-' ? std::size_t{1} : 0;
        digits();
        bool integral = true;
        if (end < text_.size() && text_[end] == '.') {
            integral = false;
            ++end;
            digits();
        }
        if (end < text_.size() && (text_[end] == 'e' || text_[end] == 'E')) {
            integral = false;
            ++end;
            end += end < text_.size() && (text_[end] == '-' || text_[end] == '+') ? std::size_t{1} : 0;
            digits();
        }
        return {text_.substr(at_, end - at_), integral};
    }

    double real()
    {
        const auto text = number_text().text;
        double value = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) {
            refuse("expected a number");
        }
        at_ += text.size();
        return value;
    }

    /// (a) is a, (a, b) a list.
    Expression parenthesis(const std::string& where)
    {
        expect('(');
        std::vector<Expression> elements;
        bool is_list = take(')');
        if (!is_list) {
            elements.push_back(either());
            while (take(',')) {
                is_list = true;
                elements.push_back(either());
            }
            expect(')');
        }
        return is_list ? call(Op::array, std::move(elements), where) : std::move(elements.front());
    }

    // --- what begins with a word ---

    Expression named(const std::string& where)
    {
        const auto name = word();
        if (name.empty()) {
            refuse("expected a property, a value or a condition");
        }
        const bool is_call = followed_by_parenthesis(name);
        if (!is_call) {
            refuse_reserved(name);
        }
        at_ += name.size();
        const auto is = [&](std::string_view keyword) { return equals_ignoring_ascii_case(name, keyword); };
        if (is("TRUE") || is("FALSE")) {
            return {is("TRUE"), Kind::unchecked, where};
        }
        if (auto shape = geometry(name)) {
            return {std::move(*shape), Kind::unchecked, where};
        }
        if (!is_call) {
            return {Property{std::string{name}}, Kind::unchecked, where};
        }
        const auto level = budget_.descend();
        expect('(');
        if (is("DATE") || is("TIMESTAMP")) {
            return instant(is("DATE"), where);
        }
        if (is("INTERVAL")) {
            return interval(where);
        }
        return function(name, where);
    }

    bool followed_by_parenthesis(std::string_view name)
    {
        std::size_t next = at_ + name.size();
        while (next < text_.size() && is_space(text_[next])) {
            ++next;
        }
        return next < text_.size() && text_[next] == '(';
    }

    /// A property that is called so is written in double quotes.
    void refuse_reserved(std::string_view name) const
    {
        static constexpr std::array<std::string_view, 9> reserved{"AND",     "OR", "NOT",  "LIKE", "BETWEEN",
                                                                  "IN",      "IS", "NULL", "DIV"};
        for (const auto keyword : reserved) {
            if (equals_ignoring_ascii_case(name, keyword)) {
                refuse("expected a property, a value or a condition");
            }
        }
    }

    Expression instant(bool is_day, const std::string& where)
    {
        skip_space();
        if (at_ == text_.size() || text_[at_] != '\'') {
            refuse("expected a date or time in quotes");
        }
        const auto begin = at_;
        const auto text = quoted('\'');
        const auto value = read_instant(text);
        constexpr std::size_t day = 10;
        if (!value || (text.size() == day) != is_day) {
            at_ = begin;
            refuse(is_day ? "expected a date such as '2026-04-01'"
                          : "expected a time such as '2026-04-01T09:30:00Z'");
        }
        expect(')');
        return {*value, Kind::unchecked, where};
    }

    Expression interval(const std::string& where)
    {
        Expression begin = interval_end();
        expect(',');
        Expression end = interval_end();
        expect(')');
        return binary(Op::interval, std::move(begin), std::move(end), where);
    }

    Expression interval_end()
    {
        skip_space();
        if (at_ == text_.size() || text_[at_] != '\'') {
            return operand();
        }
        const std::string where = place();
        const auto begin = at_;
        const auto text = quoted('\'');
        if (text == "..") {
            return {Open{}, Kind::unchecked, where};
        }
        const auto value = read_instant(text);
        if (!value) {
            at_ = begin;
            refuse("expected a date, a time or '..'");
        }
        return {*value, Kind::unchecked, where};
    }

    Expression function(std::string_view name, const std::string& where)
    {
        std::vector<Expression> arguments;
        if (!take(')')) {
            do {
                arguments.push_back(either());
            } while (take(','));
            expect(')');
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

    // --- geometries: well-known text ---

    template <class Next>
    auto list(Next next)
    {
        std::vector<decltype(next())> parts;
        do {
            parts.push_back(next());
        } while (take(','));
        return parts;
    }

    template <class Inner>
    auto in_parentheses(Inner inner)
    {
        expect('(');
        auto content = inner();
        expect(')');
        return content;
    }

    enum class Wkt { point, line, polygon, points, lines, polygons, collection, box };

    static std::optional<Wkt> geometry_type(std::string_view word)
    {
        static constexpr std::array<std::string_view, 8> types{
            "POINT",           "LINESTRING",   "POLYGON",            "MULTIPOINT",
            "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION", "BBOX"};
        for (std::size_t i = 0; i < types.size(); ++i) {
            if (equals_ignoring_ascii_case(types[i], word)) {
                return static_cast<Wkt>(i);
            }
        }
        return std::nullopt;
    }

    /// What stands in parentheses behind the word `type`; nothing, and nothing is taken, if none do.
    std::optional<Shape> geometry(std::string_view word_before)
    {
        const auto type = geometry_type(word_before);
        const auto back = at_;
        if (!type || ((void)take_word("Z"), !take('('))) {
            at_ = back;
            return std::nullopt;
        }
        const auto level = budget_.descend();
        Shape shape = content_of(*type);
        expect(')');
        return shape;
    }

    Shape content_of(Wkt type)
    {
        const auto one = [](Geometry<LonLat> geometry) { return Shape{{std::move(geometry)}, {}}; };
        switch (type) {
        case Wkt::point:
            return one(Points<LonLat>{{position()}});
        case Wkt::line:
            return one(Lines<LonLat>{{line()}});
        case Wkt::polygon:
            return one(Polygons<LonLat>{{polygon()}});
        case Wkt::points:
            return one(Points<LonLat>{list([this] { return multi_position(); })});
        case Wkt::lines:
            return one(Lines<LonLat>{list([this] { return in_parentheses([this] { return line(); }); })});
        case Wkt::polygons:
            return one(
                Polygons<LonLat>{list([this] { return in_parentheses([this] { return polygon(); }); })});
        case Wkt::collection:
            break;
        case Wkt::box:
            return box();
        }
        return collection();
    }

    Shape collection()
    {
        Shape shape;
        do {
            const auto type = word();
            at_ += type.size();
            auto part = geometry(type);
            if (!part || !part->boxes.empty()) {
                refuse("expected a geometry such as POINT(135.3 34.7)");
            }
            shape.parts.insert(shape.parts.end(), part->parts.begin(), part->parts.end());
        } while (take(','));
        return shape;
    }

    Shape box()
    {
        const std::string where = place();
        std::vector<double> numbers;
        do {
            numbers.push_back(real());
        } while (take(',') && numbers.size() < 7);
        return box_shape(numbers, to_lonlat_, where);
    }

    LonLat position()
    {
        budget_.take_part();
        skip_space();
        const std::string where = place();
        std::vector<double> numbers;
        do {
            numbers.push_back(real());
            skip_space();
        } while (numbers.size() < 4 && at_ < text_.size() && text_[at_] != ',' && text_[at_] != ')');
        return literal_position(numbers, to_lonlat_, where);
    }

    LonLat multi_position()
    {
        skip_space();
        const bool parenthesis = take('(');
        const LonLat p = position();
        if (parenthesis) {
            expect(')');
        }
        return p;
    }

    std::vector<LonLat> line()
    {
        const std::string where = place();
        auto positions = list([this] { return position(); });
        check_line(positions, where);
        return positions;
    }

    std::vector<LonLat> ring()
    {
        const std::string where = place();
        auto positions = in_parentheses([this] { return list([this] { return position(); }); });
        check_ring(positions, where);
        return positions;
    }

    Polygon<LonLat> polygon()
    {
        Polygon<LonLat> polygon;
        polygon.exterior = ring();
        while (take(',')) {
            polygon.interiors.push_back(ring());
        }
        return polygon;
    }

    std::string_view text_;
    const ToLonLat& to_lonlat_;
    std::size_t at_ = 0;
    mutable std::size_t counted_to_ = 0;
    mutable std::ptrdiff_t counted_ = 0; ///< characters before it
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
