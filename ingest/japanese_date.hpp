#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ingest {

/// A day, or a day and a time, as read from a text.
struct ReadDate {
    std::string iso{};       ///< 2023-04-03, or 2023-04-03T08:30
    bool impossible = false; ///< the era had no such day (昭和64年3月, 平成35年): read as if it had gone on
};

/// Reads 令和5年4月3日, 平成元年1月8日, R5.4.3, H31-4-30, 2023年4月3日, 2023-04-03, 2023/4/3, 20230403, each in any width, with a
/// time behind it (8:30, 8時30分, T08:30) or without. Eras from 明治 on. Nothing if it is no date; days that no calendar has
/// (31 February) are no date.
[[nodiscard]] std::optional<ReadDate> read_date(std::string_view text);

/// True for a list or a range of dates, such as 2013-09-26、2020-10-09, which is no date: it does not say which one is meant.
[[nodiscard]] bool holds_several_dates(std::string_view text);

/// From columns of their own, as numbers: a four-digit year. Hour and minute may be missing (-1).
[[nodiscard]] std::optional<ReadDate> date_from_parts(int year, int month, int day, int hour = -1,
                                                      int minute = -1);

} // namespace ingest
