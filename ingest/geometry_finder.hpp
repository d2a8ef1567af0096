#pragma once

#include "datasets/main_parts.hpp"
#include "datasets/manifest.hpp"
#include "ingest/built_row.hpp"
#include "ingest/city_extent.hpp"
#include "ingest/columns.hpp"
#include "ingest/coordinates.hpp"
#include "ingest/dataset_join.hpp"
#include "ingest/gazetteer.hpp"
#include "ingest/reprojector.hpp"
#include "ingest/source_row.hpp"

#include <optional>
#include <string>

namespace ingest {

using LonLatGeometry = datasets::Geometry<datasets::LonLat>;

/// What rows can take their geometry from; what the manifest does not name is null. All outlive the finder.
struct GeometrySources {
    const Reprojector* reprojector = nullptr;
    const DatasetJoin* join = nullptr;
    const CityExtent* extent = nullptr; ///< null: positions may lie anywhere in Japan
    const Gazetteer* gazetteer = nullptr;
};

/// Finds where a row lies: in its columns, in the file's own geometry, in another dataset, or by its address.
class GeometryFinder {
public:
    /// `manifest`, `schema` and `columns` are looked at, and outlive this.
    GeometryFinder(const datasets::Manifest& manifest, const datasets::Schema& schema,
                   const ColumnMap& columns, GeometrySources sources)
        : manifest_{manifest},
          schema_{schema},
          columns_{columns},
          sources_{sources},
          anywhere_{sources.extent != nullptr && sources.extent->is_abroad()}
    {
    }

    /// The row's geometry as it stands, neither repaired nor blurred. Nothing if it has none that can be used: then `built` says
    /// why, and the feature is taken away unless the manifest publishes rows without a position.
    [[nodiscard]] std::optional<LonLatGeometry> find(const SourceRow& row, BuiltRow& built) const;

    /// A row without a usable position: rejected, or published without one if the manifest wants it so. That something stood
    /// there which could not be used is then a warning; that nothing stood there is a note.
    void missing(Finding finding, BuiltRow& built, bool was_wrong, const std::string& about = {}) const;

private:
    [[nodiscard]] bool is_usable(JudgedPosition::Kind kind, BuiltRow& built) const;
    void check_extent(const LonLatGeometry& geometry, BuiltRow& built) const;
    [[nodiscard]] std::optional<LonLatGeometry> plane_geometry(const SourceRow& row, BuiltRow& built) const;
    [[nodiscard]] std::optional<LonLatGeometry> wkt_geometry(const SourceRow& row, BuiltRow& built) const;
    [[nodiscard]] std::optional<LonLatGeometry> column_geometry(const SourceRow& row, BuiltRow& built) const;
    [[nodiscard]] std::optional<LonLatGeometry> own_geometry(const SourceRow& row, BuiltRow& built) const;
    [[nodiscard]] std::optional<LonLatGeometry> joined_geometry(BuiltRow& built) const;
    [[nodiscard]] std::optional<LonLatGeometry> address_geometry(const SourceRow& row, BuiltRow& built) const;
    [[nodiscard]] std::optional<LonLatGeometry>
    placed(const datasets::MainParts<datasets::SourcePoint>& shape, BuiltRow& built) const;
    [[nodiscard]] std::optional<LonLatGeometry> placed(const datasets::Geometry<datasets::SourcePoint>& shape,
                                                       BuiltRow& built) const;

    const datasets::Manifest& manifest_;
    const datasets::Schema& schema_;
    const ColumnMap& columns_;
    GeometrySources sources_;
    bool anywhere_; ///< the manifest says an extent abroad, so that Japan is not asked for
};

} // namespace ingest
