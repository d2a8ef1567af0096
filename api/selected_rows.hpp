#pragma once

#include "api/filter_parameter.hpp"
#include "api/query.hpp"
#include "api/snapshot.hpp"
#include "datasets/deadline.hpp"
#include "tiles/bitmap.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

/// The features that parameters select, asked of the snapshot's index. Where everything is selected in its own order, the database
/// is asked instead, which pages through it by its key. All throw datasets::Overtime past the deadline.
namespace api {

/// The rows of the index, kept for the tiles, sums and pages that will be asked for next.
[[nodiscard]] std::shared_ptr<const tiles::Bitmap>
rows_of(const Snapshot& snapshot, const FilterParameters& parameters, const datasets::Deadline& deadline);

/// The same for one who looks at the rows `near` alone. If they are few and it is the first time that the filter is asked, only they
/// are looked through, and nothing is kept: the first tile of a city takes no time that grows with the country.
[[nodiscard]] std::shared_ptr<const tiles::Bitmap> rows_among(const Snapshot& snapshot,
                                                              const FilterParameters& parameters,
                                                              const tiles::Bitmap& near,
                                                              const datasets::Deadline& deadline);

/// What is asked of a page beside the parameters that select.
struct PageRequest {
    std::vector<datasets::SortKey> order{}; ///< empty: by rising fid
    std::optional<After> after{};
    int limit = 10;
};

/// A page, and how many features there are on all pages together.
struct SelectedPage {
    std::vector<datasets::Feature> features{};
    std::int64_t matched = 0;
    std::optional<After> next{}; ///< what the next page comes after; nothing if this is the last one
};

[[nodiscard]] SelectedPage selected_page(const Snapshot& snapshot, const FilterParameters& parameters,
                                         const PageRequest& page, const datasets::Deadline& deadline);

/// All of them by rising fid, some at a time: what is held does not grow with their number, but for a bit a row.
class SelectedFeatures {
public:
    /// Asks the index. The snapshot must outlive it.
    SelectedFeatures(const Snapshot& snapshot, const FilterParameters& parameters,
                     const datasets::Deadline& deadline);

    /// At most `limit` more; fewer only at the end.
    [[nodiscard]] std::vector<datasets::Feature> next(std::size_t limit);

private:
    const Snapshot& snapshot_;
    std::shared_ptr<const tiles::Bitmap> rows_; ///< null: everything
    std::int64_t after_ = 0;
};

} // namespace api
