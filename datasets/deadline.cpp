#include "datasets/deadline.hpp"

#include <fmt/format.h>

namespace datasets {

Deadline::Deadline(std::chrono::nanoseconds from_now)
    : allowed_{from_now}, end_{std::chrono::steady_clock::now() + from_now}
{
}

void Deadline::check() const
{
    if (std::chrono::steady_clock::now() > end_) {
        throw Overtime{fmt::format("this takes longer than {:g} seconds",
                                   std::chrono::duration<double>(allowed_).count())};
    }
}

} // namespace datasets
