#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace ingest {

/// A line on a terminal that says how far long work has come; silent if standard error is no terminal.
class Progress {
public:
    /// `what` stands at the beginning of the line.
    explicit Progress(std::string what);
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;
    ~Progress(); ///< clears the line

    /// `total` 0: not known. Cheap enough to be called for every row.
    void show(const char* unit_ja, const char* unit_en, std::int64_t done, std::int64_t total);

private:
    using Clock = std::chrono::steady_clock;

    std::string what_;
    bool terminal_;
    const char* unit_ = nullptr;
    Clock::time_point begun_{};
    Clock::time_point shown_{};
};

} // namespace ingest
