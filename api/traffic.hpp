#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace api {

/// Open connections by client: one address (of IPv6 one /64, which is what a household is given).
class ConnectionsByClient {
public:
    int add(std::string_view client); ///< how many there are now, this one included
    void remove(std::string_view client);

private:
    std::mutex mutex_{};
    std::map<std::string, int, std::less<>> counts_{};
};

/// What all connections of a server count together; `/metrics` shows it.
struct Traffic {
    std::atomic<bool> draining = false; ///< the server is stopping: every response closes its connection
    std::atomic<int> connections = 0;   ///< open now
    std::atomic<int> in_flight = 0;     ///< requests taken and not yet answered whole
    std::atomic<std::int64_t> held_input = 0; ///< bytes of requests in memory: in part, or waiting their turn
    std::atomic<std::int64_t> held_output =
        0;                                   ///< bytes of responses in memory that clients have not taken yet
    std::atomic<int> waiting = 0;            ///< requests that wait for a thread of the pool
    std::atomic<std::uint64_t> accepted = 0; ///< connections since the start
    std::atomic<std::uint64_t> received = 0; ///< bytes
    std::atomic<std::uint64_t> over_total = 0;    ///< connections refused: too many open
    std::atomic<std::uint64_t> over_client = 0;   ///< connections refused: too many of this client
    std::atomic<std::uint64_t> no_descriptor = 0; ///< clients sent away: the process may open no more files
    std::atomic<std::uint64_t> late = 0;          ///< requests that did not arrive in time (408)
    std::atomic<std::uint64_t> stalled = 0; ///< responses given up: the client took too little for too long
    std::atomic<std::uint64_t> over_memory = 0; ///< connections cut: too many bytes in memory
    std::atomic<std::uint64_t> overtaxed = 0;   ///< requests answered 503: too many were waiting
    ConnectionsByClient by_client{};
};

} // namespace api
