#include "datasets/snapshot_diff.hpp"

#include "datasets/dataset_info.hpp"
#include "datasets/feature_cursor.hpp"

#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <numbers>
#include <optional>
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
    const auto* points = feature.geometry ? std::get_if<Points<LonLat>>(&*feature.geometry) : nullptr;
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

/// Two versions of a dataset, beside each other.
class Versions {
public:
    Versions(const Store& store, const std::string& dataset, const std::string& before,
             const std::string& after)
        : dataset_{dataset},
          old_folder_{store.snapshot(dataset, before)},
          new_folder_{store.snapshot(dataset, after)},
          old_info_{read_dataset_info(old_folder_)},
          new_info_{read_dataset_info(new_folder_)}
    {
        if (old_info_.manifest.key != new_info_.manifest.key) {
            throw KeysDiffer{
                fmt::format("'{}': the key was [{}] in {} and is [{}] in {}; their rows cannot be matched",
                            dataset, fmt::join(old_info_.manifest.key, ", "), before,
                            fmt::join(new_info_.manifest.key, ", "), after)};
        }
    }

    [[nodiscard]] SnapshotDiff without_counts() const
    {
        SnapshotDiff diff;
        diff.fields_added = only_in(new_info_.schema, old_info_.schema);
        diff.fields_removed = only_in(old_info_.schema, new_info_.schema);
        diff.by_row_number = old_info_.manifest.key.empty();
        return diff;
    }

    /// Calls `take` for each feature after the id, with what became of it, or with nothing if it is the same; ends when it says false.
    template <class Take>
    void merge(const std::string& id, const Deadline& deadline, const Take& take) const
    {
        const auto shared = shared_fields(old_info_.schema, new_info_.schema);
        FeatureCursor old_features{old_folder_ / "features.gpkg", dataset_, old_info_.schema, id};
        FeatureCursor new_features{new_folder_ / "features.gpkg", dataset_, new_info_.schema, id};
        Pace pace{deadline};
        auto a = old_features.next();
        auto b = new_features.next();
        for (bool go_on = true; go_on && (a || b); pace.step()) {
            if (!b || (a && a->id < b->id)) {
                go_on = take(FeatureChange{Kind::removed, a->id, {}, false, {}});
                a = old_features.next();
            } else if (!a || b->id < a->id) {
                go_on = take(FeatureChange{Kind::added, b->id, {}, false, {}});
                b = new_features.next();
            } else {
                auto change = change_between(*a, *b, shared);
                const bool same = change.fields.empty() && !change.geometry;
                go_on = take(same ? std::nullopt : std::optional{std::move(change)});
                a = old_features.next();
                b = new_features.next();
            }
        }
    }

private:
    std::string dataset_;
    std::filesystem::path old_folder_;
    std::filesystem::path new_folder_;
    DatasetInfo old_info_;
    DatasetInfo new_info_;
};

} // namespace

SnapshotDiff compare(const Store& store, const std::string& dataset, const std::string& before,
                     const std::string& after, const std::function<void(const FeatureChange&)>& take,
                     const Deadline& deadline)
{
    const Versions versions{store, dataset, before, after};
    SnapshotDiff diff = versions.without_counts();
    versions.merge("", deadline, [&](const std::optional<FeatureChange>& change) {
        if (!change) {
            ++diff.unchanged;
            return true;
        }
        ++(change->kind == Kind::added     ? diff.added
           : change->kind == Kind::removed ? diff.removed
                                           : diff.changed);
        take(*change);
        return true;
    });
    return diff;
}

void changes_after(const std::string& id, const Store& store, const std::string& dataset,
                   const std::string& before, const std::string& after,
                   const std::function<bool(const FeatureChange&)>& take, const Deadline& deadline)
{
    Versions{store, dataset, before, after}.merge(
        id, deadline, [&](const std::optional<FeatureChange>& change) { return !change || take(*change); });
}

} // namespace datasets
