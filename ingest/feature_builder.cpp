#include "ingest/feature_builder.hpp"

#include "datasets/mesh.hpp"
#include "ingest/buffer.hpp"
#include "ingest/key_text.hpp"

#include <utility>

namespace ingest {

namespace {

std::optional<LonLatGeometry> one_point(const LonLatGeometry& geometry, datasets::PointOf which,
                                        const Repairer& repairer)
{
    const auto point = which == datasets::PointOf::surface ? repairer.point_on_surface(geometry)
                                                           : repairer.centroid(geometry);
    return point ? std::optional<LonLatGeometry>{datasets::Points<datasets::LonLat>{{*point}}} : std::nullopt;
}

} // namespace

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

/// Gives back what it blurs, as it was before, if the manifest keeps that for staff. A point is made before it is blurred, and a zone
/// after: the zone would tell where the point was.
std::optional<LonLatGeometry> FeatureBuilder::make_geometry(const SourceRow& row, BuiltRow& built) const
{
    auto geometry = geometry_.find(row, built);
    if (!geometry) {
        return std::nullopt;
    }
    auto exact = manifest_.privacy.exact_for_staff ? repairer_.repair(*geometry).geometry : std::nullopt;
    const datasets::DerivedGeometry& derive = manifest_.geometry.derive;
    if (const auto* point_of = std::get_if<datasets::PointOf>(&derive); geometry && point_of != nullptr) {
        geometry = repaired(*geometry, built);
        geometry = geometry ? made(one_point(*geometry, *point_of, repairer_), built) : std::nullopt;
    }
    if (const int mesh = manifest_.privacy.mesh_metres; geometry && mesh > 0) {
        geometry = datasets::map_points(*geometry, [&](datasets::LonLat p) { return mesh_centre(p, mesh); });
    }
    geometry = geometry ? repaired(*geometry, built) : std::nullopt;
    if (const auto* zone = std::get_if<datasets::Buffer>(&derive); geometry && zone != nullptr) {
        geometry = made(buffer(*geometry, zone->metres, repairer_), built);
    }
    if (built.feature && geometry) {
        built.label = repairer_.label_point(*geometry);
        built.feature->geometry = std::move(geometry);
    }
    return exact;
}

std::optional<LonLatGeometry> FeatureBuilder::repaired(const LonLatGeometry& geometry, BuiltRow& built) const
{
    Repairer::Outcome outcome = repairer_.repair(geometry);
    if (!outcome.geometry) {
        geometry_.missing(Finding::geometry_collapsed, built, true);
    } else if (!outcome.reason.empty()) {
        built.entries.push_back(
            entry_of(Finding::geometry_repaired, EntryKind::repaired, {}, outcome.reason));
    }
    return std::move(outcome.geometry);
}

/// What was derived; that nothing came of it is said.
std::optional<LonLatGeometry> FeatureBuilder::made(std::optional<LonLatGeometry> geometry,
                                                   BuiltRow& built) const
{
    if (!geometry) {
        geometry_.missing(Finding::geometry_collapsed, built, true);
    }
    return geometry;
}

} // namespace ingest
