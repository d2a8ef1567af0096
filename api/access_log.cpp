#include "api/access_log.hpp"

#include "datasets/geojson.hpp"

#include <fmt/format.h>

#include <chrono>
#include <ctime>

namespace api {

namespace {

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

void append_member(std::string& json, const char* name, std::string_view value)
{
    json += fmt::format(",\"{}\":", name);
    datasets::append_json_string(json, value);
}

std::string as_json(const LogEntry& entry, std::uint64_t bytes, std::int64_t taken)
{
    auto json =
        fmt::format(R"({{"time":"{}","client":"{}","method":"{}")", timestamp(), entry.client, entry.method);
    append_member(json, "target", printable(entry.target));
    append_member(json, "route", entry.route);
    json += fmt::format(R"(,"status":{},"bytes":{},"microseconds":{},"whole":{})", entry.status, bytes, taken,
                        entry.whole);
    append_member(json, "id", entry.id);
    append_member(json, "agent", printable(entry.agent));
    if (!entry.user.empty()) {
        append_member(json, "user", entry.user);
    }
    return json + "}\n";
}

} // namespace

std::string printable(std::string_view target)
{
    std::string text;
    text.reserve(target.size());
    for (const char c : target) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte >= 0x7f || c == '"') {
            text += fmt::format("%{:02X}", byte);
        } else {
            text.push_back(c);
        }
    }
    return text;
}

std::string access_log_line(LogForm form, const LogEntry& entry, std::uint64_t bytes)
{
    const auto taken =
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - entry.begun)
            .count();
    if (form == LogForm::json) {
        return as_json(entry, bytes, taken);
    }
    auto line = fmt::format("{} {} {} \"{}\" {} {} {}us {}", timestamp(), entry.client, entry.method,
                            printable(entry.target), entry.status, bytes, taken, entry.id);
    if (!entry.user.empty()) {
        line += " user=" + entry.user;
    }
    return line + (entry.whole ? "\n" : " cut\n");
}

std::string event_line(LogForm form, Level level, std::string_view message)
{
    if (form == LogForm::text) {
        return fmt::format("machizu-serve: {}\n", message);
    }
    auto json =
        fmt::format(R"({{"time":"{}","level":"{}")", timestamp(), level == Level::info ? "info" : "warning");
    append_member(json, "message", message);
    return json + "}\n";
}

} // namespace api
