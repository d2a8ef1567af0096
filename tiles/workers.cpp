#include "tiles/workers.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <future>
#include <thread>
#include <vector>

namespace tiles {

std::size_t worker_count() { return std::clamp(std::thread::hardware_concurrency(), 1U, 8U); }

void do_with_workers(std::size_t workers, std::size_t count,
                     const std::function<void(std::size_t worker, std::size_t i)>& task)
{
    std::atomic<std::size_t> next{0};
    const auto work = [&](std::size_t worker) {
        try {
            for (std::size_t i = next++; i < count; i = next++) {
                task(worker, i);
            }
        } catch (...) {
            next = count;
            throw;
        }
    };
    std::vector<std::future<void>> others;
    for (std::size_t worker = 1; worker < std::min(workers, count); ++worker) {
        others.push_back(std::async(std::launch::async, work, worker));
    }
    std::exception_ptr failure;
    try {
        work(0);
    } catch (...) {
        failure = std::current_exception();
    }
    for (auto& other : others) {
        other.wait();
    }
    if (failure) {
        std::rethrow_exception(failure);
    }
    for (auto& other : others) {
        other.get(); // throws what the worker threw
    }
}

} // namespace tiles
