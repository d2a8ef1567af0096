#pragma once

#include "api/http_parser.hpp"
#include "api/traffic.hpp"
#include "api/transfer.hpp"

#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace api {

/// What stands behind the connections: functions from values to values. All are called from several threads at once.
struct Service {
    std::function<Response(const Request&)> handle{}; ///< does not throw
    std::function<bool(const Request&)> is_slow{};    ///< true: may take more than a millisecond
    std::function<void(const LogEntry&, std::uint64_t)>
        log{}; ///< a request has ended; bytes sent, head included
    /// Comes before the others: may say who the client is, and answer in place of `handle` (too many requests). Need not be there.
    std::function<std::optional<Response>(Request&)> admit{};
};

struct ConnectionLimits {
    ParseLimits parse{};
    std::size_t pipelined = 64 * 1024;         ///< bytes waiting behind a response that is being sent
    std::int64_t all_input = 256 << 20;        ///< bytes of requests that all connections together may hold
    std::chrono::milliseconds request{15'000}; ///< from the first byte of a request to its last
};

/// One client, from bytes to bytes, without sockets of its own: every call is given the descriptor to write to.
///
///   receive() or advance() --> parse --> handle --> write --+-- all written: the next request of the pipeline
///                                                           `-- not all: the rest is returned as `Unfinished`
///
/// While something is unfinished the connection is busy: what arrives is only kept, so responses leave in the order of
/// their requests. Whoever finishes it (pump or pool, on another thread, on a descriptor of its own) calls `finished` or `reply` and
/// then `advance`. Descriptors passed in must stay open for the length of the call; the connection keeps none, so a number
/// that the system gives to the next client can never be written to.
class Connection {
public:
    /// Nothing; a response that the socket did not take whole, or whose next part must be made; a request that takes long.
    using Unfinished = std::variant<std::monostate, Transfer, Request>;

    Connection(const Service& service, Traffic& traffic, ConnectionLimits limits, std::string client);
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection();

    /// How many connections were open when this one came, itself included: of all clients, and of this one. Asked later, two
    /// that come at once on different threads would each count the other, and both be one too many.
    [[nodiscard]] int open_at_start() const { return open_at_start_; }
    [[nodiscard]] int open_of_client() const { return open_of_client_; }

    /// Bytes from the client, then as `advance`.
    [[nodiscard]] Unfinished receive(int socket, std::string_view bytes);
    /// Serves what has arrived, until input ends or something is unfinished.
    [[nodiscard]] Unfinished advance(int socket);
    /// The answer to a slow request that `advance` returned; ends being busy if it could be written.
    [[nodiscard]] Unfinished reply(int socket, const Request& request, Response response,
                                   std::chrono::steady_clock::time_point begun);
    /// A transfer that was returned goes on with its next part.
    [[nodiscard]] Unfinished resume(int socket, Transfer transfer);
    /// A transfer that was returned has ended, whole or not.
    void finished(int socket, Transfer& transfer, bool whole);

    /// True if a request has arrived in part and nobody watches its deadline yet; the caller must then.
    [[nodiscard]] bool begin_watch();
    /// Answers 408 and closes if a request has been arriving for too long. False: there is nothing to watch any more.
    [[nodiscard]] bool check_deadline(int socket, std::chrono::steady_clock::time_point now);
    /// The client has ended its side. What is unfinished still goes out; half a request never becomes a whole one.
    void end_of_input(int socket);
    /// Closes with a 503 at most, as far as it can be sent at once.
    void refuse(int socket);
    /// Closes at once: an answer may have gone in part.
    void drop(int socket);
    [[nodiscard]] bool closing() const;

private:
    Unfinished advance_locked(int socket);
    void count_input();
    Unfinished start(int socket, Transfer transfer);
    void finish(int socket, Transfer& transfer, bool whole);
    [[nodiscard]] Transfer without_request(Response response) const;
    Unfinished answer_error(int socket);
    [[nodiscard]] bool waits_for_input() const;
    void close_for_writing(int socket);

    const Service& service_;
    Traffic& traffic_;
    const ConnectionLimits limits_;
    const std::string client_;
    mutable std::mutex mutex_{};
    RequestParser parser_;
    bool busy_ = false;
    bool watched_ = false;
    bool closing_ = false;      ///< nothing more is answered; what arrives is thrown away
    std::size_t discarded_ = 0; ///< bytes thrown away
    std::int64_t held_ = 0;     ///< bytes of input, as counted in Traffic
    std::chrono::steady_clock::time_point request_begun_{};
    const int
        open_of_client_; ///< these last, so that a connection is counted only once nothing can fail any more
    const int open_at_start_;
};

} // namespace api
