#include "ingest/side_by_side.hpp"

#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>

namespace ingest {

void do_side_by_side(const std::vector<std::function<void()>>& tasks)
{
    std::atomic<std::size_t> next = 0;
    std::mutex mutex;
    std::exception_ptr error;
    const auto work = [&] {
        for (std::size_t task = next++; task < tasks.size(); task = next++) {
            try {
                tasks[task]();
            } catch (...) {
                const std::lock_guard lock{mutex};
                error = error ? error : std::current_exception();
                next = tasks.size();
            }
        }
    };
    {
        const std::jthread other{work};
        work();
    }
    if (error) {
        std::rethrow_exception(error);
    }
}

} // namespace ingest
