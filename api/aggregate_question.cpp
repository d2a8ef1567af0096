#include "api/aggregate_question.hpp"

#include "api/problem.hpp"
#include "api/query.hpp"
#include "api/selected_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace api {

namespace {

using datasets::FieldType;

constexpr std::array<std::string_view, 7> measure_names{"count", "sum",  "mean",   "min",
                                                        "max",   "rate", "density"};

/// A field of numbers; nothing if the parameter is not given.
std::optional<std::size_t> number_field(std::string_view parameter, std::string_view name,
                                        const Snapshot& snapshot)
{
    const auto field = snapshot.info.schema.index_of(name);
    if (!field) {
        throw Problem{400, fmt::format("'{}' has no field '{}'", snapshot.id(), name),
                      std::string{parameter}};
    }
    const FieldType type = snapshot.info.schema.fields[*field].type;
    if (type != FieldType::integer && type != FieldType::number) {
        throw Problem{400, fmt::format("'{}' holds no numbers", name), std::string{parameter}};
    }
    return field;
}

std::optional<std::size_t> number_field(const Request& request, std::string_view parameter,
                                        const Snapshot& snapshot)
{
    const auto name = request.parameter(parameter);
    return name ? number_field(parameter, *name, snapshot) : std::nullopt;
}

Measure measure_parameter(const Request& request, Measure standard)
{
    const auto name = request.parameter("measure");
    if (!name) {
        return standard;
    }
    const auto found = std::ranges::find(measure_names, *name);
    if (found == measure_names.end()) {
        throw Problem{
            400, fmt::format("measure must be one of {}, not '{}'", fmt::join(measure_names, ", "), *name),
            "measure"};
    }
    return static_cast<Measure>(found - measure_names.begin());
}

std::size_t class_count_parameter(const Request& request)
{
    const auto text = request.parameter("n");
    if (!text) {
        return 5;
    }
    int count = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), count);
    if (error != std::errc{} || end != text->data() + text->size() || count < 2 || count > 20) {
        throw Problem{400, fmt::format("n must be a number of classes from 2 to 20, not '{}'", *text), "n"};
    }
    return static_cast<std::size_t>(count);
}

/// `functions` may only name what there is, and asks for quantiles, which are not free.
bool functions_parameter(const Request& request, const AggregateQuestion& question)
{
    bool quantiles = false;
    for (const std::string_view name : split_list(request.parameter("functions").value_or("count"), ',')) {
        const auto fail = [&](std::string_view why) {
            throw Problem{400, fmt::format("function '{}' {}", name, why), "functions"};
        };
        if (name == "quantiles") {
            quantiles = true;
        } else if (std::ranges::find(measure_names, name) == measure_names.end()) {
            fail("is not known; known are count, sum, mean, min, max, quantiles, rate, density");
        }
        const bool of_value =
            name == "sum" || name == "mean" || name == "min" || name == "max" || name == "quantiles";
        if (of_value && !question.value) {
            fail("needs a field of numbers in 'value'");
        }
        if (name == "rate" && !question.denominator && !question.area_denominator) {
            fail("needs a field of numbers in 'denominator'");
        }
    }
    return quantiles;
}

void read_rate(const Request& request, const Snapshot& snapshot, AggregateQuestion& question)
{
    question.numerator = number_field(request, "numerator", snapshot);
    if (const auto name = request.parameter("denominator")) {
        constexpr std::string_view of_areas = "dataset:";
        if (!name->starts_with(of_areas)) {
            question.denominator = number_field("denominator", *name, snapshot);
        } else if (question.by.areas) {
            question.area_denominator =
                number_field("denominator", name->substr(of_areas.size()), *question.by.areas);
        } else {
            throw Problem{
                400, "denominator may only name a field of the areas if features are counted by a dataset",
                "denominator"};
        }
    }
    if (question.numerator && !question.denominator && !question.area_denominator) {
        throw Problem{400, "a numerator needs a denominator", "numerator"};
    }
}

/// The denominators of the areas come once a group, whatever is selected.
void divide_by_areas(const AggregateQuestion& question, const tiles::RowGroups& groups,
                     const tiles::IndexedFeatures& features, const tiles::Bitmap& rows,
                     tiles::GroupStatistics& statistics)
{
    const auto& denominators = question.by.areas->index->features().columns()[*question.area_denominator];
    for (tiles::GroupSums& sums : statistics.groups) {
        sums.rated = sums.count;
        sums.numerator = question.numerator ? 0 : static_cast<double>(sums.count);
        sums.denominator = 0;
    }
    if (question.numerator) {
        const auto& numerators = features.columns()[*question.numerator];
        rows.for_each([&](std::size_t row) {
            if (groups.group_of_row[row] != tiles::RowGroups::none && !numerators.is_missing(row)) {
                statistics.groups[groups.group_of_row[row]].numerator += numerators.number(row);
            }
        });
    }
    for (std::size_t i = 0; i < groups.groups.size(); ++i) {
        tiles::GroupSums& sums = statistics.groups[i];
        if (!denominators.is_missing(groups.groups[i].area)) {
            sums.denominator = denominators.number(groups.groups[i].area);
            statistics.total.numerator += sums.numerator;
            statistics.total.denominator += sums.denominator;
            statistics.total.rated += sums.count;
        }
    }
}

} // namespace

