#pragma once

#include "api/connection.hpp"
#include "api/pump.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace api {

struct ServerOptions {
    std::string address = "127.0.0.1"; ///< IPv4 or IPv6
    std::uint16_t port = 0;            ///< 0: one that is free
    int threads = 2;                   ///< for the network; as many again take the slow requests
    int max_connections = 0;           ///< 0: a third of the descriptors this process may still open
    int max_of_client = 0;             ///< connections of one client; 0: half of all
    std::function<bool(std::string_view)>
        is_proxy{};     ///< true: this address asks for many, and has no limit of its own
    int backlog = 1024; ///< connections waiting to be accepted
    ConnectionLimits connection{};
    std::chrono::milliseconds keep_alive{75'000}; ///< an idle connection is closed after it
    std::chrono::milliseconds waiting{
        20'000}; ///< a slow request that nobody took up for so long is answered 503
    PumpLimits pump{};
    std::shared_ptr<Traffic> traffic = std::make_shared<Traffic>(); ///< counted into, by this server alone
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

    /// Takes no new connections, lets those that are open end what they are at, each with `Connection: close`, but for no longer
    /// than `patience`; then stops. Whoever was accepted is answered; others find the port closed, as if we had never been.
    void stop(std::chrono::milliseconds patience);

private:
    struct Engine;
    class Handler;
    struct Listening;
    std::shared_ptr<Engine> engine_;
    std::unique_ptr<Listening> listening_;
};

} // namespace api
