#include "tiles/index_filter.hpp"

#include "datasets/cql2_names.hpp"
#include "tiles/column_builder.hpp"
#include "tiles/index_place.hpp"

#include <algorithm>
#include <compare>
#include <limits>
#include <optional>
#include <set>
#include <utility>

namespace tiles {

namespace {

using datasets::Call;
using datasets::Expression;
using datasets::Feature;
using datasets::Filter;
using datasets::FilterMatcher;
using datasets::Op;
using datasets::Property;
using datasets::Truth;

/// What a part of the filter asks of a feature.
struct Asked {
    std::set<std::size_t> fields{};
    bool geometry = false;
    bool id = false;
};

void gather(const Expression& expression, Asked& asked)
{
    if (const auto* property = std::get_if<Property>(&expression.node)) {
        switch (property->of) {
        case Property::Of::field:
            asked.fields.insert(property->index);
            break;
        case Property::Of::geometry:
            asked.geometry = true;
            break;
        case Property::Of::feature_id:
        case Property::Of::unbound:
            asked.id = true;
            break;
        }
    } else if (const auto* call = std::get_if<Call>(&expression.node)) {
        for (const Expression& argument : call->arguments) {
            gather(argument, asked);
        }
    }
}

Asked asked_by(const Expression& expression)
{
    Asked asked;
    gather(expression, asked);
    return asked;
}

bool is_connective(Op op) { return op == Op::and_ || op == Op::or_ || op == Op::not_; }

/// Evaluates parts of one filter over the columns of one index.
class Evaluation {
public:
    Evaluation(const IndexedFeatures& index, const datasets::Deadline& deadline)
        : index_{index}, deadline_{deadline}
    {
    }

    /// Only asked of the rows `among`; what it says of others means nothing.
    [[nodiscard]] TruthMap truth(const Expression& expression, const Bitmap& among) const
    {
        const auto* call = std::get_if<Call>(&expression.node);
        if (call == nullptr || !is_connective(call->op)) {
            return leaf(expression, among);
        }
        if (call->op == Op::not_) {
            TruthMap inner = truth(call->arguments.front(), among);
            std::swap(inner.yes, inner.no);
            return inner;
        }
        return call->op == Op::and_ ? conjunction(*call, among) : disjunction(*call, among);
    }

private:
    /// What is cheap first.
    [[nodiscard]] std::vector<const Expression*> by_cost(const Call& call) const
    {
        std::vector<std::pair<int, const Expression*>> order;
        for (const Expression& argument : call.arguments) {
            order.emplace_back(cost(argument), &argument);
        }
        std::ranges::stable_sort(order, {}, [](const auto& entry) { return entry.first; });
        std::vector<const Expression*> expressions;
        for (const auto& [price, expression] : order) {
            expressions.push_back(expression);
        }
        return expressions;
    }

    [[nodiscard]] int cost(const Expression& expression) const
    {
        if (const auto* call = std::get_if<Call>(&expression.node);
            call != nullptr && is_connective(call->op)) {
            int most = 0;
            for (const Expression& argument : call->arguments) {
                most = std::max(most, cost(argument));
            }
            return most;
        }
        const Asked asked = asked_by(expression);
        if (asked.geometry) {
            return asked.fields.empty() && !asked.id ? 3 : 5;
        }
        if (asked.fields.size() + (asked.id ? 1U : 0U) > 1 || asked.id) {
            return 4;
        }
        return asked.fields.empty() ? 0 : index_.columns()[*asked.fields.begin()].in_dictionary() ? 1 : 2;
    }

    [[nodiscard]] TruthMap conjunction(const Call& call, const Bitmap& among) const
    {
        TruthMap all{among, Bitmap{index_.size()}};
        Bitmap left = among;
        for (const Expression* argument : by_cost(call)) {
            const TruthMap next = truth(*argument, left);
            all.yes &= next.yes;
            all.no |= next.no;
            left -= next.no;
        }
        return all;
    }

    [[nodiscard]] TruthMap disjunction(const Call& call, const Bitmap& among) const
    {
        TruthMap any{Bitmap{index_.size()}, among};
        Bitmap left = among;
        for (const Expression* argument : by_cost(call)) {
            const TruthMap next = truth(*argument, left);
            any.yes |= next.yes;
            any.no &= next.no;
            left -= next.yes;
        }
        return any;
    }

