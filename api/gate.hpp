#pragma once

#include "api/client_address.hpp"
#include "api/http.hpp"
#include "api/metrics.hpp"
#include "api/rate_limiter.hpp"

#include <optional>
#include <vector>

namespace api {

struct GateOptions {
    TrustedProxies proxies{};
    RateLimit rate{};
    std::vector<AddressRange> metrics_from{}; ///< who may read the metrics, beside private networks
};

/// What every request passes first: who asks is found out, and whoever asks too often is sent away.
class Gate {
public:
    Gate(GateOptions options, Metrics& metrics);

    /// Sets `client` to who asks through a trusted proxy; takes away what others say about themselves. An answer: 429.
    [[nodiscard]] std::optional<Response> admit(Request& request);

    /// A server behind a proxy that it was not told of takes every visitor for the proxy: so not if somebody forwarded it.
    [[nodiscard]] bool may_read_metrics(const Request& request) const;

private:
    GateOptions options_;
    Metrics& metrics_;
    RateLimiter limiter_;
};

} // namespace api
