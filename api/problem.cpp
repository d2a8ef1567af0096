#include "api/problem.hpp"

#include <nlohmann/json.hpp>

namespace api {

Response problem_response(const Problem& problem)
{
    nlohmann::ordered_json document = {
        {"title", reason_phrase(problem.status)}, {"status", problem.status}, {"detail", problem.detail}};
    if (!problem.parameter.empty()) {
        document["parameter"] = problem.parameter;
    }
    // A detail may quote what the client sent: broken UTF-8 must not become a second error.
    auto text = document.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    auto response = make_response(problem.status, "application/problem+json", std::move(text));
    response.set("Cache-Control", "no-store");
    response.set("Access-Control-Allow-Origin", "*");
    response.set("X-Content-Type-Options", "nosniff");
    return response;
}

} // namespace api