    [[nodiscard]] TruthMap leaf(const Expression& expression, const Bitmap& among) const
    {
        deadline_.check();
        const Filter filter{expression};
        const Asked asked = asked_by(expression);
        if (!asked.geometry && !asked.id && asked.fields.size() <= 1) {
            if (asked.fields.empty()) {
                return constant(filter);
            }
            const std::size_t field = *asked.fields.begin();
            if (index_.columns()[field].in_dictionary()) {
                return by_value(filter, field);
            }
            if (auto compared = by_number(expression, index_.columns()[field])) {
                return std::move(*compared);
            }
        }
        if (asked.geometry && asked.fields.empty() && !asked.id) {
            if (auto found = truth_by_place(index_, filter, among, deadline_)) {
                return std::move(*found);
            }
        }
        return by_row(filter, asked, among);
    }

    [[nodiscard]] TruthMap constant(const Filter& filter) const
    {
        Feature nothing;
        nothing.values.resize(index_.columns().size());
        const Truth answer = FilterMatcher{filter, deadline_}.truth(nothing);
        return {Bitmap{index_.size(), answer == Truth::yes}, Bitmap{index_.size(), answer == Truth::no}};
    }

    /// Each value of the dictionary is asked once, "missing" too.
    [[nodiscard]] TruthMap by_value(const Filter& filter, std::size_t field) const
    {
        const IndexColumn& column = index_.columns()[field];
        const FilterMatcher matcher{filter, deadline_};
        Feature feature;
        feature.values.resize(index_.columns().size());
        std::vector<std::uint8_t> yes(column.distinct() + 1), no(column.distinct() + 1);
        datasets::Pace pace{deadline_};
        for (std::size_t code = 0; code <= column.distinct(); ++code) {
            pace.step();
            feature.values[field] = column.value_of(code);
            const Truth answer = matcher.truth(feature);
            yes[code] = answer == Truth::yes ? 1 : 0;
            no[code] = answer == Truth::no ? 1 : 0;
        }
        return std::visit(
            [&](const auto& codes) {
                return rowwise([&](std::size_t row) { return yes[codes[row]]; },
                               [&](std::size_t row) { return no[codes[row]]; });
            },
            column.codes());
    }

    /// Two sets from what is 1 or 0 for each row, made 64 rows at a time.
    template <class Yes, class No>
    [[nodiscard]] TruthMap rowwise(const Yes& yes, const No& no) const
    {
        TruthMap map{Bitmap{index_.size()}, Bitmap{index_.size()}};
        for (std::size_t first = 0; first < index_.size(); first += 64) {
            std::uint64_t yes_word = 0, no_word = 0;
            const std::size_t rows = std::min<std::size_t>(64, index_.size() - first);
            for (std::size_t i = 0; i < rows; ++i) {
                yes_word |= std::uint64_t{yes(first + i)} << i;
                no_word |= std::uint64_t{no(first + i)} << i;
            }
            map.yes.set_word(first / 64, yes_word);
            map.no.set_word(first / 64, no_word);
        }
        return map;
    }

    /// `column < 3` and the like over a plain column; nothing if it is something else. Numbers beyond 2^53 are left to the
    /// reference, as a double does not tell them apart.
    [[nodiscard]] std::optional<TruthMap> by_number(const Expression& expression,
                                                    const IndexColumn& column) const
    {
        const auto* call = std::get_if<Call>(&expression.node);
        if (call == nullptr || !datasets::is_comparison(call->op) || call->arguments.size() != 2) {
            return std::nullopt;
        }
        const bool turned = !std::holds_alternative<Property>(call->arguments[0].node);
        const auto literal = number_of(call->arguments[turned ? 0 : 1]);
        if (!literal || !std::holds_alternative<Property>(call->arguments[turned ? 1 : 0].node)) {
            return std::nullopt;
        }
        constexpr std::int64_t exact = std::int64_t{1} << 53;
        if (!column.integers().empty() &&
            std::ranges::any_of(column.integers(), [](std::int64_t v) { return v < -exact || v > exact; })) {
            return std::nullopt;
        }
        switch (call->op) {
        case Op::equal:
            return compared(column, [&](double v) { return v == *literal; });
        case Op::not_equal:
            return compared(column, [&](double v) { return v != *literal; });
        case Op::less:
            return turned ? compared(column, [&](double v) { return v > *literal; })
                          : compared(column, [&](double v) { return v < *literal; });
        case Op::less_equal:
            return turned ? compared(column, [&](double v) { return v >= *literal; })
                          : compared(column, [&](double v) { return v <= *literal; });
        case Op::greater:
            return turned ? compared(column, [&](double v) { return v < *literal; })
                          : compared(column, [&](double v) { return v > *literal; });
        case Op::greater_equal:
            return turned ? compared(column, [&](double v) { return v <= *literal; })
                          : compared(column, [&](double v) { return v >= *literal; });
        default:
            return std::nullopt;
        }
    }

