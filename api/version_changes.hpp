#pragma once

#include "api/recent.hpp"
#include "api/snapshot.hpp"
#include "datasets/deadline.hpp"
#include "datasets/snapshot_diff.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace api {

/// Some of the changes between two versions, by rising id, and the counts of all.
struct ChangesPage {
    datasets::SnapshotDiff counts{};
    std::vector<datasets::FeatureChange> list{};
    bool has_more = false;
};

/// What became of features between two versions. Versions never change, so a pair is compared once and the result kept: the last 16
/// pairs, of each the counts and the first 10,000 changes. Further ones are read again from where a page begins. Safe to use from
/// several threads.
class VersionChanges {
public:
    /// At most `limit` changes since the older version, after the id `after`. Throws as `datasets::compare`.
    [[nodiscard]] ChangesPage page(const Snapshot& snapshot, const std::string& since,
                                   const std::string& after, std::size_t limit,
                                   const datasets::Deadline& deadline);

private:
    struct Comparison {
        datasets::SnapshotDiff counts{};
        std::vector<datasets::FeatureChange> first{};
        bool is_all = true;
    };

    static constexpr std::size_t pairs_kept = 16;

    Recent<Comparison> compared_{pairs_kept};
};

} // namespace api
