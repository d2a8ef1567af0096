#include "api/metrics.hpp"

#include "api/catalogue.hpp"
#include "api/traffic.hpp"

#include <dirent.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

namespace api {

namespace {

/// One value without labels, with what it is.
template <class Number>
void append(std::string& text, std::string_view name, std::string_view type, std::string_view help,
            Number value)
{
    text += fmt::format("# HELP {0} {1}\n# TYPE {0} {2}\n{0} {3}\n", name, help, type, value);
}

void append_head(std::string& text, std::string_view name, std::string_view type, std::string_view help)
{
    text += fmt::format("# HELP {0} {1}\n# TYPE {0} {2}\n", name, help, type);
}

/// Bytes of this process in memory.
std::uint64_t resident_bytes()
{
    std::ifstream file("/proc/self/statm");
    std::uint64_t all = 0;
    std::uint64_t resident = 0;
    file >> all >> resident;
    return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

std::uint64_t open_files()
{
    const std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir("/proc/self/fd"), ::closedir);
    std::uint64_t count = 0;
    while (folder && ::readdir(folder.get()) != nullptr) {
        ++count;
    }
    return count > 3 ? count - 3 : 0; // ".", ".." and the folder itself
}

void append_process(std::string& text, std::chrono::system_clock::time_point started)
{
    append(text, "process_resident_memory_bytes", "gauge", "Memory in use", resident_bytes());
    append(text, "process_open_fds", "gauge", "Open file descriptors", open_files());
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        append(text, "process_max_fds", "gauge", "File descriptors it may open", limit.rlim_cur);
    }
    append(text, "process_start_time_seconds", "gauge", "Start, seconds since 1970",
           std::chrono::duration_cast<std::chrono::seconds>(started.time_since_epoch()).count());
}

void append_traffic(std::string& text, const Traffic& traffic)
{
    append(text, "machizu_connections", "gauge", "Connections open now", traffic.connections.load());
    append(text, "machizu_connections_total", "counter", "Connections accepted", traffic.accepted.load());
    append(text, "machizu_requests_in_flight", "gauge", "Requests taken and not yet answered whole",
           traffic.in_flight.load());
    append(text, "machizu_requests_waiting", "gauge", "Requests that wait for a thread",
           traffic.waiting.load());
    append(text, "machizu_received_bytes_total", "counter", "Bytes received", traffic.received.load());
    append(text, "machizu_held_input_bytes", "gauge", "Bytes of incomplete or waiting requests in memory",
           traffic.held_input.load());
    append(text, "machizu_held_output_bytes", "gauge",
           "Bytes of responses in memory that clients have not taken", traffic.held_output.load());
    append_head(text, "machizu_clients_shed_total", "counter", "Clients sent away or cut off, by reason");
    const std::array<std::pair<std::string_view, std::uint64_t>, 7> reasons = {
        {{"too_many_connections", traffic.over_total.load()},
         {"too_many_of_one_client", traffic.over_client.load()},
         {"no_descriptor", traffic.no_descriptor.load()},
         {"request_too_slow", traffic.late.load()},
         {"response_not_taken", traffic.stalled.load()},
         {"too_much_memory", traffic.over_memory.load()},
         {"too_many_waiting", traffic.overtaxed.load()}}};
    for (const auto& [reason, count] : reasons) {
        text += fmt::format("machizu_clients_shed_total{{reason=\"{}\"}} {}\n", reason, count);
    }
}

void append_snapshots(std::string& text, const Catalogue& catalogue, std::size_t troubles)
{
    // Ids and versions are made of letters, digits and hyphens: nothing in them needs to be escaped.
    append_head(text, "machizu_snapshot_info", "gauge", "The version of a dataset that is served");
    for (const auto& [id, snapshot] : catalogue.datasets) {
        text += fmt::format("machizu_snapshot_info{{dataset=\"{}\",version=\"{}\"}} 1\n", id,
                            snapshot->version());
    }
    append_head(text, "machizu_snapshot_features", "gauge", "Features of the version that is served");
    for (const auto& [id, snapshot] : catalogue.datasets) {
        text += fmt::format("machizu_snapshot_features{{dataset=\"{}\"}} {}\n", id, snapshot->info.count);
    }
    append(text, "machizu_store_troubles", "gauge",
           "Published versions that cannot be opened, and 1 if the store cannot be looked at", troubles);
}

} // namespace

Metrics::Metrics(const std::vector<std::string_view>& routes)
{
    routes_.emplace("", std::make_unique<PerRoute>());
    for (const auto pattern : routes) {
        routes_.emplace(pattern, std::make_unique<PerRoute>());
    }
}

