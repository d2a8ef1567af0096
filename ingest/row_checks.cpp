#include "ingest/row_checks.hpp"

#include "datasets/text_folding.hpp"
#include "ingest/finding.hpp"
#include "ingest/row_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

namespace ingest {

namespace {

using datasets::AtMostCheck;
using datasets::FallCheck;
using datasets::LengthCheck;
using datasets::RateCheck;
using datasets::SlopeCheck;
using datasets::SumCheck;

/// What binary fractions lose of decimal ones in a few additions.
double slack(double value) { return 1e-9 * (1 + std::abs(value)); }

datasets::LocalText joined(const datasets::LocalText& a, const std::string& between,
                           const datasets::LocalText& b)
{
    return {a.ja + between + b.ja, a.en + between + b.en};
}

ReportEntry warning(Finding finding, const std::string& field, std::vector<std::string> others,
                    const datasets::LocalText& about)
{
    ReportEntry entry = entry_of(finding, EntryKind::warning, field, about);
    entry.others = std::move(others);
    return entry;
}

std::optional<ReportEntry> complaint(const SumCheck& check, const RowValues& values)
{
    const auto total = values.number(check.total);
    double sum = 0;
    datasets::LocalText parts;
    for (const std::string& part : check.parts) {
        const auto number = values.number(part);
        if (!number) {
            return std::nullopt;
        }
        sum += *number;
        parts = parts.ja.empty() ? values.labelled(part) : joined(parts, " + ", values.labelled(part));
    }
    if (!total || std::abs(*total - sum) <= check.tolerance + slack(sum)) {
        return std::nullopt;
    }
    const std::string equals = " = " + shown(sum) + " ≠ ";
    return warning(Finding::check_sum, check.total, check.parts,
                   joined(parts, equals, values.labelled(check.total)));
}

std::optional<ReportEntry> complaint(const AtMostCheck& check, const RowValues& values)
{
    const auto number = values.number(check.field);
    const auto limit = values.number(check.limit);
    if (!number || !limit || *number <= *limit + check.tolerance + slack(*limit)) {
        return std::nullopt;
    }
    return warning(Finding::check_at_most, check.field, {check.limit},
                   joined(values.labelled(check.field), " > ", values.labelled(check.limit)));
}

std::optional<ReportEntry> complaint(const RateCheck& check, const RowValues& values)
{
    const auto rate = values.number(check.rate);
    const auto of = values.number(check.of);
    const auto by = values.number(check.by);
    if (!rate || !of || !by || *by <= 0) {
        return std::nullopt; // of nobody there is no rate
    }
    const double computed = 100 * *of / *by;
    const double rounding = 0.5 * std::pow(10.0, -check.decimals); // however a half is rounded
    if (std::abs(computed - *rate) <= rounding + check.tolerance + slack(computed)) {
        return std::nullopt;
    }
    const std::string equals = fmt::format(" ≠ {:.{}f} = 100 × ", computed, check.decimals + 1);
    return warning(Finding::check_rate, check.rate, {check.of, check.by},
                   joined(joined(values.labelled(check.rate), equals, values.labelled(check.of)), " ÷ ",
                          values.labelled(check.by)));
}

bool is_for(const datasets::Only& only, const RowValues& values)
{
    const std::string value = datasets::fold_width(values.text(only.field));
    return only.field.empty() ||
           std::any_of(only.values.begin(), only.values.end(),
                       [&](const std::string& wanted) { return datasets::fold_width(wanted) == value; });
}

std::optional<ReportEntry> complaint(const FallCheck& check, const RowValues& values)
{
    const auto upstream = values.number(check.upstream);
    const auto downstream = values.number(check.downstream);
    if (!upstream || !downstream || *upstream > *downstream || !is_for(check.only, values)) {
        return std::nullopt;
    }
    return warning(Finding::check_falls, check.upstream, {check.downstream},
                   joined(values.labelled(check.upstream), " ≦ ", values.labelled(check.downstream)));
}

std::optional<ReportEntry> complaint(const SlopeCheck& check, const RowValues& values)
{
    const auto slope = values.number(check.slope);
    const auto upstream = values.number(check.upstream);
    const auto downstream = values.number(check.downstream);
    const auto length = check.length.empty() ? values.length() : values.number(check.length);
    if (!slope || !upstream || !downstream || !length || *length <= 0 || !is_for(check.only, values)) {
        return std::nullopt;
    }
    const double computed = 1000 * (*upstream - *downstream) / *length;
    const double allowed = check.tolerance + 1000 * check.level_tolerance / *length;
    if (std::abs(computed - *slope) <= allowed + slack(computed)) {
        return std::nullopt;
    }
    std::vector<std::string> others{check.upstream, check.downstream};
    if (!check.length.empty()) {
        others.push_back(check.length);
    }
    const auto levels = joined(values.labelled(check.upstream), " − ", values.labelled(check.downstream));
    const std::string by = fmt::format(") ÷ {:.2f} m", *length);
    return warning(
        Finding::check_slope, check.slope, std::move(others),
        joined(joined(values.labelled(check.slope), fmt::format("‰ ≠ {:.2f}‰ = (", computed), levels), by,
               {}));
}

std::optional<ReportEntry> complaint(const LengthCheck& check, const RowValues& values)
{
    const auto stated = values.number(check.length);
    const auto drawn = values.length();
    if (!stated || !drawn ||
        std::abs(*stated - *drawn) <= check.tolerance + check.tolerance_percent / 100 * *drawn) {
        return std::nullopt;
    }
    const std::string metres = fmt::format("{:.2f} m", *drawn);
    const datasets::LocalText on_the_map{"図形 " + metres, "geometry " + metres};
    return warning(Finding::check_length, check.length, {},
                   joined(values.labelled(check.length), " m ≠ ", on_the_map));
}

/// Looks beyond the row: `LineEnds` does it.
std::optional<ReportEntry> complaint(const datasets::EndsCheck& /*check*/, const RowValues& /*values*/)
{
    return std::nullopt;
}

} // namespace

RowChecks::RowChecks(const datasets::Manifest& manifest, const datasets::Schema& schema,
                     const std::map<std::string, PublishedDataset>& others)
    : manifest_{manifest}, schema_{schema}
{
    for (const datasets::Check& check : manifest.checks) {
        if (const auto* ends = std::get_if<datasets::EndsCheck>(&check)) {
            ends_.emplace_back(*ends, others.at(ends->dataset));
        }
    }
}

void RowChecks::check(const datasets::Feature& feature, std::vector<ReportEntry>& entries)
{
    const RowValues values{feature, schema_};
    for (const datasets::Check& check : manifest_.checks) {
        auto entry = std::visit([&](const auto& rule) { return complaint(rule, values); }, check);
        if (entry) {
            entries.push_back(*std::move(entry));
        }
    }
    for (LineEnds& ends : ends_) {
        ends.check(feature, schema_, entries);
    }
}

std::vector<ReportEntry> RowChecks::of_all_rows() const
{
    std::vector<ReportEntry> entries;
    for (const LineEnds& ends : ends_) {
        if (auto orphans = ends.orphans()) {
            entries.push_back(*std::move(orphans));
        }
    }
    return entries;
}

} // namespace ingest
