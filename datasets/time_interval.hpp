#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace datasets {

/// A span of Japanese time, which is what a city's records mean by 9:30: "2026-04-01T09:30:00", both ends included.
/// An empty end is open.
struct TimeInterval {
    std::string begin{};
    std::string end{};

    friend bool operator==(const TimeInterval&, const TimeInterval&) = default;
};

/// The first and the last second that a value of a date or datetime field stands for: a date is all of its day, 09:30 all of its
/// minute. They compare as texts.
[[nodiscard]] std::string first_second(std::string_view value);
[[nodiscard]] std::string last_second(std::string_view value);

/// A moment or an interval as OGC API - Features 1.0, 7.15.4 writes it: 2026-04-01T00:00:00Z, 2026-04-01T09:30:00+09:00/..,
/// ../2026-04-01T00:00:00Z; also full dates, 2026-04-01/2026-04-30, which are Japanese days. An empty end is as open as "..".
/// Nothing if the text is none of these, or if the interval ends before it begins.
[[nodiscard]] std::optional<TimeInterval> read_time_interval(std::string_view text);

} // namespace datasets
