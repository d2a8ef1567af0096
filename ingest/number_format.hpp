#pragma once

#include <string>
#include <string_view>

namespace ingest {

/// What a spreadsheet's number format (ECMA-376, 18.8.30 and 18.8.31) makes of a number, as far as it changes its meaning:
/// a date stays a date, a code keeps its leading zeros. Colours, thousands commas, units in quotation marks and the number
/// of places shown do not: the number itself is what stands in the cell.
struct NumberFormat {
    enum class Kind { plain, percent, date, time, date_time, elapsed, digits };
    Kind kind = Kind::plain;
    std::string code{}; ///< for `digits`: the whole format, such as 00000 or 000-0000
};

/// The meaning of a format code such as yyyy/m/d or [$-411]ggge"年"m"月"d"日".
[[nodiscard]] NumberFormat number_format_from(std::string_view code);

/// One of those that a file does not spell out, as a Japanese Excel knows them: 14 is a date, 27 too (ge.m.d).
[[nodiscard]] NumberFormat built_in_number_format(int id);

/// The number as a text that means what the cell shows: 2026-10-01 for a date, 2026-10-01T08:30:00 with a time, 08:30 for a
/// time, 25:30 for hours elapsed, 00123 for a code, 43.29% for a share; all else in at most 15 digits, as Excel keeps them,
/// without ".0" or an exponent. `epoch_1904`: serial days count from 1904-01-01, as older Macintosh files do; else from
/// 1900-01-01 with the day 1900-02-29 that never was. What is no date of Excel's stays a plain number.
[[nodiscard]] std::string shown_number(double number, const NumberFormat& format, bool epoch_1904);

} // namespace ingest
