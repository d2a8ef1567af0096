#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ingest {

/// A day, or a day and a time, as read from a text.
struct ReadDate {
    std::string iso{};       ///< 2023-04-03, or 2023-04-03T08:30
    bool impossible = false; ///< the era had no such day (昭和64年3月, 平成35年): read as if it had gone on
    bool fiscal_year = false; ///< 平成31年度, which is a year from 1 April on: its first day
};

/// Reads 令和5年4月3日, 平成元年1月8日, 昭和五十三年四月一日, R5.4.3, 平21.4.1, H31-4-30, 2023年4月3日, 2023-04-03, 2023/4/3, 20230403,
/// each in any width, with a time behind it (8:30, 8時30分, T08:30) or without; and 平成31年度. Eras from 明治 on.
/// Nothing if it is no date; days that no calendar has (31 February) are no date. A year of one or two digits without an era,
/// as in 21.4.19, is one of the era `stated` ("平成"), or no date if none is stated.
[[nodiscard]] std::optional<ReadDate> read_date(std::string_view text, std::string_view stated = {});

/// True for a list or a range of dates, such as 2013-09-26、2020-10-09, which is no date: it does not say which one is meant.
[[nodiscard]] bool holds_several_dates(std::string_view text, std::string_view stated = {});

/// The Western year of a year in an era: 昭和 and 53 give 1978. The era as a column of its own has it: 昭和, 昭, S, or 3, the code
/// that city systems give it (1 is 明治). Four digits are a Western year if the era is empty or 西暦. Nothing if it is none of these.
[[nodiscard]] std::optional<int> western_year(std::string_view era, std::string_view year);

/// From columns of their own, as numbers: a four-digit year. Hour and minute may be missing (-1).
[[nodiscard]] std::optional<ReadDate> date_from_parts(int year, int month, int day, int hour = -1,
                                                      int minute = -1);

} // namespace ingest
