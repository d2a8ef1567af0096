#include "ingest/number_format.hpp"
#include "ingest/shown_number.hpp"
#include "tests/support/catch.hpp"

#include <string>

using ingest::built_in_number_format;
using ingest::number_format_from;
using ingest::shown_number;
using Kind = ingest::NumberFormat::Kind;

namespace {

std::string shown(double number, const char* code)
{
    return shown_number(number, number_format_from(code), false);
}
std::string shown(double number, int id) { return shown_number(number, built_in_number_format(id), false); }

} // namespace

TEST_CASE("a number stands in at most 15 digits, without exponent or an empty fraction", "[number_format]")
{
    CHECK(shown(12, "General") == "12");
    CHECK(shown(0, "General") == "0");
    CHECK(shown(-3.5, "General") == "-3.5");
    CHECK(shown(34.685097000000003, "General") == "34.685097");
    CHECK(shown(1e15, "General") == "1000000000000000");
    CHECK(shown(1.23456789012346e19, "0.00E+00") == "12345678901234600000");
    CHECK(shown(0.00001, "General") == "0.00001");
}

TEST_CASE("formats that change how a quantity looks leave the number", "[number_format]")
{
    CHECK(shown(3856, "#,##0\"人\"") == "3856");
    CHECK(shown(3856, "[$¥-411]#,##0;[Red]-[$¥-411]#,##0") == "3856");
    CHECK(shown(1.25, "0.0") == "1.25");
    CHECK(shown(12345, "# ##0") == "12345");
    CHECK(shown(7, "\"第\"0\"投票区\"") == "7");
    CHECK(shown(45200, "G/標準\"日\"") == "45200");
    CHECK(shown(0.4329, "0.00%") == "43.29%");
    CHECK(shown(0.07, 9) == "7%");
}

TEST_CASE("a code keeps its leading zeros and the signs between its digits", "[number_format]")
{
    CHECK(shown(1100, "00000") == "01100");
    CHECK(shown(123456, "00000") == "123456");
    CHECK(shown(660055, "000\\-0000") == "066-0055");
    CHECK(shown(5660055, "[<=999]000;[<=9999]000-00;000-0000") == "566-0055");
    CHECK(shown(566, "[<=999]000;[<=9999]000-00;000-0000") == "566");
    CHECK(shown(63831111, "[<=99999999]####-####;\\(00\\)\\ ####-####") == "6383-1111");
    CHECK(shown(663831111, "[<=99999999]####-####;\\(00\\)\\ ####-####") == "(06) 6383-1111");
    CHECK(shown(0, "000") == "000");
    CHECK(shown(1.5, "000") == "1.5");
}

TEST_CASE("serial days are dates by their format, built in or written out", "[number_format]")
{
    CHECK(shown(46296, 14) == "2026-10-01");
    CHECK(shown(46296, 27) == "2026-10-01"); // ge.m.d
    CHECK(shown(46296, 31) == "2026-10-01"); // yyyy年m月d日
    CHECK(shown(46296, 57) == "2026-10-01");
    CHECK(shown(46296, "[$-411]ggge\"年\"m\"月\"d\"日\"") == "2026-10-01");
    CHECK(shown(46296, "yyyy/m/d;@") == "2026-10-01");
    CHECK(shown(46296, "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy") == "2026-10-01");
    CHECK(shown(46296.354166666664, 22) == "2026-10-01T08:30:00");
    CHECK(shown(46296.354166666664, "yyyy/m/d h:mm") == "2026-10-01T08:30:00");
    CHECK(shown(46296.9999, 14) == "2026-10-01");
}

TEST_CASE("times of day and hours elapsed are clocks", "[number_format]")
{
    CHECK(shown(0.354166666666667, 20) == "08:30");
    CHECK(shown(0.354166666666667, "h:mm AM/PM") == "08:30");
    CHECK(shown(0.354166666666667, "h\"時\"mm\"分\"") == "08:30");
    CHECK(shown(0.5000115740740741, 21) == "12:00:01");
    CHECK(shown(1.0625, "[h]:mm") == "25:30");
    CHECK(shown(1.0625, 46) == "25:30");
}

TEST_CASE("48 and 49 are a number and a text, between formats that are dates", "[number_format]")
{
    CHECK(built_in_number_format(48).kind == Kind::plain);
    CHECK(built_in_number_format(49).kind == Kind::plain);
    CHECK(number_format_from("##0.0E+0").kind == Kind::plain);
    CHECK(number_format_from("[Red]0").kind == Kind::plain);
    CHECK(number_format_from("").kind == Kind::plain);
}

TEST_CASE("the year 1900 has Excel's 29 February, and the epoch 1904 none of it", "[number_format]")
{
    CHECK(shown(1, 14) == "1900-01-01");
    CHECK(shown(59, 14) == "1900-02-28");
    CHECK(shown(60, 14) == "60"); // the day that never was
    CHECK(shown(61, 14) == "1900-03-01");
    CHECK(shown_number(0, {Kind::date, {}}, true) == "1904-01-01");
    CHECK(shown_number(44834, {Kind::date, {}}, true) == "2026-10-01");
    CHECK(shown(2958465, 14) == "9999-12-31");
    CHECK(shown(2958466, 14) == "2958466");
    CHECK(shown(-1, 14) == "-1");
}
