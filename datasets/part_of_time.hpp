#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace datasets {

/// Of a day 2026-04-01, or a time in Japan that begins with one: 1 is Monday, 7 is Sunday (ISO 8601). Nothing if it is no day.
[[nodiscard]] std::optional<std::int64_t> weekday_of(std::string_view instant);

/// Of a time 2026-04-01T09:30: 9. Nothing if only the day is told.
[[nodiscard]] std::optional<std::int64_t> hour_of(std::string_view instant);

} // namespace datasets
