#include "ingest/derived_fields.hpp"

#include "datasets/mesh.hpp"
#include "ingest/error.hpp"
#include "ingest/finding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

namespace ingest {

namespace {

using datasets::Feature;
using datasets::Polygons;
using datasets::Value;

/// A value of one type cannot stand in a column of another.
void check_type(const datasets::Field& here, const datasets::JoinedValue& joined,
                const PublishedDataset& other)
{
    const auto& there = other.info().schema.fields[other.field(joined.field, "to join")];
    if (here.type != there.type) {
        throw IngestError{
            fmt::format("項目 '{0}' の型は {1} ですが、データセット '{3}' の '{2}' は {4} です。\"type\": "
                        "\"{5}\" と書いてください / the field '{0}' is of the type {1}, but '{2}' of the "
                        "dataset '{3}' is {4}; say \"type\": \"{5}\"",
                        here.name, to_string(here.type), joined.field, joined.join.dataset,
                        to_string(there.type), to_string(there.type))};
    }
}

std::optional<double> number_of(const Value& value)
{
    if (const auto* whole = std::get_if<std::int64_t>(&value)) {
        return static_cast<double>(*whole);
    }
    const auto* number = std::get_if<double>(&value);
    return number == nullptr ? std::nullopt : std::optional{*number};
}

Value mesh_code_of(const Feature& feature, int metres, const Repairer& repairer)
{
    const auto point = feature.geometry ? repairer.point_on_surface(*feature.geometry) : std::nullopt;
    const auto code = point ? mesh_code(*point, metres) : std::nullopt;
    return code ? Value{*code} : Value{};
}

} // namespace

DerivedFields::DerivedFields(const datasets::Manifest& manifest, const datasets::Schema& schema,
                             const std::map<std::string, PublishedDataset>& datasets,
                             const std::vector<DatasetJoin>& joins)
    : schema_{schema}, joins_{joins}
{
    const datasets::Schema staff = datasets::staff_schema(manifest);
    for (const datasets::FieldRule& rule : manifest.fields) {
        if (!datasets::is_derived(rule.derive)) {
            continue;
        }
        rules_.push_back({&rule, *schema.index_of(rule.field.name), *staff.index_of(rule.field.name)});
        if (const auto* counted = std::get_if<datasets::CountWithin>(&rule.derive)) {
            points_.try_emplace(counted->dataset, datasets.at(counted->dataset));
        }
        if (const auto* joined = std::get_if<datasets::JoinedValue>(&rule.derive)) {
            check_type(rule.field, *joined, datasets.at(joined->join.dataset));
        }
    }
    std::stable_partition(rules_.begin(), rules_.end(), [](const Rule& rule) {
        return !std::holds_alternative<datasets::Rate>(rule.rule->derive);
    });
}

void DerivedFields::fill(Feature& feature, std::vector<ReportEntry>& entries)
{
    for (const Rule& rule : rules_) {
        if (const auto* code = std::get_if<datasets::MeshCode>(&rule.rule->derive)) {
            feature.values[rule.index] = mesh_code_of(feature, code->metres, repairer_);
        } else if (std::holds_alternative<datasets::CountWithin>(rule.rule->derive)) {
            count(rule, feature, entries);
        } else if (std::holds_alternative<datasets::JoinedValue>(rule.rule->derive)) {
            join(rule, feature, entries);
        } else {
            feature.values[rule.index] = rate(std::get<datasets::Rate>(rule.rule->derive), feature);
        }
    }
}

void DerivedFields::copy(const Feature& filled, Feature& staff) const
{
    for (const Rule& rule : rules_) {
        staff.values[rule.staff_index] = filled.values[rule.index];
    }
}

void DerivedFields::count(const Rule& rule, Feature& feature, std::vector<ReportEntry>& entries)
{
    const auto* polygons =
        feature.geometry ? std::get_if<Polygons<datasets::LonLat>>(&*feature.geometry) : nullptr;
    if (polygons == nullptr) { // not 0: nobody can tell
        entries.push_back(entry_of(Finding::count_no_area, EntryKind::warning, rule.rule->field.name));
        return;
    }
    PointsWithin& points = points_.at(std::get<datasets::CountWithin>(rule.rule->derive).dataset);
    feature.values[rule.index] = points.count(datasets::Area{*polygons});
}

void DerivedFields::join(const Rule& rule, Feature& feature, std::vector<ReportEntry>& entries) const
{
    const auto& joined = std::get<datasets::JoinedValue>(rule.rule->derive);
    std::vector<Value> key;
    for (const auto& [here, there] : joined.join.key) {
        key.push_back(feature.values[*schema_.index_of(here)]);
    }
    const DatasetJoin& other = opened(joins_, joined.join);
    const DatasetJoin::Partner* partner = other.find(key);
    if (partner == nullptr) {
        entries.push_back(entry_of(Finding::join_unmatched, EntryKind::warning, rule.rule->field.name,
                                   joined.join.dataset + ": " + shown_key(key)));
        return;
    }
    const auto field = std::find(other.fields().begin(), other.fields().end(), joined.field);
    feature.values[rule.index] = partner->values[static_cast<std::size_t>(field - other.fields().begin())];
}

/// Empty where it would be divided by nothing. What is half-way is rounded away from zero, as turnout is.
Value DerivedFields::rate(const datasets::Rate& rate, const Feature& feature) const
{
    const auto count = number_of(feature.values[*schema_.index_of(rate.count)]);
    const auto by = number_of(feature.values[*schema_.index_of(rate.by)]);
    if (!count || !by || *by == 0) {
        return {};
    }
    const double scale = std::pow(10, rate.decimals);
    return std::round(*count * rate.per * scale / *by) / scale; // divided once: a half stays a half
}

std::vector<ReportEntry> DerivedFields::findings() const
{
    std::vector<ReportEntry> entries;
    for (const auto& [dataset, points] : points_) {
        const auto say = [&, &name = dataset](Finding finding, std::int64_t count) {
            entries.push_back(entry_of(finding, EntryKind::note, {}, fmt::format("{}: {}", name, count)));
        };
        say(Finding::count_counted, points.counted());
        if (points.outside() > 0) {
            say(Finding::count_outside, points.outside());
        }
        if (points.without_position() > 0) {
            say(Finding::count_without_position, points.without_position());
        }
    }
    for (const DatasetJoin& join : joins_) {
        const auto more = join.findings();
        entries.insert(entries.end(), more.begin(), more.end());
    }
    return entries;
}

} // namespace ingest
