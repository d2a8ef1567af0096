#pragma once

#include "datasets/feature.hpp"
#include "datasets/manifest.hpp"
#include "ingest/line_ends.hpp"
#include "ingest/published_dataset.hpp"
#include "ingest/report.hpp"

#include <map>
#include <string>
#include <vector>

namespace ingest {

/// Holds the values of a row against each other, its geometry and other datasets, as the manifest's `checks` say.
class RowChecks {
public:
    /// `manifest` and `schema` are looked at, and outlive this; `others` are the datasets that the manifest uses, by id.
    /// Throws IngestError if one of them has not what a check wants of it.
    RowChecks(const datasets::Manifest& manifest, const datasets::Schema& schema,
              const std::map<std::string, PublishedDataset>& others);

    /// A warning for each check that does not hold. It names in `others` every field whose value it tells.
    void check(const datasets::Feature& feature, std::vector<ReportEntry>& entries);

    /// What can only be said after the last row.
    [[nodiscard]] std::vector<ReportEntry> of_all_rows() const;

private:
    const datasets::Manifest& manifest_;
    const datasets::Schema& schema_;
    std::vector<LineEnds> ends_{};
};

} // namespace ingest
