#pragma once

#include "api/http.hpp"

namespace api {

/// Turns a 200 with an ETag into 304, and one with `Accept-Ranges: bytes` into 206 or 416, where the request asks for it
/// (RFC 9110 sections 13 and 14: If-None-Match, If-Range, a single Range).
[[nodiscard]] Response apply_conditions(const Request& request, Response response);

} // namespace api
