#include "ingest/japanese_date.hpp"
#include "tests/support/catch.hpp"

#include <string>

using ingest::date_from_parts;
using ingest::read_date;

namespace {

std::string iso(const std::string& text)
{
    const auto date = read_date(text);
    return !date ? "none"
                 : date->iso + (date->impossible ? " impossible" : "") + (date->fiscal_year ? " fiscal" : "");
}

} // namespace

TEST_CASE("dates of the western calendar are read in their usual forms", "[japanese_date]")
{
    for (const char* text : {"2023年4月3日", "2023-04-03", "2023/4/3", "2023.4.3", "20230403",
                             "２０２３年４月３日", "2023年 4月 3日", " 2023-4-3 "}) {
        INFO(text);
        CHECK(iso(text) == "2023-04-03");
    }
}

TEST_CASE("dates of an era are read in their usual forms", "[japanese_date]")
{
    for (const char* text : {"令和5年4月3日", "令和５年４月３日", "令和05年04月03日", "R5.4.3", "R5-4-3",
                             "r5/4/3", "Ｒ５．４．３", "令和 5年 4月 3日"}) {
        INFO(text);
        CHECK(iso(text) == "2023-04-03");
    }
}

TEST_CASE("every era counts from its own first year", "[japanese_date]")
{
    CHECK(iso("明治5年12月31日") == "1872-12-31");
    CHECK(iso("T12.9.1") == "1923-09-01");
    CHECK(iso("昭和20年8月15日") == "1945-08-15");
    CHECK(iso("H31-4-30") == "2019-04-30");
    CHECK(iso("平成21年8月10日") == "2009-08-10");
    CHECK(iso("令和8年11月21日") == "2026-11-21");
}

TEST_CASE("元年 is the first year", "[japanese_date]")
{
    CHECK(iso("平成元年1月8日") == "1989-01-08");
    CHECK(iso("令和元年5月1日") == "2019-05-01");
}

TEST_CASE("eras have their first and last days by law", "[japanese_date]")
{
    CHECK(iso("明治45年7月29日") == "1912-07-29");
    CHECK(iso("大正元年7月30日") == "1912-07-30");
    CHECK(iso("大正15年12月24日") == "1926-12-24");
    CHECK(iso("昭和元年12月25日") == "1926-12-25");
    CHECK(iso("昭和64年1月7日") == "1989-01-07");
    CHECK(iso("平成31年4月30日") == "2019-04-30");
}

TEST_CASE("a day outside its era is read as if the era had gone on, and called impossible", "[japanese_date]")
{
    CHECK(iso("昭和64年3月1日") == "1989-03-01 impossible");
    CHECK(iso("平成35年4月1日") == "2023-04-01 impossible");
    CHECK(iso("平成元年1月7日") == "1989-01-07 impossible");
    CHECK(iso("令和元年4月30日") == "2019-04-30 impossible");
}

TEST_CASE("a time behind the day is read", "[japanese_date]")
{
    CHECK(iso("2023-04-03T08:30") == "2023-04-03T08:30");
    CHECK(iso("2023/4/3 8:30:15") == "2023-04-03T08:30");
    CHECK(iso("令和5年4月3日8時30分") == "2023-04-03T08:30");
    CHECK(iso("令和5年4月3日　８時") == "2023-04-03T08:00");
    CHECK(iso("2023-04-03 24:00") == "2023-04-03T24:00");
}

TEST_CASE("days and times that no calendar has are no dates", "[japanese_date]")
{
    for (const char* text :
         {"2026-04-31", "2023年2月29日", "2023-13-01", "2023-00-10", "2023-01-00", "20230431",
          "令和0年1月1日", "2023-04-03 25:00", "2023-04-03 24:30", "2023-04-03 8:61"}) {
        INFO(text);
        CHECK(iso(text) == "none");
    }
    CHECK(iso("2024-02-29") == "2024-02-29");
}

TEST_CASE("what does not say one day is no date", "[japanese_date]")
{
    for (const char* text : {"", "令和", "令和5年", "令和5年4月", "21.4.19", "5/4/2023", "R2023.4.3", "2023",
                             "2023-04-03 頃", "2023-04-03、2024-04-03", "1680480000000", "昭和五十三年",
                             "十一月", "元年度", "31年度", "May 5 2020", "元年1月1日"}) {
        INFO(text);
        CHECK(iso(text) == "none");
    }
}

