#pragma once

#include "api/recent.hpp"
#include "datasets/dataset_info.hpp"
#include "datasets/deadline.hpp"
#include "tiles/bitmap.hpp"
#include "tiles/feature_index.hpp"
#include "tiles/group_statistics.hpp"
#include "tiles/row_groups.hpp"

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace api {

/// The features.index of a snapshot. If the file is missing, damaged or of other features, it is made again in memory, from
/// features.gpkg, when it is first asked for: a while for a large dataset, but the answers are the same. That happens on a thread of its
/// own, so that nobody who needs it waits longer than his deadline, and it is not begun anew for each.
class SnapshotIndex {
public:
    /// Opens the file.
    SnapshotIndex(std::filesystem::path folder, const datasets::DatasetInfo& info);

    /// Why the file is not used, for whoever runs the server; empty if it is.
    [[nodiscard]] const std::string& complaint() const { return complaint_; }

    /// Throws Problem (503) if it is still being made at the deadline; datasets::StorageError or datasets::FormatError if features.gpkg
    /// fails as well, and then it is tried again for the next.
    [[nodiscard]] const tiles::IndexedFeatures& features(const datasets::Deadline& deadline) const;

    /// For whoever has had something of it already: it is there.
    [[nodiscard]] const tiles::IndexedFeatures& features() const { return features(datasets::Deadline{}); }

    /// Rows that a filter selects, kept for the tiles and the sums that will be asked for next. `name` tells filters apart.
    [[nodiscard]] std::shared_ptr<const tiles::Bitmap>
    selected(const std::string& name, const std::function<tiles::Bitmap()>& compute) const
    {
        return selected_.get(name, compute);
    }
    /// Null if nobody asked for them lately.
    [[nodiscard]] std::shared_ptr<const tiles::Bitmap> selected_before(const std::string& name) const
    {
        return selected_.known(name);
    }
    /// Whether somebody asked for a part of them lately; whoever calls has asked from now on.
    [[nodiscard]] bool is_asked_again(const std::string& name) const
    {
        bool again = true;
        static_cast<void>(asked_.get(name, [&] { return again = false; }));
        return again;
    }
    /// Likewise how rows are grouped.
    [[nodiscard]] std::shared_ptr<const tiles::RowGroups>
    groups(const std::string& name, const std::function<tiles::RowGroups()>& compute) const
    {
        return groups_.get(name, compute);
    }
    /// How selected rows are sorted.
    [[nodiscard]] std::shared_ptr<const std::vector<std::size_t>>
    order(const std::string& name, const std::function<std::vector<std::size_t>()>& compute) const
    {
        return orders_.get(name, compute);
    }
    /// And what was added up.
    [[nodiscard]] std::shared_ptr<const tiles::GroupStatistics>
    statistics(const std::string& name, const std::function<tiles::GroupStatistics()>& compute) const
    {
        return statistics_.get(name, compute);
    }

private:
    // A bit a row: 8 MB for a million rows. Four bytes a row and some 100 a group; some 200 a group.
    static constexpr std::size_t filters_kept = 64;
    static constexpr std::size_t groupings_kept = 4;
    static constexpr std::size_t sums_kept = 8;
    static constexpr std::size_t orders_kept = 4; // eight bytes a row

    void make(const std::stop_token& stop) const;

    const std::filesystem::path folder_;
    const datasets::DatasetInfo info_;
    std::string complaint_{};
    mutable std::mutex mutex_{}; ///< guards the next three
    mutable std::shared_ptr<const tiles::IndexedFeatures> index_{};
    mutable bool is_being_made_ = false;
    mutable std::exception_ptr failure_{}; ///< of the last attempt
    mutable std::condition_variable changed_{};
    mutable Recent<tiles::Bitmap> selected_{filters_kept};
    mutable Recent<bool> asked_{filters_kept}; ///< the names are all
    mutable Recent<tiles::RowGroups> groups_{groupings_kept};
    mutable Recent<std::vector<std::size_t>> orders_{orders_kept};
    mutable Recent<tiles::GroupStatistics> statistics_{sums_kept};
    mutable std::jthread maker_{}; ///< the last member: it ends before what it uses goes
};

} // namespace api
