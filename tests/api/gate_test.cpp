#include "api/gate.hpp"
#include "tests/support/catch.hpp"

#include <string>

using namespace api;
using namespace std::chrono_literals;

namespace {

Request ask(const std::string& client, const std::string& path, const Fields& headers = {})
{
    Request request;
    request.client = client;
    request.path = path;
    request.headers = headers;
    return request;
}

} // namespace

TEST_CASE("a client may ask so often a second, and so often at once", "[rate_limiter]")
{
    RateLimiter limiter({2, 10});
    const RateLimiter::Clock::time_point start{1h};
    for (int i = 0; i < 10; ++i) {
        CHECK_FALSE(limiter.refusal("192.0.2.1", start));
    }
    CHECK(limiter.refusal("192.0.2.1", start) == 500ms);
    CHECK_FALSE(limiter.refusal("192.0.2.2", start)); // another client is another matter
    CHECK_FALSE(limiter.refusal("192.0.2.1", start + 500ms));
    CHECK(limiter.refusal("192.0.2.1", start + 500ms));
    int passed = 0;
    for (int i = 0; i < 10'000; ++i) { // a hundred seconds, a hundred requests each
        passed += limiter.refusal("192.0.2.1", start + 1s + i * 10ms) ? 0 : 1;
    }
    CHECK(passed >= 199);
    CHECK(passed <= 202);
    CHECK_FALSE(limiter.refusal("192.0.2.1", start + 1h));
}

TEST_CASE("without a limit nobody is refused, and nobody remembered", "[rate_limiter]")
{
    RateLimiter limiter({});
    CHECK_FALSE(limiter.is_on());
    for (int i = 0; i < 1000; ++i) {
        CHECK_FALSE(limiter.refusal("192.0.2.1", RateLimiter::Clock::time_point{1h}));
    }
    CHECK(limiter.clients() == 0);
}

TEST_CASE("a million clients do not fill the memory, and one network of IPv6 is one", "[rate_limiter]")
{
    RateLimiter limiter({1, 5}, 1600);
    const RateLimiter::Clock::time_point start{1h};
    for (int i = 0; i < 20'000; ++i) {
        (void)limiter.refusal("client " + std::to_string(i), start);
    }
    CHECK(limiter.clients() <= 1600);
    for (int i = 0; i < 5; ++i) {
        CHECK_FALSE(limiter.refusal("2001:db8::" + std::to_string(i + 1), start));
    }
    CHECK(limiter.refusal("2001:db8::77", start));
}

TEST_CASE("who asks too often is told when to come again, and health is never refused", "[gate]")
{
    Metrics metrics({});
    GateOptions options;
    options.rate = {0.25, 1};
    Gate gate(options, metrics);
    auto request = ask("192.0.2.1", "/api");
    CHECK_FALSE(gate.admit(request));
    const auto refused = gate.admit(request);
    REQUIRE(refused);
    CHECK(refused->status == 429);
    CHECK(refused->header("Retry-After") == "4");
    CHECK(refused->header("Content-Type") == "application/problem+json");
    for (const char* path : {"/health/live", "/health/ready", "/metrics"}) {
        auto watching = ask("192.0.2.1", path);
        CHECK_FALSE(gate.admit(watching));
    }
}

TEST_CASE("behind a trusted proxy each visitor has a limit of his own, and nobody can pose as another",
          "[gate]")
{
    Metrics metrics({});
    GateOptions options;
    options.rate = {1, 1};
    options.proxies.ranges = {*parse_address_range("127.0.0.1")};
    Gate gate(options, metrics);
    for (const char* visitor : {"192.0.2.1", "192.0.2.2", "192.0.2.3"}) {
        auto request = ask("127.0.0.1", "/", {{"x-forwarded-for", visitor}});
        CHECK_FALSE(gate.admit(request));
        CHECK(request.client == visitor);
    }
    auto stranger =
        ask("203.0.113.1", "/", {{"x-forwarded-for", "192.0.2.9"}, {"x-forwarded-host", "evil.example"}});
    CHECK_FALSE(gate.admit(stranger));
    CHECK(stranger.client == "203.0.113.1");
    CHECK_FALSE(stranger.header("x-forwarded-host"));
    auto again = ask("203.0.113.1", "/", {{"x-forwarded-for", "192.0.2.10"}});
    CHECK(gate.admit(again));
}

TEST_CASE("metrics are for private networks, and not through a proxy that nobody named", "[gate]")
{
    Metrics metrics({});
    GateOptions options;
    options.metrics_from = {*parse_address_range("198.51.100.0/24")};
    const Gate gate(options, metrics);
    CHECK(gate.may_read_metrics(ask("127.0.0.1", "/metrics")));
    CHECK(gate.may_read_metrics(ask("198.51.100.7", "/metrics")));
    CHECK_FALSE(gate.may_read_metrics(ask("203.0.113.1", "/metrics")));
    CHECK_FALSE(gate.may_read_metrics(ask("127.0.0.1", "/metrics", {{"x-forwarded-for", "203.0.113.1"}})));
    CHECK_FALSE(gate.may_read_metrics(ask("127.0.0.1", "/metrics", {{"via", "1.1 Caddy"}})));
}
