#pragma once

#include "api/transfer.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace api {

struct Catalogue;
struct Traffic;

/// Counts requests, for `/metrics`. Called from every thread for every request: nothing is locked and nothing grows, since a label
/// that a client could choose would fill the memory of whoever collects.
class Metrics {
public:
    /// `routes`: the patterns of the route table.
    explicit Metrics(const std::vector<std::string_view>& routes);

    void count(const LogEntry& entry, std::uint64_t bytes);
    void count_limited() { ++limited_; } ///< a request that the rate limit refused

    /// All of it in the text format of Prometheus (version 0.0.4).
    [[nodiscard]] std::string text(const Traffic& traffic, const Catalogue& catalogue,
                                   std::uint64_t lost_lines, std::size_t troubles) const;

    static constexpr std::string_view media_type = "text/plain; version=0.0.4; charset=utf-8";

private:
    static constexpr std::array<int, 22> statuses = {200, 204, 206, 304, 400, 401, 403, 404, 405, 406, 408,
                                                     410, 413, 414, 416, 417, 429, 431, 500, 501, 503, 505};
    /// Upper ends of the histogram's buckets, microseconds.
    static constexpr std::array<std::int64_t, 12> buckets = {
        250, 500, 1'000, 2'500, 5'000, 10'000, 25'000, 100'000, 250'000, 1'000'000, 5'000'000, 30'000'000};
    static constexpr std::array<std::string_view, 6> tiles = {"stored", "empty",  "computed",
                                                              "mlt",    "merged", "other"};

    using Counter = std::atomic<std::uint64_t>;
    struct PerRoute {
        std::array<Counter, statuses.size() + 1> by_status{}; ///< the last: any other
        std::array<Counter, buckets.size() + 1> by_time{};    ///< not cumulative; the last: longer
        Counter microseconds = 0;
        Counter bytes = 0;
    };
    void append_requests(std::string& text) const;
    void append_times(std::string& text) const;

    std::map<std::string_view, std::unique_ptr<PerRoute>, std::less<>> routes_{}; ///< "": no route
    std::array<Counter, tiles.size()> by_tile_{};
    Counter cut_ = 0;
    Counter limited_ = 0;
    const std::chrono::system_clock::time_point started_ = std::chrono::system_clock::now();
};

} // namespace api
