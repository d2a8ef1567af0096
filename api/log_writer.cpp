#include "api/log_writer.hpp"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <string_view>

namespace api {

namespace {

std::uint64_t lines_in(std::string_view text)
{
    return static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
}

} // namespace

LogWriter::LogWriter(int descriptor, std::size_t room) : descriptor_(descriptor), room_(room)
{
    thread_ = std::thread([this] { run(); });
}

LogWriter::~LogWriter()
{
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void LogWriter::write(const std::string& lines)
{
    bool was_empty = false;
    {
        const std::lock_guard lock(mutex_);
        if (waiting_.size() + lines.size() > room_) {
            dropped_ += lines_in(lines);
            return;
        }
        was_empty = waiting_.empty();
        waiting_ += lines;
    }
    if (was_empty) {
        changed_.notify_one();
    }
}

void LogWriter::run()
{
    std::string lines;
    for (bool more = true; more;) {
        {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
            lines.clear();
            lines.swap(waiting_);
            more = !stopping_;
        }
        if (!write_all(lines)) {
            dropped_ += lines_in(lines);
        }
    }
}

/// False if nobody takes it: at once for a descriptor that is closed or full for good, within a second while stopping.
bool LogWriter::write_all(const std::string& bytes)
{
    auto give_up = std::chrono::steady_clock::time_point::max();
    for (std::string_view rest = bytes; !rest.empty();) {
        if (stopping_ && give_up == std::chrono::steady_clock::time_point::max()) {
            give_up = std::chrono::steady_clock::now() + std::chrono::seconds(1);
        }
        pollfd ready{descriptor_, POLLOUT, 0};
        if (::poll(&ready, 1, 100) == 0) {
            if (std::chrono::steady_clock::now() > give_up) {
                return false;
            }
            continue;
        }
        // A pipe that poll calls ready takes PIPE_BUF bytes without waiting, not more.
        const auto n = ::write(descriptor_, rest.data(), std::min<std::size_t>(rest.size(), 4096));
        if (n < 0 && errno != EINTR && errno != EAGAIN) {
            return false;
        }
        rest.remove_prefix(n > 0 ? static_cast<std::size_t>(n) : 0);
    }
    return true;
}

} // namespace api
