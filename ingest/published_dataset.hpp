#pragma once

#include "datasets/dataset_info.hpp"
#include "datasets/feature.hpp"
#include "datasets/store.hpp"

#include <functional>
#include <string>

namespace ingest {

/// Another dataset of the same store, as it is published now: what geometry is joined from, positions are compared with, and so on.
class PublishedDataset {
public:
    /// Throws IngestError if it is not published.
    PublishedDataset(const datasets::Store& store, const std::string& id);

    [[nodiscard]] const datasets::DatasetInfo& info() const { return info_; }

    /// Where the public field stands in a feature's values. `purpose` ends the message ("to join by"). Throws IngestError if
    /// there is no such field.
    [[nodiscard]] std::size_t field(const std::string& name, const std::string& purpose) const;

    /// Each feature, by rising fid; it may be moved from. Throws datasets::StorageError or FormatError if the file fails.
    void for_each(const std::function<void(datasets::Feature&)>& use) const;

private:
    std::filesystem::path snapshot_{};
    datasets::DatasetInfo info_{};
};

} // namespace ingest
