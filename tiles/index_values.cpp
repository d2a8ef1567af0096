#include "tiles/index_values.hpp"

#include "datasets/cql2_names.hpp"

#include <algorithm>
#include <cstdint>
#include <variant>
#include <vector>

namespace tiles {

namespace {

using datasets::Call;
using datasets::Expression;
using datasets::Op;
using datasets::Property;
using datasets::Truth;

/// Two sets from what is 1 or 0 for each row, made 64 rows at a time; words without a row `among` are left out.
template <class Yes, class No>
TruthMap rowwise(const Bitmap& among, const Yes& yes, const No& no)
{
    TruthMap map{Bitmap{among.size()}, Bitmap{among.size()}};
    for (std::size_t first = 0; first < among.size(); first += 64) {
        if (among.words()[first / 64] == 0) {
            continue;
        }
        std::uint64_t yes_word = 0, no_word = 0;
        const std::size_t rows = std::min<std::size_t>(64, among.size() - first);
        for (std::size_t i = 0; i < rows; ++i) {
            yes_word |= std::uint64_t{yes(first + i)} << i;
            no_word |= std::uint64_t{no(first + i)} << i;
        }
        map.yes.set_word(first / 64, yes_word);
        map.no.set_word(first / 64, no_word);
    }
    return map;
}

bool is_exact(std::int64_t v)
{
    constexpr std::int64_t most = std::int64_t{1} << 53;
    return v >= -most && v <= most;
}

/// Whether a double tells the values of the rows apart. Whole words of rows are looked at: a row too many does no harm.
bool are_exact(std::span<const std::int64_t> values, const Bitmap& among)
{
    for (std::size_t first = 0; first < values.size(); first += 64) {
        if (among.words()[first / 64] != 0 &&
            !std::ranges::all_of(values.subspan(first, std::min<std::size_t>(64, values.size() - first)),
                                 is_exact)) {
            return false;
        }
    }
    return true;
}

std::optional<double> number_of(const Expression& expression)
{
    if (const auto* whole = std::get_if<std::int64_t>(&expression.node)) {
        return is_exact(*whole) ? std::optional{static_cast<double>(*whole)} : std::nullopt;
    }
    const auto* real = std::get_if<double>(&expression.node);
    return real != nullptr ? std::optional{*real} : std::nullopt;
}

/// The same comparison with its sides exchanged.
Op mirrored(Op op)
{
    return op == Op::less            ? Op::greater
           : op == Op::less_equal    ? Op::greater_equal
           : op == Op::greater       ? Op::less
           : op == Op::greater_equal ? Op::less_equal
                                     : op;
}

template <class Holds>
TruthMap compared(const IndexColumn& column, const Bitmap& among, const Holds& holds)
{
    const auto over = [&](const auto& values) {
        const auto known = column.known();
        const auto is_known = [&](std::size_t row) { return known[row / 64] >> (row % 64) & 1; };
        return rowwise(
            among,
            [&](std::size_t row) {
                return (holds(static_cast<double>(values[row])) ? 1U : 0U) & is_known(row);
            },
            [&](std::size_t row) {
                return (holds(static_cast<double>(values[row])) ? 0U : 1U) & is_known(row);
            });
    };
    return column.integers().empty() ? over(column.numbers()) : over(column.integers());
}

} // namespace

TruthMap truth_by_value(std::span<const IndexColumn> columns, std::size_t field,
                        const datasets::Filter& filter, const Bitmap& among,
                        const datasets::Deadline& deadline)
{
    const IndexColumn& column = columns[field];
    const datasets::FilterMatcher matcher{filter, deadline};
    datasets::Feature feature;
    feature.values.resize(columns.size());
    std::vector<std::uint8_t> yes(column.distinct() + 1), no(column.distinct() + 1);
    datasets::Pace pace{deadline};
    const auto ask = [&](std::size_t code) {
        pace.step();
        feature.values[field] = column.value_of(code);
        const Truth answer = matcher.truth(feature);
        yes[code] = answer == Truth::yes ? 1 : 0;
        no[code] = answer == Truth::no ? 1 : 0;
    };
    return std::visit(
        [&](const auto& codes) {
            if (among.count() > column.distinct()) {
                for (std::size_t code = 0; code <= column.distinct(); ++code) {
                    ask(code);
                }
            } else {
                Bitmap asked{column.distinct() + 1};
                among.for_each([&](std::size_t row) {
                    if (!asked.test(codes[row])) {
                        asked.set(codes[row]);
                        ask(codes[row]);
                    }
                });
            }
            return rowwise(
                among, [&](std::size_t row) { return yes[codes[row]]; },
                [&](std::size_t row) { return no[codes[row]]; });
        },
        column.codes());
}

std::optional<TruthMap> truth_by_number(const IndexColumn& column, const Expression& expression,
                                        const Bitmap& among)
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
    if (!column.integers().empty() && !are_exact(column.integers(), among)) {
        return std::nullopt;
    }
    const auto rows = [&](const auto& holds) { return std::optional{compared(column, among, holds)}; };
    switch (turned ? mirrored(call->op) : call->op) {
    case Op::equal:
        return rows([&](double v) { return v == *literal; });
    case Op::not_equal:
        return rows([&](double v) { return v != *literal; });
    case Op::less:
        return rows([&](double v) { return v < *literal; });
    case Op::less_equal:
        return rows([&](double v) { return v <= *literal; });
    case Op::greater:
        return rows([&](double v) { return v > *literal; });
    case Op::greater_equal:
        return rows([&](double v) { return v >= *literal; });
    default:
        return std::nullopt;
    }
}

} // namespace tiles
