#pragma once

#include "datasets/store.hpp"

#include <string>
#include <string_view>

namespace ingest {

/// Folders of a dataset whose names begin so are unfinished, or on their way out: no server opens them, and the next publish
/// takes away what a crash has left of them.
inline constexpr std::string_view staging_prefix = ".staging-";
inline constexpr std::string_view next_link_name = ".current-next";

/// Held by whoever changes the folder of a dataset: one program at a time. Given back when it goes, or when the program dies.
class DatasetLock {
public:
    /// The dataset's folder must be there. Throws IngestError if another program holds it, datasets::StorageError if the
    /// lock file cannot be written.
    DatasetLock(const datasets::Store& store, const std::string& dataset);
    DatasetLock(const DatasetLock&) = delete;
    DatasetLock& operator=(const DatasetLock&) = delete;
    ~DatasetLock();

private:
    int file_ = -1;
};

/// Points `current` at a version by rename(2), durably: readers see the old one or the new one, never none.
/// Only with the lock held. Throws datasets::StorageError.
void switch_current(const datasets::Store& store, const std::string& dataset, const std::string& version);

} // namespace ingest