void Metrics::count(const LogEntry& entry, std::uint64_t bytes)
{
    constexpr auto relaxed = std::memory_order_relaxed;
    const auto found = routes_.find(entry.route);
    auto& route = found == routes_.end() ? *routes_.begin()->second : *found->second;
    const auto taken =
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - entry.begun)
            .count();
    const auto status = std::find(statuses.begin(), statuses.end(), entry.status) - statuses.begin();
    const auto bucket = std::lower_bound(buckets.begin(), buckets.end(), taken) - buckets.begin();
    route.by_status[static_cast<std::size_t>(status)].fetch_add(1, relaxed);
    route.by_time[static_cast<std::size_t>(bucket)].fetch_add(1, relaxed);
    route.microseconds.fetch_add(static_cast<std::uint64_t>(std::max<std::int64_t>(taken, 0)), relaxed);
    route.bytes.fetch_add(bytes, relaxed);
    if (!entry.tile.empty()) {
        const auto kind = std::find(tiles.begin(), tiles.end() - 1, entry.tile) - tiles.begin();
        by_tile_[static_cast<std::size_t>(kind)].fetch_add(1, relaxed);
    }
    if (!entry.whole) {
        cut_.fetch_add(1, relaxed);
    }
}

void Metrics::append_requests(std::string& text) const
{
    append_head(text, "machizu_requests_total", "counter", "Requests, by route and status");
    for (const auto& [pattern, route] : routes_) {
        for (std::size_t i = 0; i < route->by_status.size(); ++i) {
            if (const auto count = route->by_status[i].load()) {
                const auto status = i < statuses.size() ? std::to_string(statuses[i]) : "other";
                text += fmt::format("machizu_requests_total{{route=\"{}\",status=\"{}\"}} {}\n", pattern,
                                    status, count);
            }
        }
    }
    append_head(text, "machizu_sent_bytes_total", "counter", "Bytes sent, heads included, by route");
    for (const auto& [pattern, route] : routes_) {
        if (const auto bytes = route->bytes.load()) {
            text += fmt::format("machizu_sent_bytes_total{{route=\"{}\"}} {}\n", pattern, bytes);
        }
    }
    append_head(text, "machizu_tiles_total", "counter", "Tiles, by how they came about");
    for (std::size_t i = 0; i < tiles.size(); ++i) {
        text += fmt::format("machizu_tiles_total{{kind=\"{}\"}} {}\n", tiles[i], by_tile_[i].load());
    }
    append(text, "machizu_responses_cut_total", "counter", "Responses that did not leave whole", cut_.load());
    append(text, "machizu_rate_limited_total", "counter", "Requests refused by the rate limit",
           limited_.load());
}

void Metrics::append_times(std::string& text) const
{
    constexpr std::string_view name = "machizu_request_seconds";
    append_head(text, name, "histogram",
                "From a whole request to the last byte of its response given to the system");
    for (const auto& [pattern, route] : routes_) {
        std::uint64_t sum = 0;
        for (const auto& count : route->by_time) {
            sum += count.load();
        }
        if (sum == 0) {
            continue;
        }
        std::uint64_t so_far = 0;
        for (std::size_t i = 0; i < buckets.size(); ++i) {
            so_far += route->by_time[i].load();
            text += fmt::format("{}_bucket{{route=\"{}\",le=\"{}\"}} {}\n", name, pattern,
                                static_cast<double>(buckets[i]) / 1e6, std::min(so_far, sum));
        }
        text += fmt::format("{0}_bucket{{route=\"{1}\",le=\"+Inf\"}} {2}\n{0}_sum{{route=\"{1}\"}} {3}\n"
                            "{0}_count{{route=\"{1}\"}} {2}\n",
                            name, pattern, sum, static_cast<double>(route->microseconds.load()) / 1e6);
    }
}

std::string Metrics::text(const Traffic& traffic, const Catalogue& catalogue, std::uint64_t lost_lines,
                          std::size_t troubles) const
{
    std::string text;
    append_requests(text);
    append_times(text);
    append_traffic(text, traffic);
    append_snapshots(text, catalogue, troubles);
    append(text, "machizu_log_lines_lost_total", "counter", "Log lines that nobody took in time", lost_lines);
    append_head(text, "machizu_build_info", "gauge", "What runs");
    text += "machizu_build_info{version=\"" MACHIZU_VERSION "\"} 1\n";
    append_process(text, started_);
    return text;
}

} // namespace api
