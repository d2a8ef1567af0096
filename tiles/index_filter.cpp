#include "tiles/index_filter.hpp"

#include "tiles/column_builder.hpp"
#include "tiles/index_place.hpp"
#include "tiles/index_values.hpp"

#include <algorithm>
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
                return truth_by_value(index_.columns(), field, filter, among, deadline_);
            }
            if (auto compared = truth_by_number(index_.columns()[field], expression, among)) {
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
    return select(index, filter, Bitmap{index.size(), true}, deadline);
}

Bitmap select(const IndexedFeatures& index, const Filter& filter, const Bitmap& among,
              const datasets::Deadline& deadline)
{
    Bitmap rows = Evaluation{index, deadline}.truth(filter.root, among).yes;
    rows &= among;
    return rows;
}

Bitmap select(const IndexedFeatures& index, const datasets::Selection& selection,
              const datasets::Deadline& deadline)
{
    return select(index, selection, Bitmap{index.size(), true}, deadline);
}

Bitmap select(const IndexedFeatures& index, const datasets::Selection& selection, const Bitmap& among,
              const datasets::Deadline& deadline)
{
    Bitmap rows = among;
    if (!selection.boxes.empty()) {
        rows &= rows_in(index, selection.boxes, deadline);
    }
    if (selection.time && !selection.time_fields.begin.empty()) {
        keep_in_time(index, selection, rows);
    }
    return rows;
}

} // namespace tiles
