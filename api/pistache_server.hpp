#pragma once

#include "api/connection.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace api {

struct ServerOptions {
    std::string address = "127.0.0.1"; ///< IPv4 or IPv6
    std::uint16_t port = 0;            ///< 0: one that is free
    int threads = 2;                   ///< for the network; as many again take the slow requests
    int max_connections = 0;           ///< 0: a third of the descriptors this process may open
    int backlog = 1024;                ///< connections waiting to be accepted
    ConnectionLimits connection{};
    std::chrono::milliseconds keep_alive{75'000}; ///< an idle connection is closed after it
    std::chrono::milliseconds stall{30'000};      ///< a client that takes nothing for so long is cut off
};

/// HTTP/1.1 over TCP. Pistache listens, accepts, and tells which socket has something to read; parsing and writing are ours, since
/// its own were measured to send answers to the wrong client when others leave early.
class PistacheServer {
public:
    /// Serves from now on, on threads of its own. SIGPIPE is ignored from then on. Throws std::runtime_error if the address
    /// cannot be listened on.
    PistacheServer(ServerOptions options, Service service);
    PistacheServer(const PistacheServer&) = delete;
    PistacheServer& operator=(const PistacheServer&) = delete;
    ~PistacheServer(); ///< stops at once unless `stop` was called

    [[nodiscard]] std::uint16_t port() const;

    /// Lets what is in flight end, each with `Connection: close`, but for no longer than `patience`; then stops.
    void stop(std::chrono::milliseconds patience);

private:
    struct Engine;
    class Handler;
    struct Listening;
    std::shared_ptr<Engine> engine_;
    std::unique_ptr<Listening> listening_;
};

} // namespace api
