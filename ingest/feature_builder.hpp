#pragma once

#include "datasets/feature.hpp"
#include "datasets/manifest.hpp"
#include "ingest/city_extent.hpp"
#include "ingest/columns.hpp"
#include "ingest/coordinates.hpp"
#include "ingest/finding.hpp"
#include "ingest/geometry_join.hpp"
#include "ingest/repairer.hpp"
#include "ingest/report.hpp"
#include "ingest/reprojector.hpp"
#include "ingest/source_row.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ingest {

/// What became of a row: a feature, not yet numbered, or nothing if it was rejected; and what is to be said of it.
struct BuiltRow {
    std::optional<datasets::Feature> feature{};
    std::vector<ReportEntry> entries{};
};

/// Makes public features of source rows: reads the values, finds the geometry, reprojects, repairs, blurs.
/// What a feature holds is public from here on: private columns are never read into it.
class FeatureBuilder {
public:
    /// `reprojector` may be null if no row brings positions of its own; `join` if geometry is not joined; `extent` if positions may
    /// lie anywhere. All outlive this.
    /// Throws IngestError if geometry is joined by a field that is not public.
    FeatureBuilder(const datasets::Manifest& manifest, ColumnMap columns, const Reprojector* reprojector,
                   const GeometryJoin* join, const CityExtent* extent = nullptr);

    [[nodiscard]] BuiltRow build(const SourceRow& row) const;

    [[nodiscard]] const Repairer& repairer() const { return repairer_; }

private:
    using LonLatGeometry = datasets::Geometry<datasets::LonLat>;

    void read_values(const SourceRow& row, BuiltRow& built) const;
    void read_field(const SourceRow& row, std::size_t rule, BuiltRow& built) const;
    void put_note(const datasets::FieldRule& rule, Finding finding, const std::string& word,
                  BuiltRow& built) const;
    [[nodiscard]] std::string feature_id(const SourceRow& row, BuiltRow& built) const;
    void find_geometry(const SourceRow& row, BuiltRow& built) const;
    void no_geometry(Finding finding, BuiltRow& built, bool was_wrong, const std::string& about = {}) const;
    void no_position(JudgedPosition::Kind kind, BuiltRow& built) const;
    void check_extent(const LonLatGeometry& geometry, BuiltRow& built) const;
    [[nodiscard]] std::optional<LonLatGeometry> plane_geometry(const SourceRow& row, BuiltRow& built) const;
    [[nodiscard]] std::optional<LonLatGeometry> wkt_geometry(const SourceRow& row, BuiltRow& built) const;
    [[nodiscard]] std::optional<LonLatGeometry> column_geometry(const SourceRow& row, BuiltRow& built) const;
    [[nodiscard]] std::optional<LonLatGeometry> own_geometry(const SourceRow& row, BuiltRow& built) const;
    [[nodiscard]] std::optional<LonLatGeometry> joined_geometry(BuiltRow& built) const;
    [[nodiscard]] std::optional<LonLatGeometry>
    reprojected(const datasets::Geometry<datasets::SourcePoint>& geometry, BuiltRow& built) const;

    const datasets::Manifest& manifest_;
    datasets::Schema schema_;
    ColumnMap columns_;
    const Reprojector* reprojector_;
    const GeometryJoin* join_;
    const CityExtent* extent_;
    Repairer repairer_{};
};

} // namespace ingest
