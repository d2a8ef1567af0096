#pragma once

#include "api/http.hpp"
#include "api/problem.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace api {

/// One line of the route table.
struct Route {
    using Captured =
        std::vector<std::string>; ///< what stood at the {names} of the pattern, in order, decoded
    using Handle = std::function<Response(const Request&, const Captured&)>;

    std::string_view pattern{}; ///< "/tiles/{dataset}/{z}/{x}/{y}"; a name in braces is one segment
    std::string_view summary{};
    std::string_view media_type{};         ///< of a good answer
    std::vector<std::string_view> query{}; ///< parameters, described in openapi.cpp
    bool slow = false;                     ///< may take more than a millisecond: not on a network thread
    Handle handle{};
    std::function<bool(const Request&)> slow_if{}; ///< where that depends on what is asked for
    std::string_view operation{}; ///< operationId, where a standard says it; else made of the pattern
};

/// How a client is told what was wrong.
using TellProblem = std::function<Response(const Request&, const Problem&)>;

/// Whom a server is for: `staff` is told that nothing may be kept, and no page of another origin may read along.
enum class Audience { everyone, staff };

/// From a request to its response: finds the route, does what is the same for all of them (HEAD, OPTIONS, 404, 405, conditional
/// requests, CORS, errors as RFC 9457), and lets no exception out.
class Router {
public:
    /// The first route that matches wins. `report_error` is given one line for each request that failed through our fault. Problems are
    /// told as documents (`problem_response`), unless `tell` tells them otherwise.
    Router(std::vector<Route> routes, std::function<void(const std::string&)> report_error,
           Audience audience = Audience::everyone, TellProblem tell = {});

    [[nodiscard]] std::vector<std::string_view> patterns() const;

    [[nodiscard]] Response answer(const Request& request) const;
    /// The headers that every response has, on one that was made elsewhere.
    [[nodiscard]] Response finish(Response response) const;
    [[nodiscard]] bool is_slow(const Request& request) const;

private:
    [[nodiscard]] const Route* find(const Request& request, Route::Captured* captured) const;
    [[nodiscard]] Response told(const Request& request, const Problem& problem) const;
    [[nodiscard]] Response failed(const Request& request, const std::string& why) const;
    [[nodiscard]] Response dispatch(const Request& request, std::string_view& pattern) const;
    void report_failures(Generated& generated, const Request& request) const;

    struct Compiled {
        Route route;
        std::vector<std::string_view> segments; ///< of the pattern
    };
    std::vector<Compiled> routes_{};
    std::function<void(const std::string&)> report_error_;
    Audience audience_;
    TellProblem tell_;
};

} // namespace api
