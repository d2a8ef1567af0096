#pragma once

#include "api/recent.hpp"
#include "datasets/dataset_info.hpp"
#include "tiles/bitmap.hpp"
#include "tiles/feature_index.hpp"
#include "tiles/group_statistics.hpp"
#include "tiles/row_groups.hpp"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace api {

/// The features.index of a snapshot. If the file is missing, damaged or of other features, it is made again in memory, from
/// features.gpkg, when it is first asked for: a while for a large dataset, but the answers are the same.
class SnapshotIndex {
public:
    /// Opens the file.
    SnapshotIndex(std::filesystem::path folder, const datasets::DatasetInfo& info);

    /// Why the file is not used, for whoever runs the server; empty if it is.
    [[nodiscard]] const std::string& complaint() const { return complaint_; }

    /// Throws datasets::StorageError or datasets::FormatError if features.gpkg fails as well.
    [[nodiscard]] const tiles::IndexedFeatures& features() const;

    /// Rows that a filter selects, kept for the tiles and the sums that will be asked for next. `name` tells filters apart.
    [[nodiscard]] std::shared_ptr<const tiles::Bitmap>
    selected(const std::string& name, const std::function<tiles::Bitmap()>& compute) const
    {
        return selected_.get(name, compute);
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

    const std::filesystem::path folder_;
    const datasets::DatasetInfo info_;
    std::string complaint_{};
    mutable std::mutex mutex_{};
    mutable std::shared_ptr<const tiles::IndexedFeatures> index_{};
    mutable Recent<tiles::Bitmap> selected_{filters_kept};
    mutable Recent<tiles::RowGroups> groups_{groupings_kept};
    mutable Recent<std::vector<std::size_t>> orders_{orders_kept};
    mutable Recent<tiles::GroupStatistics> statistics_{sums_kept};
};

} // namespace api
