#pragma once

#include "datasets/feature.hpp"
#include "datasets/manifest.hpp"
#include "ingest/columns.hpp"
#include "ingest/source_row.hpp"
#include "ingest/value_reader.hpp"

#include <optional>

namespace ingest {

/// Makes of a row what staff.gpkg holds of it. The only part of a run that looks at columns for staff, and nothing of what it makes
/// goes anywhere else: what is found in them stands in their own row (`datasets::staff_findings`), not in the report, which is
/// public.
class StaffReader {
public:
    /// Both are looked at, and outlive this.
    StaffReader(const datasets::Manifest& manifest, const ColumnMap& columns);
    StaffReader(const StaffReader&) = delete; // its parts look at each other
    StaffReader& operator=(const StaffReader&) = delete;

    /// Values in the order of `datasets::staff_schema`, with those of `published` as they are now, so before small counts are
    /// hidden; its geometry, or `exact`, as it was before it was blurred.
    [[nodiscard]] datasets::Feature read(const SourceRow& row, const datasets::Feature& published,
                                         std::optional<datasets::Geometry<datasets::LonLat>> exact) const;

private:
    const datasets::Manifest& manifest_;
    datasets::Schema schema_; ///< the fields for staff alone
    ValueReader values_;
};

} // namespace ingest
