#pragma once

#include "ingest/options.hpp"

namespace ingest {

/// Exit statuses, as the root README says them. 0 is good: published, unchanged, nothing found.
inline constexpr int status_refused = 1; ///< nothing was published or changed; a check found something wrong
inline constexpr int status_usage = 2;   ///< the command line or a manifest is wrong

/// The commands, each in its command_<name>.cpp: prints to standard output what was asked for, in Japanese and English or as
/// JSON, and to standard error what went wrong; gives the exit status. What a command cannot deal with is thrown.
[[nodiscard]] int execute(const RunOptions& options);
[[nodiscard]] int execute(const CheckOptions& options);
[[nodiscard]] int execute(const DraftOptions& options);
[[nodiscard]] int execute(const ListOptions& options);
[[nodiscard]] int execute(const VersionsOptions& options);
[[nodiscard]] int execute(const RollbackOptions& options);
[[nodiscard]] int execute(const PruneOptions& options);
[[nodiscard]] int execute(const DiffOptions& options);
[[nodiscard]] int execute(const InspectOptions& options);
[[nodiscard]] int execute(const UsageReply& reply);

} // namespace ingest
