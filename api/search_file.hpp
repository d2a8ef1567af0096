#pragma once

#include "datasets/dataset_info.hpp"
#include "datasets/search_index.hpp"

#include <filesystem>
#include <memory>

namespace api {

/// The search index of a snapshot, mapped from its file `search.index`, or made in memory from the features where a snapshot was
/// published before there was one, or by another version of the format.
struct SearchFile {
    std::shared_ptr<const void> bytes{}; ///< what the index looks at
    datasets::SearchIndex index;
};

/// Throws datasets::StorageError or datasets::FormatError if the snapshot itself cannot be read.
[[nodiscard]] SearchFile open_search(const std::filesystem::path& snapshot,
                                     const datasets::DatasetInfo& info);

} // namespace api
