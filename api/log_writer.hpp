#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

namespace api {

/// Writes lines to a descriptor on a thread of its own. A log whose reader hangs (a full disk, a pager, a stuck journal) would
/// otherwise stop every thread that answers; so lines that find no room are counted and dropped.
class LogWriter {
public:
    explicit LogWriter(int descriptor, std::size_t room = 4 << 20);
    LogWriter(const LogWriter&) = delete;
    LogWriter& operator=(const LogWriter&) = delete;
    ~LogWriter(); ///< writes what it has, if somebody takes it within a second

    void write(const std::string& lines); ///< whole lines; never waits for the descriptor
    [[nodiscard]] std::uint64_t dropped() const { return dropped_; } ///< lines

private:
    void run();
    bool write_all(const std::string& bytes);

    const int descriptor_;
    const std::size_t room_; ///< bytes that may wait
    std::atomic<std::uint64_t> dropped_ = 0;
    std::mutex mutex_{};
    std::condition_variable changed_{};
    std::string waiting_{}; ///< guarded by mutex_
    std::atomic<bool> stopping_ = false;
    std::thread thread_{};
};

} // namespace api
