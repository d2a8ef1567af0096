#pragma once

#include "datasets/manifest.hpp"
#include "datasets/store.hpp"
#include "ingest/report.hpp"

#include <cstddef>
#include <filesystem>
#include <string>

namespace ingest {

/// A manifest and the folder its paths are relative to.
struct Job {
    datasets::Manifest manifest{};
    std::filesystem::path folder{};
    std::size_t memory = std::size_t{512}
                         << 20U; ///< bytes for what tiles, index and ids keep of the rows; more goes to files
};

/// How a run ended.
struct Outcome {
    enum class Status {
        published, ///< there is a new version
        unchanged, ///< the same input is published already
        checked,   ///< everything was read and would be published; nothing was, as asked for
        refused,   ///< nothing was published; the old version stays
    };
    Status status = Status::refused;
    std::string version{}; ///< the current version after the run, if there is one
    std::string reason{};  ///< why it was refused
    Report report{};       ///< of the rows read in this run
};

/// Reads a city's file and publishes it as a new snapshot of the store, or changes nothing.
/// What the data or the store are to blame for is an outcome; only what is nobody's fault but ours is thrown.
[[nodiscard]] Outcome ingest(const Job& job, const datasets::Store& store);

/// Does all that `ingest` does up to the publishing, in a folder that goes afterwards: nothing in the store is changed, and
/// a published version of the same input is no reason not to read it again. The store is asked for joined datasets only.
[[nodiscard]] Outcome check(const Job& job, const datasets::Store& store);

} // namespace ingest
