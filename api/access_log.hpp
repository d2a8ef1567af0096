#pragma once

#include "api/transfer.hpp"

#include <cstdint>
#include <string>

namespace api {

/// One line of the access log, ended by '\n':
///
///   2026-11-21T04:30:00.123Z 127.0.0.1 GET "/api?lang=ja" 200 1234 87us id
///
/// time (UTC), client, method, target, status, bytes sent, time taken, X-Request-Id.
[[nodiscard]] std::string access_log_line(const LogEntry& entry, std::uint64_t bytes);

/// Writes the line to standard output in one call, so that lines of several threads do not mix.
void write_access_log(const LogEntry& entry, std::uint64_t bytes);

} // namespace api
