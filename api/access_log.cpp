#include "api/access_log.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <ctime>

namespace api {

namespace {

/// The parser lets no control character through; a quote would still end the field early.
std::string quoted(const std::string& target)
{
    std::string text = "\"";
    for (const char c : target) {
        if (c == '"') {
            text += "%22";
        } else {
            text.push_back(c);
        }
    }
    text.push_back('"');
    return text;
}

std::string timestamp()
{
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
    const std::time_t seconds = milliseconds / 1000;
    std::tm utc{};
    ::gmtime_r(&seconds, &utc);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", utc.tm_year + 1900, utc.tm_mon + 1,
                       utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec, milliseconds % 1000);
}

} // namespace

std::string access_log_line(const LogEntry& entry, std::uint64_t bytes)
{
    const auto taken =
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - entry.begun);
    return fmt::format("{} {} {} {} {} {} {}us {}\n", timestamp(), entry.client, entry.method,
                       quoted(entry.target), entry.status, bytes, taken.count(), entry.id);
}

void write_access_log(const LogEntry& entry, std::uint64_t bytes)
{
    const auto line = access_log_line(entry, bytes);
    (void)!::write(STDOUT_FILENO, line.data(), line.size()); // a log that cannot be written stops no answer
}

} // namespace api
