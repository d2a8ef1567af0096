#pragma once

#include "api/http.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

namespace api {

/// A file descriptor that is closed with its owner; -1 is none.
class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int fd) : fd_(fd) {}
    Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept
    {
        std::swap(fd_, other.fd_);
        return *this;
    }
    ~Descriptor();

    /// A second descriptor of the same socket. -1 inside if there are none left.
    [[nodiscard]] static Descriptor duplicate(int fd);
    [[nodiscard]] int get() const { return fd_; }
    explicit operator bool() const { return fd_ >= 0; }

private:
    int fd_ = -1;
};

/// What log and metrics say of one request.
struct LogEntry {
    std::string client{};
    std::string method{};
    std::string target{};
    std::string id{};
    int status = 0;
    std::chrono::steady_clock::time_point begun{};
    std::string_view route{}; ///< see Response
    std::string_view tile{};
    std::string user{};
    std::string agent{}; ///< User-Agent
    bool whole = false;  ///< the last byte was given to the system
};

/// A response on its way out: its head as bytes, its body, and how much of both has gone.
struct Transfer {
    std::string head{};
    Body body{};
    std::uint64_t sent = 0;        ///< bytes of head and body together
    Generated more{};              ///< what follows `body` once it is sent, part by part
    bool chunked = false;          ///< parts go out as chunks (RFC 9112 section 7.1)
    std::uint64_t sent_before = 0; ///< bytes of the parts before this one
    bool close_after = false;
    LogEntry log{};
};

/// The bytes before the body of a response to `request`. Adds Content-Length (of the whole body for HEAD, none for 204 and 304;
/// RFC 9110 section 8.6), Date, Connection and X-Request-Id. For HEAD, 204 and 304 the transfer has no body.
[[nodiscard]] Transfer make_transfer(const Request& request, Response response, bool close_after);

/// True if all that there is has been sent, and more has to be made.
[[nodiscard]] bool needs_part(const Transfer& transfer);

/// Puts the next part in place of the one that was sent. Throws what making it throws.
void load_part(Transfer& transfer);

enum class Progress { done, blocked, failed };

/// Writes to a non-blocking socket until all is sent, the socket is full (or `budget` bytes are written), or the peer is gone.
[[nodiscard]] Progress write_some(int socket, Transfer& transfer, std::uint64_t budget);

/// Ends a connection at once: what is queued is dropped and the peer gets a reset. The descriptor stays open.
void abort_socket(int socket);

} // namespace api