std::string_view to_string(Measure measure) { return measure_names[static_cast<std::size_t>(measure)]; }

AggregateQuestion aggregate_question(const Request& request, const Site& site, const Snapshot& snapshot)
{
    AggregateQuestion question;
    question.by = grouping_parameter(request, site, snapshot);
    question.rows = filter_parameters(request, snapshot.info);
    question.value = number_field(request, "value", snapshot);
    read_rate(request, snapshot, question);
    question.quantiles = functions_parameter(request, question);
    if (const auto name = request.parameter("classes")) {
        question.classes = datasets::class_method_from(*name);
        if (!question.classes) {
            throw Problem{400, fmt::format("classes must be quantile, equal or jenks, not '{}'", *name),
                          "classes"};
        }
    }
    question.class_count = class_count_parameter(request);
    question.measure =
        measure_parameter(request, question.denominator || question.area_denominator ? Measure::rate
                                   : question.value                                  ? Measure::sum
                                                                                     : Measure::count);
    return question;
}

std::string name_of(const AggregateQuestion& question)
{
    const auto field = [](std::optional<std::size_t> number) {
        return number ? fmt::format("{}", *number) : "-";
    };
    return fmt::format("{},{},{},{},{}", field(question.value), field(question.numerator),
                       field(question.denominator), field(question.area_denominator), question.quantiles);
}

bool is_told(const AggregateQuestion& question, const tiles::GroupSums& sums)
{
    return sums.count > 0 || question.by.kind == Grouping::Kind::dataset;
}

namespace {

tiles::GroupStatistics statistics_for(const AggregateQuestion& question, const Snapshot& snapshot,
                                      const tiles::RowGroups& groups, const datasets::Deadline& deadline)
{
    const auto& features = snapshot.index->features(deadline);
    const auto rows = rows_of(snapshot, question.rows, deadline);
    const auto column = [&](std::optional<std::size_t> field) {
        return field ? &features.columns()[*field] : nullptr;
    };
    auto statistics = tiles::statistics_of(features, groups, *rows,
                                           {column(question.value), column(question.numerator),
                                            column(question.denominator), question.quantiles},
                                           deadline);
    if (question.area_denominator) {
        divide_by_areas(question, groups, features, *rows, statistics);
    }
    if (const int threshold = snapshot.info.manifest.privacy.min_count.threshold; threshold > 1) {
        const tiles::Bitmap all{features.size(), true};
        tiles::hide_small_groups(statistics, tiles::statistics_of(features, groups, all, {}, deadline),
                                 static_cast<std::size_t>(threshold));
    }
    return statistics;
}

} // namespace

AggregateAnswer answer(const AggregateQuestion& question, const Snapshot& snapshot,
                       const datasets::Deadline& deadline)
{
    AggregateAnswer answer;
    answer.groups = groups_of(snapshot, question.by, deadline);
    answer.statistics = snapshot.index->statistics(
        fmt::format("{}:{} {} {}", to_string(question.by.kind), question.by.name, question.rows.name,
                    name_of(question)),
        [&] { return statistics_for(question, snapshot, *answer.groups, deadline); });
    if (question.classes) {
        std::vector<double> values;
        for (std::size_t i = 0; i < answer.statistics->groups.size(); ++i) {
            const auto& sums = answer.statistics->groups[i];
            const auto value = measure_of(question.measure, sums, answer.groups->groups[i].area_m2);
            if (value && is_told(question, sums)) {
                values.push_back(*value);
            }
        }
        answer.breaks =
            datasets::class_breaks(std::move(values), *question.classes, question.class_count, deadline);
    }
    return answer;
}

std::optional<double> measure_of(Measure measure, const tiles::GroupSums& sums, std::optional<double> area_m2)
{
    if (sums.suppressed) {
        return std::nullopt;
    }
    const auto of_values = [&](double value) {
        return sums.values > 0 ? std::optional{value} : std::nullopt;
    };
    switch (measure) {
    case Measure::count:
        return static_cast<double>(sums.count);
    case Measure::sum:
        return of_values(sums.sum);
    case Measure::mean:
        return of_values(sums.sum / static_cast<double>(sums.values));
    case Measure::min:
        return of_values(sums.min);
    case Measure::max:
        return of_values(sums.max);
    case Measure::rate:
        return sums.denominator > 0 ? std::optional{sums.numerator / sums.denominator} : std::nullopt;
    case Measure::density:
        break;
    }
    constexpr double square_kilometre = 1e6;
    return area_m2 && *area_m2 > 0
               ? std::optional{static_cast<double>(sums.count) / (*area_m2 / square_kilometre)}
               : std::nullopt;
}

} // namespace api
