#pragma once

#include <chrono>
#include <stdexcept>

namespace datasets {

/// A computation took longer than it may. Says how long that was.
class Overtime : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// When a computation has to be done. Whatever may take long over many features is given one, and asks it now and then.
class Deadline {
public:
    Deadline() = default; ///< never
    explicit Deadline(std::chrono::nanoseconds from_now);

    /// Throws Overtime once it has passed.
    void check() const;

    [[nodiscard]] std::chrono::steady_clock::time_point end() const { return end_; } ///< to wait until

private:
    std::chrono::nanoseconds allowed_{};
    std::chrono::steady_clock::time_point end_ = std::chrono::steady_clock::time_point::max();
};

/// Asks a deadline every so many steps: a look at the clock takes as long as several cheap ones.
class Pace {
public:
    explicit Pace(const Deadline& deadline, unsigned every = 256) : deadline_{deadline}, every_{every} {}

    void step()
    {
        if (++steps_ % every_ == 0) {
            deadline_.check();
        }
    }

private:
    Deadline deadline_;
    unsigned every_;
    unsigned steps_ = 0;
};

} // namespace datasets
