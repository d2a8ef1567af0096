#pragma once

#include "api/http.hpp"

#include <string>

namespace api {

/// The client asked wrongly, or for what is not there. Thrown by handlers, written by the router.
struct Problem {
    int status = 400;
    std::string detail{};    ///< what was wrong, what was expected, what came
    std::string parameter{}; ///< the query parameter it is about; empty if none
};

/// The problem as `application/problem+json` (RFC 9457). `type` is left out (about:blank): `title` is the status's phrase.
[[nodiscard]] Response problem_response(const Problem& problem);

} // namespace api
