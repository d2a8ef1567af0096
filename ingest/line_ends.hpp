#pragma once

#include "datasets/check_rules.hpp"
#include "datasets/feature.hpp"
#include "ingest/nearby_points.hpp"
#include "ingest/published_dataset.hpp"
#include "ingest/report.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace ingest {

class RowValues;

/// Holds the ends of lines against the points of another dataset: the pipes of a ledger end at its manholes.
///
///     A-0001 o--------------->o A-0002      both ends found; the numbers that the row states are theirs
///     A-0001 o<---------------o A-0002      the same, drawn against the flow: a note of its own, not two wrong numbers
///     A-0001 o----------->                  network.end: no point at this end; how far it is to the nearest, if it is near
///                         o A-0003          network.orphan: no line ends here, said once of all when the rows are read
///
/// A line of several parts has as many ends as there are positions where an odd number of parts end.
class LineEnds {
public:
    /// Throws IngestError if `points`, the dataset that `rule` names, has no point, or lacks the field of their numbers.
    LineEnds(const datasets::EndsCheck& rule, const PublishedDataset& points);

    void check(const datasets::Feature& feature, const datasets::Schema& schema,
               std::vector<ReportEntry>& entries);

    /// The points at which no line so far has ended, as one note; nothing if there are none.
    [[nodiscard]] std::optional<ReportEntry> orphans() const;

private:
    struct End;

    [[nodiscard]] End find_end(datasets::LonLat position, bool is_first) const;
    [[nodiscard]] ReportEntry nothing_at(const End& end) const;
    void compare_numbers(const End& first, const End& last, const RowValues& values,
                         std::vector<ReportEntry>& entries) const;
    [[nodiscard]] bool has_number(const End& end, const std::string& number) const;
    void compare_number(const End& end, const std::string& field, const std::string& number,
                        std::vector<ReportEntry>& entries) const;

    datasets::EndsCheck rule_;
    std::vector<std::string> numbers_{}; ///< of the points
    std::vector<bool> met_{};            ///< whether a line ends there
    NearbyPoints points_{{}};
};

} // namespace ingest
