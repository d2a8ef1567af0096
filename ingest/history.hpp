#pragma once

#include "datasets/store.hpp"

#include <cstdint>
#include <ctime>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace ingest {

/// The command line asks for a version that is not there.
class UnknownVersion : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// A version of a dataset as it lies in the store.
struct KeptVersion {
    std::string version{};
    std::string published{}; ///< RFC 3339, UTC
    std::int64_t count = 0;
    std::int64_t rejected = 0;
    std::int64_t bytes = 0; ///< on disk
    bool is_current = false;
    std::string
        problem{}; ///< why its dataset.json cannot be read; then only version, bytes and is_current are known
};

/// All versions of a dataset, the newest first; empty if there is no such dataset.
[[nodiscard]] std::vector<KeptVersion> versions_of(const datasets::Store& store, const std::string& dataset);

/// The version that a person means: its name or the beginning of it, `current`, or `previous` (the one published before the
/// current one). Throws UnknownVersion that lists what there is.
[[nodiscard]] std::string find_version(const datasets::Store& store, const std::string& dataset,
                                       std::string_view word);

/// Throws IngestError that names the first file of the version that is missing, or is not as its dataset.json says (size,
/// SHA-256).
void require_whole(const datasets::Store& store, const std::string& dataset, const std::string& version);

/// Makes a version current that is in the store, after `require_whole`. Throws IngestError or datasets::StorageError; then
/// nothing is changed.
void roll_back(const datasets::Store& store, const std::string& dataset, const std::string& version);

struct Pruned {
    std::vector<KeptVersion> removed{};
    std::vector<std::string> spared{}; ///< older than `keep` allows, but current or in use until a moment ago
    std::int64_t bytes = 0;            ///< freed
};

/// Removes all versions but the `keep` newest and the current one. A version that was current less than an hour before `now`
/// is spared: servers still answer from it to readers that are in the middle of its pages.
/// Throws IngestError or datasets::StorageError.
Pruned prune(const datasets::Store& store, const std::string& dataset, int keep, std::time_t now);

} // namespace ingest
