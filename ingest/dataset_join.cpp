#include "ingest/dataset_join.hpp"

#include "datasets/text_folding.hpp"
#include "ingest/error.hpp"
#include "ingest/finding.hpp"
#include "ingest/key_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <iterator>
#include <type_traits>
#include <utility>
#include <variant>

namespace ingest {

namespace {

using datasets::LonLat;

/// Nothing if a value is missing.
std::optional<std::string> folded_key(const std::vector<datasets::Value>& values)
{
    std::string key;
    for (const datasets::Value& value : values) {
        if (datasets::is_missing(value)) {
            return std::nullopt;
        }
        key +=
            datasets::fold_width(key_text(value)) + '\x1F'; // the unit separator stands in no text of a city
    }
    return key;
}

std::vector<datasets::Value> values_at(const datasets::Feature& feature,
                                       const std::vector<std::size_t>& fields)
{
    std::vector<datasets::Value> values;
    for (const std::size_t field : fields) {
        values.push_back(feature.values[field]);
    }
    return values;
}

auto& parts_of(datasets::Points<LonLat>& geometry) { return geometry.points; }
auto& parts_of(datasets::Lines<LonLat>& geometry) { return geometry.lines; }
auto& parts_of(datasets::Polygons<LonLat>& geometry) { return geometry.polygons; }

/// Puts `more` to what is there already. False if they are not of one kind, as points and polygons.
bool put_to(std::optional<datasets::Geometry<LonLat>>& all, std::optional<datasets::Geometry<LonLat>> more)
{
    if (!all) {
        all = std::move(more);
        return true;
    }
    if (!more) {
        return true;
    }
    return std::visit(
        [](auto& to, auto& from) {
            if constexpr (std::is_same_v<decltype(to), decltype(from)>) {
                std::ranges::move(parts_of(from), std::back_inserter(parts_of(to)));
                return true;
            }
            return false;
        },
        *all, *more);
}

} // namespace

DatasetJoin::DatasetJoin(const datasets::Join& join, const PublishedDataset& other, Wanted wanted)
    : join_{join}, fields_{std::move(wanted.fields)}
{
    std::vector<std::size_t> key_fields;
    for (const auto& [here, there] : join.key) {
        key_fields.push_back(other.field(there, "to join by"));
    }
    std::vector<std::size_t> value_fields;
    for (const std::string& name : fields_) {
        value_fields.push_back(other.field(name, "to join"));
    }
    other.for_each([&](datasets::Feature& feature) {
        const auto values = values_at(feature, key_fields);
        const auto key = folded_key(values);
        if (!key) {
            return;
        }
        const auto [at, is_first] = partners_.try_emplace(*key);
        Partner& partner = at->second;
        if (is_first) {
            partner.key = shown_key(values);
            partner.fid = feature.fid;
            partner.values = values_at(feature, value_fields);
        }
        const bool takes_geometry = wanted.geometry && (is_first || wanted.together);
        if (wanted.together && !is_first) {
            partner.is_incomplete |= partner.geometry.has_value() != feature.geometry.has_value();
        }
        partner.has_doubles = !is_first && !(takes_geometry && fields_.empty());
        if (takes_geometry && !put_to(partner.geometry, std::move(feature.geometry))) {
            throw IngestError{fmt::format(
                "データセット「{0}」のキー {1} の図形は点・線・面が混じっていて、1 "
                "つにまとめられません（\"several\": \"all\"） / the features of \"{0}\" with the key {1} are "
                "points, lines and polygons, which cannot be put together (\"several\": \"all\")",
                join.dataset, partner.key)};
        }
    });
}

const DatasetJoin::Partner* DatasetJoin::find(const std::vector<datasets::Value>& key) const
{
    const auto folded = folded_key(key);
    const auto found = folded ? partners_.find(*folded) : partners_.end();
    if (found == partners_.end()) {
        return nullptr;
    }
    found->second.found = true;
    return &found->second;
}

std::vector<ReportEntry> DatasetJoin::findings() const
{
    std::vector<const Partner*> inspected;
    for (const auto& [key, partner] : partners_) {
        if (!partner.found || partner.has_doubles || partner.is_incomplete) {
            inspected.push_back(&partner);
        }
    }
    std::sort(inspected.begin(), inspected.end(),
              [](const Partner* a, const Partner* b) { return a->fid < b->fid; });
    std::vector<ReportEntry> entries;
    constexpr std::size_t most_unused =
        1000; // a city of a hundred rows may be joined with all towns of Japan
    std::size_t unused = 0;
    for (const Partner* partner : inspected) {
        const std::string about = join_.dataset + ": " + partner->key;
        if (partner->found && partner->has_doubles) {
            entries.push_back(entry_of(Finding::join_ambiguous, EntryKind::warning, {}, about));
        }
        if (partner->found && partner->is_incomplete) {
            entries.push_back(entry_of(Finding::join_incomplete, EntryKind::warning, {}, about));
        }
        if (partner->found) {
            continue;
        }
        if (++unused <= most_unused) {
            entries.push_back(entry_of(Finding::join_unused_there, EntryKind::note, {}, about));
        }
    }
    if (unused > most_unused) {
        const std::size_t more = unused - most_unused;
        entries.push_back(entry_of(Finding::join_unused_there, EntryKind::note, {},
                                   fmt::format("{}: 他 {} 件 / and {} more", join_.dataset, more, more)));
    }
    return entries;
}

std::string shown_key(const std::vector<datasets::Value>& key)
{
    std::string shown;
    for (const datasets::Value& value : key) {
        shown += (shown.empty() ? "" : "~") + key_text(value);
    }
    return shown;
}

std::vector<DatasetJoin> open_joins(const datasets::Manifest& manifest,
                                    const std::map<std::string, PublishedDataset>& datasets)
{
    std::vector<DatasetJoin> joins;
    for (const datasets::Join& join : datasets::used_joins(manifest)) {
        DatasetJoin::Wanted wanted;
        const auto* geometry = std::get_if<datasets::JoinGeometry>(&manifest.geometry.from);
        wanted.geometry = geometry != nullptr && geometry->join == join;
        wanted.together = wanted.geometry && geometry->all;
        for (const datasets::FieldRule& rule : manifest.fields) {
            const auto* joined = std::get_if<datasets::JoinedValue>(&rule.derive);
            if (joined != nullptr && joined->join == join) {
                wanted.fields.push_back(joined->field);
            }
        }
        joins.emplace_back(join, datasets.at(join.dataset), std::move(wanted));
    }
    return joins;
}

const DatasetJoin& opened(const std::vector<DatasetJoin>& joins, const datasets::Join& join)
{
    const auto found =
        std::find_if(joins.begin(), joins.end(), [&](const DatasetJoin& one) { return one.join() == join; });
    assert(found != joins.end());
    return *found;
}

} // namespace ingest
