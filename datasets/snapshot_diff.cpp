#include "datasets/snapshot_diff.hpp"

#include "datasets/dataset_info.hpp"
#include "datasets/feature_cursor.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>
#include <utility>

namespace datasets {

namespace {

using Kind = FeatureChange::Kind;

struct SharedField {
    std::string name{};
    std::size_t before = 0;
    std::size_t after = 0;
};

std::vector<SharedField> shared_fields(const Schema& before, const Schema& after)
{
    std::vector<SharedField> shared;
    for (std::size_t i = 0; i < before.fields.size(); ++i) {
        if (const auto there = after.index_of(before.fields[i].name)) {
            shared.push_back({before.fields[i].name, i, *there});
        }
    }
    return shared;
}

std::vector<std::string> only_in(const Schema& schema, const Schema& other)
{
    std::vector<std::string> names;
    for (const Field& field : schema.fields) {
        if (!other.index_of(field.name)) {
            names.push_back(field.name);
        }
    }
    return names;
}

std::optional<LonLat> only_point(const Feature& feature)
{
    const auto* points =
        feature.geometry ? std::get_if<Points<LonLat>>(&*feature.geometry) : nullptr;
    return points != nullptr && points->points.size() == 1 ? std::optional{points->points.front()}
                                                           : std::nullopt;
}

/// On the sphere: within 0.5 % of the geodesic, and only a clerk's measure of how far something moved.
double metres_between(LonLat a, LonLat b)
{
    constexpr double earth_radius = 6'371'008.8;
    constexpr double radian = std::numbers::pi / 180;
    const double sin_lat = std::sin((b.lat - a.lat) * radian / 2);
    const double sin_lon = std::sin((b.lon - a.lon) * radian / 2);
    const double h =
        sin_lat * sin_lat + std::cos(a.lat * radian) * std::cos(b.lat * radian) * sin_lon * sin_lon;
    return 2 * earth_radius * std::asin(std::min(1.0, std::sqrt(h)));
}

FeatureChange change_between(const Feature& before, const Feature& after,
                             const std::vector<SharedField>& shared)
{
    FeatureChange change{Kind::changed, before.id, {}, before.geometry != after.geometry, {}};
    for (const SharedField& field : shared) {
        if (before.values[field.before] != after.values[field.after]) {
            change.fields.push_back({field.name, before.values[field.before], after.values[field.after]});
        }
    }
    const auto from = only_point(before);
    const auto to = only_point(after);
    if (change.geometry && from && to) {
        change.moved_metres = metres_between(*from, *to);
    }
    return change;
}

} // namespace

SnapshotDiff compare(const Store& store, const std::string& dataset, const std::string& before,
                     const std::string& after, const std::function<void(const FeatureChange&)>& take)
{
    const auto old_info = read_dataset_info(store.snapshot(dataset, before));
    const auto new_info = read_dataset_info(store.snapshot(dataset, after));
    if (old_info.manifest.key != new_info.manifest.key) {
        throw KeysDiffer{fmt::format(
            "'{}': the key was [{}] in {} and is [{}] in {}; their rows cannot be matched", dataset,
            fmt::join(old_info.manifest.key, ", "), before, fmt::join(new_info.manifest.key, ", "), after)};
    }
    SnapshotDiff diff;
    diff.fields_added = only_in(new_info.schema, old_info.schema);
    diff.fields_removed = only_in(old_info.schema, new_info.schema);
    diff.by_row_number = old_info.manifest.key.empty();
    const auto shared = shared_fields(old_info.schema, new_info.schema);
    FeatureCursor old_features{store.snapshot(dataset, before) / "features.gpkg", dataset,
                                         old_info.schema};
    FeatureCursor new_features{store.snapshot(dataset, after) / "features.gpkg", dataset,
                                         new_info.schema};
    auto a = old_features.next();
    auto b = new_features.next();
    while (a || b) {
        if (!b || (a && a->id < b->id)) {
            ++diff.removed;
            take({Kind::removed, a->id, {}, false, {}});
            a = old_features.next();
        } else if (!a || b->id < a->id) {
            ++diff.added;
            take({Kind::added, b->id, {}, false, {}});
            b = new_features.next();
        } else {
            const FeatureChange change = change_between(*a, *b, shared);
            const bool same = change.fields.empty() && !change.geometry;
            ++(same ? diff.unchanged : diff.changed);
            if (!same) {
                take(change);
            }
            a = old_features.next();
            b = new_features.next();
        }
    }
    return diff;
}

} // namespace datasets
