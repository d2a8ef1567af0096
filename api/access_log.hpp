#pragma once

#include "api/transfer.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace api {

/// What the server says to whoever runs it, as lines to read or as one JSON object a line.
enum class LogForm { text, json };

/// One line of the access log, ended by '\n'. As text:
///
///   2026-11-21T04:30:00.123Z 127.0.0.1 GET "/api?lang=ja" 200 1234 87us id
///
/// time (UTC), client, method, target, status, bytes sent, time taken, X-Request-Id; then `user=name` if that had to be said, and `cut`
/// if the response did not leave whole. As JSON, see deploy/README.md. What is not ASCII in a target is percent-encoded in both: a log is
/// read on terminals.
[[nodiscard]] std::string access_log_line(LogForm form, const LogEntry& entry, std::uint64_t bytes);

enum class Level { info, warning };

/// Anything else that is worth a line: "machizu-serve: …", or {"time", "level", "message"}.
[[nodiscard]] std::string event_line(LogForm form, Level level, std::string_view message);

/// A target as it may stand in a line: without quotes, control characters, and bytes that are not ASCII.
[[nodiscard]] std::string printable(std::string_view target);

} // namespace api
