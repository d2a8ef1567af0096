#pragma once

#include "ingest/ingest.hpp"

#include <filesystem>
#include <functional>
#include <vector>

namespace ingest {

/// Reads the manifests, does each job in the order joins need, prints what became of it (JSON: all at the end) and gives the
/// exit status: 0 if none was refused.
[[nodiscard]] int run_jobs(const std::vector<std::filesystem::path>& manifests, bool json,
                           const std::function<Outcome(const Job&)>& run);

} // namespace ingest
