#pragma once

#include "api/http.hpp"
#include "api/site.hpp"
#include "datasets/schema.hpp"
#include "tiles/row_groups.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace api {

/// What features are counted by: `by=field:kind`, `mesh:500`, `dataset:polling-districts`, `time:month`.
struct Grouping {
    enum class Kind { field, mesh, dataset, time };

    Kind kind = Kind::field;
    std::string name{};     ///< what stands behind the colon; of a dataset with its version
    std::size_t column = 0; ///< of a field, or the time
    int metres = 0;         ///< of a mesh
    tiles::TimeUnit unit{}; ///< of a time
    std::shared_ptr<const Snapshot> areas{};
    bool pinned = true; ///< the answer will never be another; not so if the areas' version is not named
};

[[nodiscard]] std::string_view to_string(Grouping::Kind kind);

/// Parameter `by`, which must be there. Throws Problem (400) that says what it may be.
[[nodiscard]] Grouping grouping_parameter(const Request& request, const Site& site, const Snapshot& snapshot);

/// The groups of the snapshot's rows. Throws Problem (400) if there are too many, datasets::Overtime past the deadline.
[[nodiscard]] std::shared_ptr<const tiles::RowGroups> groups_of(const Snapshot& snapshot, const Grouping& by,
                                                                const datasets::Deadline& deadline);

/// A group's name for people.
[[nodiscard]] datasets::LocalText label_of(const tiles::RowGroup& group, const Snapshot& snapshot,
                                           const Grouping& by);

} // namespace api
