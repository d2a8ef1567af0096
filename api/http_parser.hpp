#pragma once

#include "api/http_head.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace api {

struct ParseLimits {
    std::size_t head = 16 * 1024; ///< bytes of request line and headers
    HeadLimits head_limits{};
    std::size_t trailer = 4 * 1024; ///< bytes after the last chunk
    std::size_t chunk_line = 256;   ///< bytes of a chunk's size and extensions
};

/// Reads HTTP/1.x requests out of a stream of bytes (RFC 9112), however it was cut into packets.
///
///   append() ---> [ head | body ][ head | body ][ he…      every byte is looked at once
///                  next() == complete, take()    next() == incomplete
///
/// Strict on purpose: whatever two readers could understand differently (two lengths, bare LF, a space before a colon, a
/// folded header, an unknown coding) is refused, because a proxy in front may be the other reader. After `failed` the rest of the
/// stream has no meaning: answer and close.
class RequestParser {
public:
    enum class Status { incomplete, complete, failed };

    explicit RequestParser(ParseLimits limits = {}) : limits_(limits) {}

    void append(std::string_view bytes);
    [[nodiscard]] Status next();
    /// After `complete`. `client` and `id` are left to the caller, save for an X-Request-Id that was sent.
    [[nodiscard]] Request take();

    [[nodiscard]] int error_status() const
    {
        return error_status_;
    } ///< after `failed`: 400, 413, 414, 417, 431, 501, 505
    [[nodiscard]] const std::string& error() const { return error_; }
    [[nodiscard]] std::size_t buffered() const
    {
        return buffer_.size() - position_;
    } ///< bytes not yet understood
    /// Bytes of memory that a request takes up which has arrived in part; what is kept between requests is small.
    [[nodiscard]] std::size_t memory() const
    {
        return in_request() ? buffer_.capacity() + request_.body.capacity() : 0;
    }
    [[nodiscard]] bool in_request() const { return stage_ != Stage::head || buffered() != 0; }
    /// True once if the client waits for "100 Continue" before it sends its body.
    [[nodiscard]] bool take_expectation();

private:
    enum class Stage { head, sized_body, chunk_size, chunk_data, chunk_end, trailer, done, failed };

    Status fail(int status, std::string message);
    bool step();
    bool read_head();
    bool check_lines(std::string_view head);
    bool parse_head(std::string_view lines);
    bool read_data(Stage after);
    bool read_chunk_size();
    bool read_chunk_end();
    bool read_trailer();

    ParseLimits limits_;
    std::string buffer_{};
    std::size_t position_ = 0; ///< what is before it is consumed
    std::size_t scanned_ = 0;  ///< how far after `position_` no end of line was found
    Stage stage_ = Stage::head;
    std::size_t remaining_ = 0; ///< of a sized body or a chunk, bytes
    std::size_t trailer_bytes_ = 0;
    bool expects_continue_ = false;
    Request request_{};
    int error_status_ = 0;
    std::string error_{};
};

} // namespace api
