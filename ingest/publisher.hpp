#pragma once

#include "datasets/dataset_info.hpp"
#include "datasets/store.hpp"
#include "ingest/dataset_folder.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace ingest {

/// One publish of one dataset: a staging folder that becomes the new version, or vanishes.
///
///     <dataset>/.lock                held while this lives: one run at a time
///     <dataset>/.staging-<version>/  where the files are written
///     <dataset>/<version>/           after `publish`: the folder renamed, and `current` pointed at it by rename(2)
///
/// A crash at any moment leaves `current` at a whole version, old or new. What an earlier crash left behind is taken away
/// when the next run begins.
class Publisher {
public:
    /// Throws IngestError if another run holds the dataset, datasets::StorageError if the store cannot be written.
    Publisher(const datasets::Store& store, std::string dataset, const std::string& input_hash);
    Publisher(const Publisher&) = delete;
    Publisher& operator=(const Publisher&) = delete;
    ~Publisher();

    [[nodiscard]] const std::filesystem::path& staging() const { return staging_; }
    [[nodiscard]] const std::string& version() const { return version_; }
    [[nodiscard]] const std::string& published() const { return published_; }

    /// Adds size and SHA-256 of the files in staging to `info` (which must be of this version), writes dataset.json, makes
    /// all of it durable and current.
    void publish(datasets::DatasetInfo info);

private:
    void remove_leftovers() const;

    datasets::Store store_;
    std::string dataset_;
    std::string version_{};
    std::string published_{};
    std::filesystem::path staging_{};
    std::optional<DatasetLock> lock_{};
};

} // namespace ingest
