#include "ingest/feature_builder.hpp"

#include "ingest/mesh.hpp"

#include <utility>

namespace ingest {

FeatureBuilder::FeatureBuilder(const datasets::Manifest& manifest, ColumnMap columns, GeometrySources sources)
    : manifest_{manifest},
      schema_{datasets::public_schema(manifest)},
      columns_{std::move(columns)},
      values_{manifest_, schema_, columns_},
      geometry_{manifest_, schema_, columns_, sources}
{
    if (datasets::keeps_for_staff(manifest_)) {
        staff_.emplace(manifest_, columns_);
    }
}

BuiltRow FeatureBuilder::build(const SourceRow& row) const
{
    BuiltRow built;
    built.feature.emplace();
    if (!row.surplus.empty()) {
        reject(built, Finding::row_too_wide); // which cell is which?
        return built;
    }
    values_.read(row, built);
    if (built.feature) {
        built.feature->id = feature_id(row, built);
    }
    std::optional<LonLatGeometry> exact;
    if (built.feature) {
        exact = make_geometry(row, built);
    }
    if (built.feature && staff_) {
        built.staff = staff_->read(row, *built.feature, std::move(exact));
    }
    return built;
}

/// Values of the key with '~' between them, which no URL needs to escape; without a key, the row's number.
std::string FeatureBuilder::feature_id(const SourceRow& row, BuiltRow& built) const
{
    std::string id;
    for (const std::string& name : manifest_.key) {
        const datasets::Value& value = built.feature->values[*schema_.index_of(name)];
        if (datasets::is_missing(value)) {
            reject(built, Finding::key_missing, name);
            return {};
        }
        id += (id.empty() ? "" : "~") + key_text(value);
    }
    return manifest_.key.empty() ? std::to_string(row.number) : id;
}

/// Gives back what it blurs, as it was before, if the manifest keeps that for staff.
std::optional<LonLatGeometry> FeatureBuilder::make_geometry(const SourceRow& row, BuiltRow& built) const
{
    auto geometry = geometry_.find(row, built);
    if (!geometry) {
        return std::nullopt;
    }
    auto exact = manifest_.privacy.exact_for_staff ? repairer_.repair(*geometry).geometry : std::nullopt;
    if (const int mesh = manifest_.privacy.mesh_metres; mesh > 0) {
        geometry = datasets::map_points(*geometry, [&](datasets::LonLat p) { return mesh_centre(p, mesh); });
    }
    Repairer::Outcome outcome = repairer_.repair(*geometry);
    if (!outcome.geometry) {
        geometry_.missing(Finding::geometry_collapsed, built, true);
        return exact;
    }
    if (!outcome.reason.empty()) {
        built.entries.push_back(
            entry_of(Finding::geometry_repaired, EntryKind::repaired, {}, outcome.reason));
    }
    built.label = repairer_.label_point(*outcome.geometry);
    built.feature->geometry = std::move(outcome.geometry);
    return exact;
}

} // namespace ingest
