#include "api/router.hpp"

#include "api/access_log.hpp"
#include "api/conditions.hpp"
#include "api/packing.hpp"
#include "api/problem.hpp"
#include "datasets/deadline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <exception>
#include <utility>

namespace api {

namespace {

/// For a page without script; the viewer has its own (static_files.cpp).
constexpr auto page_policy = "default-src 'none'; img-src 'self' data:; style-src 'self'; base-uri 'none'; "
                             "form-action 'self'; frame-ancestors 'self'";

constexpr auto allowed = "GET, HEAD, OPTIONS";

std::vector<std::string_view> split_path(std::string_view path)
{
    std::vector<std::string_view> segments;
    for (bool more = true; more;) {
        path.remove_prefix(1);
        const auto slash = path.find('/');
        segments.push_back(path.substr(0, slash));
        more = slash != std::string_view::npos;
        path.remove_prefix(more ? slash : path.size());
    }
    return segments;
}

bool is_known_method(std::string_view method)
{
    static constexpr std::array<std::string_view, 10> known = {
        "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "QUERY"};
    for (const auto name : known) {
        if (name == method) {
            return true;
        }
    }
    return false;
}

bool matches(const std::vector<std::string_view>& pattern, const std::vector<std::string>& path,
             std::size_t length, Route::Captured* captured)
{
    if (pattern.size() != length) {
        return false;
    }
    for (std::size_t i = 0; i < length; ++i) {
        if (pattern[i].starts_with('{') ? path[i].empty() : pattern[i] != path[i]) {
            return false;
        }
    }
    for (std::size_t i = 0; i < length && captured != nullptr; ++i) {
        if (pattern[i].starts_with('{')) {
            captured->push_back(path[i]);
        }
    }
    return true;
}

Response preflight()
{
    Response response{204, {}, {}};
    response.set("Allow", allowed)
        .set("Access-Control-Allow-Methods", allowed)
        .set("Access-Control-Allow-Headers", "*")
        .set("Access-Control-Max-Age", "86400");
    return response;
}

/// What a document may do in a browser. A handler that set something else has its reasons.
void add_security_headers(Response& response)
{
    response.set("X-Content-Type-Options", "nosniff");
    const auto type = response.header("content-type").value_or("");
    const auto set_if_missing = [&](const char* name, const char* value) {
        if (!response.header(name)) {
            response.set(name, value);
        }
    };
    if (type.starts_with("text/html")) {
        set_if_missing("Content-Security-Policy", page_policy);
        set_if_missing("Referrer-Policy", "same-origin");
        set_if_missing("Permissions-Policy",
                       "geolocation=(self), camera=(), microphone=(), payment=(), usb=()");
        set_if_missing("X-Frame-Options", "SAMEORIGIN");
        set_if_missing("Cross-Origin-Opener-Policy", "same-origin");
    } else if (type.find("xml") != std::string_view::npos) { // also SVG, which browsers run as a document
        set_if_missing("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
    }
}

void add_common_headers(Response& response, Audience audience)
{
    add_security_headers(response);
    if (audience == Audience::staff) {
        std::erase_if(response.headers, [](const auto& field) {
            return equals_ignoring_case(field.first, "Access-Control-Allow-Origin");
        });
        response.set("Cache-Control", "private, no-store").set("Cross-Origin-Resource-Policy", "same-origin");
        return;
    }
    response.set("Access-Control-Allow-Origin", "*")
        .set("Access-Control-Expose-Headers", "ETag, Content-Range, Content-Length, Link, X-Request-Id")
        .set("Cross-Origin-Resource-Policy", "cross-origin");
}

} // namespace

Router::Router(std::vector<Route> routes, std::function<void(const std::string&)> report_error,
               Audience audience, TellProblem tell)
    : report_error_(std::move(report_error)), audience_(audience), tell_(std::move(tell))
{
    for (auto& route : routes) {
        auto segments = split_path(route.pattern);
        routes_.push_back({std::move(route), std::move(segments)});
    }
}

std::vector<std::string_view> Router::patterns() const
{
    std::vector<std::string_view> patterns;
    for (const auto& [route, segments] : routes_) {
        patterns.push_back(route.pattern);
    }
    return patterns;
}

const Route* Router::find(const Request& request, Route::Captured* captured) const
{
    auto length = request.segments.size();
    if (length > 1 && request.segments.back().empty()) { // "/api/" is "/api"
        --length;
    }
    for (const auto& [route, pattern] : routes_) {
        if (matches(pattern, request.segments, length, captured)) {
            return &route;
        }
    }
    return nullptr;
}

bool Router::is_slow(const Request& request) const
{
    const auto* route = find(request, nullptr);
    return route != nullptr && (request.method == "GET" || request.method == "HEAD") &&
           (route->slow || (route->slow_if && route->slow_if(request)));
}

Response Router::finish(Response response) const
{
    add_common_headers(response, audience_);
    return response;
}

Response Router::dispatch(const Request& request, std::string_view& pattern) const
{
    if (!is_known_method(request.method)) {
        throw Problem{501, fmt::format("the method {} is not known here", request.method), ""};
    }
    Route::Captured captured;
    const auto* route = find(request, &captured);
    if (route != nullptr) {
        pattern = route->pattern;
    }
    if (request.method == "OPTIONS" && (route != nullptr || request.target == "*")) {
        return preflight();
    }
    if (route == nullptr) {
        throw Problem{404, fmt::format("there is nothing at '{}'", request.path), ""};
    }
    if (request.method != "GET" && request.method != "HEAD") {
        auto response = told(
            request, {405, fmt::format("{} is not possible here; data are only read", request.method), ""});
        response.set("Allow", allowed);
        return response;
    }
    auto response = route->handle(request, captured);
    const bool packed = offer_packed(request, response);
    response = apply_conditions(request, std::move(response));
    return packed ? pack(std::move(response)) : response;
}

/// What fails while a page is made of it is left out: the document always can be made.
Response Router::told(const Request& request, const Problem& problem) const
{
    try {
        return tell_ ? tell_(request, problem) : problem_response(problem);
    } catch (const std::exception& error) {
        report_error_(fmt::format("request {}: a page could not be made: {}", request.id, error.what()));
        return problem_response(problem);
    }
}

/// Why is for the log: it may name paths.
Response Router::failed(const Request& request, const std::string& why) const
{
    report_error_(fmt::format("request {} ({} {}) failed{}", request.id, request.method,
                              printable(request.target), why));
    return told(request, {500, fmt::format("the server failed; its log has more under {}", request.id), ""});
}

Response Router::answer(const Request& request) const
{
    Response response;
    std::string_view pattern;
    try {
        response = dispatch(request, pattern);
    } catch (const Problem& problem) {
        response = told(request, problem);
    } catch (const datasets::Overtime& overtime) {
        response =
            told(request,
                 {503,
                  fmt::format("{}, which is all that one request gets here. Ask for less: a smaller bbox, a "
                              "simpler filter, a coarser mesh, a deeper zoom. Or download the dataset and "
                              "compute it yourself",
                              overtime.what()),
                  ""});
    } catch (const std::exception& error) {
        response = failed(request, fmt::format(": {}", error.what()));
    } catch (...) {
        response = failed(request, "");
    }
    if (auto* generated = std::get_if<Generated>(&response.body)) {
        report_failures(*generated, request);
    }
    response.route = pattern;
    return finish(std::move(response));
}

/// What fails while an answer is on its way cannot be told to the client any more, only to the log.
void Router::report_failures(Generated& generated, const Request& request) const
{
    const auto about = fmt::format("request {} ({} {})", request.id, request.method, request.target);
    generated.next = [next = std::move(generated.next), report = report_error_, about] {
        try {
            return next();
        } catch (const std::exception& error) {
            report(fmt::format("{} failed while it was answered: {}", about, error.what()));
            throw;
        }
    };
}

} // namespace api
