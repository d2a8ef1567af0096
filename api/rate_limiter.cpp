#include "api/rate_limiter.hpp"

#include "api/client_address.hpp"

#include <algorithm>
#include <functional>

namespace api {

RateLimiter::RateLimiter(RateLimit limit, std::size_t most_clients)
    : most_in_shard_(std::max<std::size_t>(1, most_clients / 16))
{
    if (limit.per_second > 0) {
        const std::chrono::duration<double> interval(1 / limit.per_second);
        interval_ = std::chrono::duration_cast<Clock::duration>(interval);
        tolerance_ = std::chrono::duration_cast<Clock::duration>(interval * std::max(0.0, limit.burst - 1));
    }
}

std::optional<RateLimiter::Clock::duration> RateLimiter::refusal(std::string_view client,
                                                                 Clock::time_point now)
{
    if (!is_on()) {
        return std::nullopt;
    }
    auto name = network_of(client);
    auto& shard = shards_[std::hash<std::string>{}(name) % shards_.size()];
    const std::lock_guard lock(shard.mutex);
    auto found = shard.earned.find(name);
    if (found == shard.earned.end()) {
        make_room(shard, now);
        found = shard.earned.emplace(std::move(name), now).first;
    }
    const auto earned = std::max(found->second, now);
    if (earned - now > tolerance_) {
        return earned - now - tolerance_;
    }
    found->second = earned + interval_;
    return std::nullopt;
}

/// Forgets those who have earned all they had, which changes nothing for them; if all are busy, anyone.
void RateLimiter::make_room(Shard& shard, Clock::time_point now) const
{
    if (shard.earned.size() < most_in_shard_) {
        return;
    }
    std::erase_if(shard.earned, [&](const auto& entry) { return entry.second <= now; });
    if (shard.earned.size() >= most_in_shard_) {
        shard.earned.erase(shard.earned.begin());
    }
}

std::size_t RateLimiter::clients() const
{
    std::size_t sum = 0;
    for (const auto& shard : shards_) {
        const std::lock_guard lock(shard.mutex);
        sum += shard.earned.size();
    }
    return sum;
}

} // namespace api
