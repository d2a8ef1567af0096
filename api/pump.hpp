#pragma once

#include "api/connection.hpp"
#include "api/transfer.hpp"

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

namespace api {

struct PumpLimits {
    std::chrono::milliseconds stall{30'000}; ///< a client takes `least` bytes in such a time, or is cut off
    std::uint64_t least = 8 * 1024;
    std::int64_t all_output =
        256 << 20; ///< bytes in memory that wait for clients; above, the slowest are cut off
};

/// A thread that carries on what a worker could not finish at once: responses to clients that read slowly or not at all, each on
/// a descriptor of its own, so that neither a worker waits nor its time limits apply. Also ends requests that arrive too slowly.
class Pump {
public:
    /// Called on the pump's thread with what followed a finished transfer, or with one whose next part must be made.
    using CarryOn =
        std::function<void(const std::shared_ptr<Connection>&, Descriptor, Connection::Unfinished)>;

    Pump(Traffic& traffic, PumpLimits limits, CarryOn carry_on);
    Pump(const Pump&) = delete;
    Pump& operator=(const Pump&) = delete;
    ~Pump();

    void stop(); ///< cuts what is still going on; what is given to it later is dropped

    void take(std::shared_ptr<Connection> connection, Descriptor socket, Transfer transfer);
    /// Looks at the deadline of a connection's request about once a second, until the request is complete.
    void watch(const std::shared_ptr<Connection>& connection, Descriptor socket);

private:
    struct Job {
        std::shared_ptr<Connection> connection;
        Descriptor socket;
        Transfer transfer;
        std::int64_t held = 0;                         ///< bytes of its body in memory
        std::uint64_t taken = 0;                       ///< bytes the client had acknowledged...
        std::chrono::steady_clock::time_point since{}; ///< ...then
    };
    struct Watch {
        std::weak_ptr<Connection> connection;
        Descriptor socket;
    };

    void run();
    void adopt_new();
    void serve(int fd);
    void end(std::unordered_map<int, Job>::iterator job, bool whole);
    void sweep(std::chrono::steady_clock::time_point now);
    [[nodiscard]] bool has_stalled(Job& job, std::chrono::steady_clock::time_point now) const;
    void keep_within_memory();
    void wake() const;

    Traffic& traffic_;
    const PumpLimits limits_;
    const CarryOn carry_on_;
    Descriptor epoll_;
    Descriptor event_;
    std::atomic<bool> stopping_ = false;
    std::mutex mutex_{};
    std::vector<Job> new_jobs_{};      ///< guarded by mutex_
    std::vector<Watch> new_watches_{}; ///< guarded by mutex_
    std::unordered_map<int, Job> jobs_{};
    std::vector<Watch> watches_{};
    std::thread thread_{};
};

} // namespace api