    [[nodiscard]] static std::optional<double> number_of(const Expression& expression)
    {
        if (const auto* whole = std::get_if<std::int64_t>(&expression.node)) {
            constexpr std::int64_t exact = std::int64_t{1} << 53;
            return *whole >= -exact && *whole <= exact ? std::optional{static_cast<double>(*whole)}
                                                       : std::nullopt;
        }
        const auto* real = std::get_if<double>(&expression.node);
        return real != nullptr ? std::optional{*real} : std::nullopt;
    }

    template <class Holds>
    [[nodiscard]] TruthMap compared(const IndexColumn& column, const Holds& holds) const
    {
        const auto over = [&](const auto& values) {
            const auto known = column.known();
            const auto is_known = [&](std::size_t row) { return known[row / 64] >> (row % 64) & 1; };
            return rowwise(
                [&](std::size_t row) {
                    return (holds(static_cast<double>(values[row])) ? 1U : 0U) & is_known(row);
                },
                [&](std::size_t row) {
                    return (holds(static_cast<double>(values[row])) ? 0U : 1U) & is_known(row);
                });
        };
        return column.integers().empty() ? over(column.numbers()) : over(column.integers());
    }

    [[nodiscard]] TruthMap by_row(const Filter& filter, const Asked& asked, const Bitmap& among) const
    {
        const FilterMatcher matcher{filter, deadline_};
        TruthMap map{Bitmap{index_.size()}, Bitmap{index_.size()}};
        Feature feature;
        feature.values.resize(index_.columns().size());
        datasets::Pace pace{deadline_, 16};
        among.for_each([&](std::size_t row) {
            pace.step();
            feature.fid = index_.fid(row);
            if (asked.id) {
                feature.id = index_.id(row);
            }
            if (asked.geometry) {
                feature.geometry = index_.geometry(row);
            }
            for (const std::size_t field : asked.fields) {
                feature.values[field] = index_.columns()[field].value(row);
            }
            const Truth answer = matcher.truth(feature);
            if (answer == Truth::yes) {
                map.yes.set(row);
            } else if (answer == Truth::no) {
                map.no.set(row);
            }
        });
        return map;
    }

    const IndexedFeatures& index_;
    const datasets::Deadline& deadline_;
};

/// Times that touch the interval: FeatureStore compares the same seconds as texts.
void keep_in_time(const IndexedFeatures& index, const datasets::Selection& selection, Bitmap& rows)
{
    const auto column_of = [&](const std::string& name) {
        return std::ranges::find(index.columns(), name, &IndexColumn::name);
    };
    const auto begin = column_of(selection.time_fields.begin);
    const auto end = column_of(selection.time_fields.end);
    if (begin == index.columns().end() || begin->first_seconds().size() != begin->distinct()) {
        rows = Bitmap{index.size()};
        return;
    }
    const bool has_end = end != index.columns().end() && end->last_seconds().size() == end->distinct();
    const auto& time = *selection.time;
    const std::int64_t from =
        time.begin.empty() ? std::numeric_limits<std::int64_t>::min() : seconds_of(time.begin);
    const std::int64_t to =
        time.end.empty() ? std::numeric_limits<std::int64_t>::max() : seconds_of(time.end);
    Bitmap touching{index.size()};
    rows.for_each([&](std::size_t row) {
        const std::uint32_t first = begin->code(row);
        if (first == begin->distinct()) {
            return;
        }
        const std::int64_t last = has_end && !end->is_missing(row) ? end->last_seconds()[end->code(row)]
                                                                   : begin->last_seconds()[first];
        if (begin->first_seconds()[first] <= to && last >= from) {
            touching.set(row);
        }
    });
    rows = std::move(touching);
}

} // namespace

Bitmap select(const IndexedFeatures& index, const Filter& filter, const datasets::Deadline& deadline)
{
    return Evaluation{index, deadline}.truth(filter.root, Bitmap{index.size(), true}).yes;
}

Bitmap select(const IndexedFeatures& index, const datasets::Selection& selection,
              const datasets::Deadline& deadline)
{
    Bitmap rows =
        selection.boxes.empty() ? Bitmap{index.size(), true} : rows_in(index, selection.boxes, deadline);
    if (selection.time && !selection.time_fields.begin.empty()) {
        keep_in_time(index, selection, rows);
    }
    return rows;
}

} // namespace tiles
