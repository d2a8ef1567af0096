#pragma once

#include "datasets/manifest.hpp"
#include "ingest/built_row.hpp"
#include "ingest/columns.hpp"
#include "ingest/geometry_finder.hpp"
#include "ingest/repairer.hpp"
#include "ingest/source_row.hpp"
#include "ingest/staff_reader.hpp"
#include "ingest/value_reader.hpp"

#include <optional>
#include <string>

namespace ingest {

/// Makes public features of source rows: reads the values, finds the geometry, blurs, repairs, and makes of it what the manifest
/// derives. Derived fields are filled later (`DerivedFields`).
/// What a feature holds is public from here on: private columns are never read into it. What the manifest keeps for staff is made
/// beside it, as a feature of its own.
class FeatureBuilder {
public:
    /// `manifest` and what `sources` name outlive this.
    FeatureBuilder(const datasets::Manifest& manifest, ColumnMap columns, GeometrySources sources);
    FeatureBuilder(const FeatureBuilder&) = delete; // its parts look at each other
    FeatureBuilder& operator=(const FeatureBuilder&) = delete;

    [[nodiscard]] BuiltRow build(const SourceRow& row) const;

private:
    [[nodiscard]] std::string feature_id(const SourceRow& row, BuiltRow& built) const;
    [[nodiscard]] std::optional<LonLatGeometry> make_geometry(const SourceRow& row, BuiltRow& built) const;
    [[nodiscard]] std::optional<LonLatGeometry> repaired(const LonLatGeometry& geometry,
                                                         BuiltRow& built) const;
    [[nodiscard]] std::optional<LonLatGeometry> made(std::optional<LonLatGeometry> geometry,
                                                     BuiltRow& built) const;

    const datasets::Manifest& manifest_;
    datasets::Schema schema_;
    ColumnMap columns_;
    ValueReader values_;
    GeometryFinder geometry_;
    std::optional<StaffReader> staff_{}; ///< if the manifest keeps anything for staff
    Repairer repairer_{};
};

} // namespace ingest
