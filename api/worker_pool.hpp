#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace api {

/// Threads for requests that take longer than a network thread may be kept.
class WorkerPool {
public:
    WorkerPool(std::size_t threads, std::size_t queue_limit);
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;
    ~WorkerPool();

    void stop(); ///< waits for the tasks that run; those still waiting are dropped

    /// False if too many wait already, or after `stop`: it is kinder to say "later" now than to answer when nobody listens.
    [[nodiscard]] bool post(std::function<void()> task);

private:
    void run();

    const std::size_t queue_limit_;
    std::mutex mutex_{};
    std::condition_variable changed_{};
    std::deque<std::function<void()>> tasks_{};
    bool stopping_ = false;
    std::vector<std::thread> threads_{};
};

} // namespace api
