#include "api/gate.hpp"

#include "api/problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <string>
#include <utility>

namespace api {

namespace {

constexpr std::array<std::string_view, 6> forwarding = {
    "forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via"};

bool is_forwarding(std::string_view name)
{
    return std::find(forwarding.begin(), forwarding.end(), name) != forwarding.end();
}

/// Whoever watches this server must see it when it is busiest.
bool is_exempt(const Request& request)
{
    return request.path.starts_with("/health/") || request.path == "/metrics";
}

} // namespace

Gate::Gate(GateOptions options, Metrics& metrics)
    : options_(std::move(options)), metrics_(metrics), limiter_(options_.rate)
{
}

std::optional<Response> Gate::admit(Request& request)
{
    if (!options_.proxies.ranges.empty()) {
        if (options_.proxies.includes(request.client)) {
            request.client = options_.proxies.client_of(request);
        } else {
            std::erase_if(request.headers, [](const auto& field) { return is_forwarding(field.first); });
        }
    }
    if (!limiter_.is_on() || is_exempt(request)) {
        return std::nullopt;
    }
    const auto wait = limiter_.refusal(request.client, RateLimiter::Clock::now());
    if (!wait) {
        return std::nullopt;
    }
    metrics_.count_limited();
    const auto seconds = std::ceil(std::chrono::duration<double>(*wait).count());
    auto response = problem_response({429,
                                      fmt::format("{} requests a second are allowed here; ask again in {} s",
                                                  options_.rate.per_second, seconds),
                                      ""});
    response.set("Retry-After", fmt::format("{}", seconds));
    return response;
}

bool Gate::may_read_metrics(const Request& request) const
{
    const bool told_of_proxy = !options_.proxies.ranges.empty();
    const bool forwarded = std::any_of(request.headers.begin(), request.headers.end(),
                                       [](const auto& field) { return is_forwarding(field.first); });
    if (forwarded && !told_of_proxy) {
        return false;
    }
    const auto address = parse_address(request.client);
    return is_private(request.client) ||
           (address && std::any_of(options_.metrics_from.begin(), options_.metrics_from.end(),
                                   [&](const AddressRange& one) { return one.contains(*address); }));
}

} // namespace api
