#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace api {

struct RateLimit {
    double per_second = 0; ///< requests of one client in the long run; 0: no limit
    double burst = 0;      ///< requests at once; a map asks for some hundred tiles when it opens
};

/// Lets each client have so many requests a second. Knows each by one moment, the one at which all it was given would be earned
/// (the generic cell rate algorithm of ITU-T I.371), and only while that lies ahead: memory is bounded whoever asks.
class RateLimiter {
public:
    using Clock = std::chrono::steady_clock;

    explicit RateLimiter(RateLimit limit, std::size_t most_clients = 1 << 16);

    /// Nothing if the request may pass; else after how long one will. Several threads may ask at once.
    [[nodiscard]] std::optional<Clock::duration> refusal(std::string_view client, Clock::time_point now);

    [[nodiscard]] bool is_on() const { return interval_ > Clock::duration::zero(); }
    [[nodiscard]] std::size_t clients() const; ///< known now

private:
    struct Shard { // so that threads seldom meet
        mutable std::mutex mutex{};
        std::unordered_map<std::string, Clock::time_point> earned{};
    };
    void make_room(Shard& shard, Clock::time_point now) const;

    Clock::duration interval_{};
    Clock::duration tolerance_{};
    std::size_t most_in_shard_;
    std::array<Shard, 16> shards_{};
};

} // namespace api
