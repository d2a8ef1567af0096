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

} // namespace ingest
