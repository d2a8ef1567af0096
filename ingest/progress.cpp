#include "ingest/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace ingest {

Progress::Progress(std::string what) : what_{std::move(what)}, terminal_{::isatty(STDERR_FILENO) == 1} {}

Progress::~Progress()
{
    if (terminal_) {
        std::fputs("\r\x1b[K", stderr);
    }
}

void Progress::show(const char* unit_ja, const char* unit_en, std::int64_t done, std::int64_t total)
{
    if (!terminal_) {
        return;
    }
    const Clock::time_point now = Clock::now();
    if (unit_ != unit_en) {
        unit_ = unit_en;
        begun_ = now;
    }
    constexpr std::chrono::milliseconds between{200};
    if (now - shown_ < between) {
        return;
    }
    shown_ = now;
    const double seconds = std::chrono::duration<double>(now - begun_).count();
    const double rate = seconds > 0 ? static_cast<double>(done) / seconds : 0;
    std::string line = fmt::format("\r\x1b[K{}: {} {} {}", what_, unit_ja, unit_en, done);
    if (total > 0) {
        line += fmt::format(" / {}", total);
    }
    line += fmt::format("  {:.0f}/s", rate);
    if (total > done && rate > 0) {
        line += fmt::format("  残り left {:.0f} s", static_cast<double>(total - done) / rate);
    }
    std::fputs(line.c_str(), stderr);
    std::fflush(stderr);
}

} // namespace ingest
