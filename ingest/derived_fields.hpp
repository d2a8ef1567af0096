#pragma once

#include "datasets/feature.hpp"
#include "datasets/manifest.hpp"
#include "ingest/dataset_join.hpp"
#include "ingest/points_within.hpp"
#include "ingest/published_dataset.hpp"
#include "ingest/repairer.hpp"
#include "ingest/report.hpp"

#include <map>
#include <string>
#include <vector>

namespace ingest {

/// Fills the fields that no cell holds: mesh codes, counts, values of other datasets, and last the rates of all these.
/// They are made of the feature as it will be published and of what other datasets have published: nothing that was blurred or
/// left out can come back in them.
class DerivedFields {
public:
    /// `manifest`, `schema` and `joins` outlive this. Throws IngestError if another dataset's field is not of the same type.
    DerivedFields(const datasets::Manifest& manifest, const datasets::Schema& schema,
                  const std::map<std::string, PublishedDataset>& datasets,
                  const std::vector<DatasetJoin>& joins);

    /// Of a feature that is neither rejected nor numbered. What is to be said of its row is added to `entries`.
    void fill(datasets::Feature& feature, std::vector<ReportEntry>& entries);

    /// Gives them to what is kept of the feature for staff too, as they are now: before small counts are hidden.
    void copy(const datasets::Feature& filled, datasets::Feature& staff) const;

    /// What is to be said of the whole table after its last row.
    [[nodiscard]] std::vector<ReportEntry> findings() const;

private:
    /// A derived field, and where its value stands.
    struct Rule {
        const datasets::FieldRule* rule = nullptr;
        std::size_t index = 0;
        std::size_t staff_index = 0; ///< in `datasets::staff_schema`
    };

    void count(const Rule& rule, datasets::Feature& feature, std::vector<ReportEntry>& entries);
    void join(const Rule& rule, datasets::Feature& feature, std::vector<ReportEntry>& entries) const;
    [[nodiscard]] datasets::Value rate(const datasets::Rate& rate, const datasets::Feature& feature) const;

    const datasets::Schema& schema_;
    const std::vector<DatasetJoin>& joins_;
    std::vector<Rule> rules_{}; ///< rates last
    std::map<std::string, PointsWithin> points_{};
    Repairer repairer_{};
};

} // namespace ingest