TEST_CASE("a list or a range of dates is told from a text that is none", "[japanese_date]")
{
    CHECK(ingest::holds_several_dates("2013-09-26、2020-10-09"));
    CHECK(ingest::holds_several_dates("平成25年9月26日～令和2年10月9日"));
    CHECK(ingest::holds_several_dates("R5.4.1\nR6.4.1"));
    CHECK(ingest::holds_several_dates("2015-03-31、2016-03-31（文書を附指定）"));
    CHECK_FALSE(ingest::holds_several_dates("2013-09-26"));
    CHECK_FALSE(ingest::holds_several_dates("2013-09-26、不明"));
    CHECK_FALSE(ingest::holds_several_dates("、、"));
    CHECK_FALSE(ingest::holds_several_dates(""));
}

TEST_CASE("a date in columns of its own needs year, month and day, and may have a time", "[japanese_date]")
{
    CHECK(date_from_parts(2023, 4, 3)->iso == "2023-04-03");
    CHECK(date_from_parts(2023, 4, 3, 8, 5)->iso == "2023-04-03T08:05");
    CHECK(date_from_parts(2023, 4, 3, 8)->iso == "2023-04-03T08:00");
    CHECK(date_from_parts(2023, 4, 3, 24, 0)->iso == "2023-04-03T24:00");
    CHECK_FALSE(date_from_parts(2023, 4, 31));
    CHECK_FALSE(date_from_parts(2023, -1, 3));
    CHECK_FALSE(date_from_parts(5, 4, 3));
    CHECK_FALSE(date_from_parts(2023, 4, 3, 24, 30));
    CHECK_FALSE(date_from_parts(2023, 4, 3, 8, 60));
}

TEST_CASE("a month of 257 is not January", "[japanese_date]")
{
    CHECK_FALSE(date_from_parts(2023, 257, 3));
    CHECK_FALSE(date_from_parts(2023, 1, 259));
}

TEST_CASE("kanji numerals are read, by tens or digit by digit", "[japanese_date]")
{
    CHECK(iso("昭和五十三年四月一日") == "1978-04-01");
    CHECK(iso("平成二十一年十二月三十一日") == "2009-12-31");
    CHECK(iso("一九七八年四月一日") == "1978-04-01");
    CHECK(iso("千九百七十八年十月十日") == "1978-10-10");
    CHECK(iso("二〇二三年四月三日　八時三十分") == "2023-04-03T08:30");
    CHECK(iso("平成二一年八月一〇日") == "2009-08-10");
    CHECK(iso("昭和五十三年十三月一日") == "none");
    CHECK(iso("一一一一一一一一一一一一年一月一日") == "none");
}

TEST_CASE("eras have short names", "[japanese_date]")
{
    CHECK(iso("昭53.4.1") == "1978-04-01");
    CHECK(iso("平元.1.8") == "1989-01-08");
    CHECK(iso("㍻21年4月1日") == "2009-04-01");
    CHECK(iso("㋿5.4.1") == "2023-04-01");
    CHECK(iso("平21") == "none");
}

TEST_CASE("a fiscal year is its first of April", "[japanese_date]")
{
    CHECK(iso("平成31年度") == "2019-04-01 fiscal");
    CHECK(iso("Ｈ３１年度") == "2019-04-01 fiscal");
    CHECK(iso("令和元年度") == "2019-04-01 fiscal");
    CHECK(iso("昭和五十三年度") == "1978-04-01 fiscal");
    CHECK(iso("2019年度") == "2019-04-01 fiscal");
    CHECK(iso("昭和64年度") == "1989-04-01 impossible fiscal");
    CHECK(iso("平成31年度末") == "none");
    CHECK(iso("平成0年度") == "none");
}

TEST_CASE("an era that is stated elsewhere holds for short years only", "[japanese_date]")
{
    CHECK(read_date("21.4.19", "平成")->iso == "2009-04-19");
    CHECK(read_date("元年5月1日", "令和") == std::nullopt);
    CHECK(read_date("R5.4.3", "平成")->iso == "2023-04-03");
    CHECK(read_date("2009-04-19", "平成")->iso == "2009-04-19");
    CHECK(read_date("35.4.1", "平成")->impossible);
    CHECK(read_date("31年度", "平成")->fiscal_year);
}

TEST_CASE("an era and a year in columns of their own are a Western year", "[japanese_date]")
{
    using ingest::western_year;
    for (const char* era : {"昭和", "昭", "S", "ｓ", "3", "３", "㍼"}) {
        CHECK(western_year(era, "53") == 1978);
    }
    CHECK(western_year("平成", "元") == 1989);
    CHECK(western_year("5", "５年") == 2023);
    CHECK(western_year("", "1978") == 1978);
    CHECK(western_year("西暦", "1978") == 1978);
    CHECK_FALSE(western_year("", "53"));
    CHECK_FALSE(western_year("昭和", "1978"));
    CHECK_FALSE(western_year("昭和", ""));
    CHECK_FALSE(western_year("6", "1"));
    CHECK_FALSE(western_year("昭和", "53.5"));
}
