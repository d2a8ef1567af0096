#pragma once

#include "api/http.hpp"

#include <cstddef>
#include <string_view>

namespace api {

struct HeadLimits {
    std::size_t target = 8 * 1024; ///< bytes
    std::size_t headers = 100;
    std::size_t body = 64 * 1024; ///< bytes; nothing here needs one, but a client may send one
};

/// What a request asks, and how to find the end of its body (RFC 9112 section 6).
struct RequestHead {
    Request request{};
    bool chunked = false;
    std::size_t length = 0; ///< of a body that is not chunked, bytes
    bool expects_continue = false;
};

/// Reads the lines of a head, of which each but the last ends in CR LF. Throws Problem: 400, 413, 414, 417, 431, 501, 505.
[[nodiscard]] RequestHead read_head(std::string_view lines, const HeadLimits& limits);

} // namespace api
