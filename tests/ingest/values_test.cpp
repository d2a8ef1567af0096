#include "ingest/values.hpp"
#include "tests/support/catch.hpp"

#include <cstdint>
#include <string>

using datasets::FieldType;
using datasets::Value;
using ingest::read_value;
using Kind = ingest::ReadValue::Kind;

namespace {

Value integer(const std::string& cell) { return read_value(cell, FieldType::integer).value; }
Value number(const std::string& cell) { return read_value(cell, FieldType::number).value; }
Value boolean(const std::string& cell) { return read_value(cell, FieldType::boolean).value; }
Value text(const std::string& cell) { return read_value(cell, FieldType::text).value; }

const Value nothing{};
Value whole(std::int64_t value) { return value; }

} // namespace

TEST_CASE("text stays as it is, but for the white space around it", "[values]")
{
    CHECK(text("　中央 公園 \n") == Value{"中央 公園"});
    CHECK(text("0000000001") == Value{"0000000001"});
    CHECK(text("０６－１２３４") == Value{"０６－１２３４"});
    CHECK(text("1E+10") == Value{"1E+10"});
    CHECK(text("㈱髙島") == Value{"㈱髙島"});
    CHECK(text("－") == Value{"－"});
}

TEST_CASE("an empty cell is empty for every type", "[values]")
{
    for (const auto type : {FieldType::text, FieldType::integer, FieldType::number, FieldType::boolean,
                            FieldType::date, FieldType::datetime}) {
        CHECK(read_value("", type).kind == Kind::empty);
        CHECK(read_value(" 　\u00A0", type).kind == Kind::empty);
    }
}

TEST_CASE("numbers are read as cities write them", "[values]")
{
    CHECK(integer("42") == whole(42));
    CHECK(integer("１，２３４") == whole(1234));
    CHECK(integer("1,234人") == whole(1234));
    CHECK(integer("1,234,567 人") == whole(1'234'567));
    CHECK(integer("▲5") == whole(-5));
    CHECK(integer("△ 1,200") == whole(-1200));
    CHECK(integer("－3") == whole(-3));
    CHECK(integer("+3") == whole(3));
    CHECK(integer("12.0") == whole(12));
    CHECK(integer("9007199254740993") == whole(9'007'199'254'740'993));
    CHECK(number("54.32％") == Value{54.32});
    CHECK(number("−0.5") == Value{-0.5});
    CHECK(number("12.5 m") == Value{12.5});
    CHECK(number("1.5E-3") == Value{0.0015});
    CHECK(number("３．５階") == Value{3.5});
}

TEST_CASE("what is not plainly one number is not read as one", "[values]")
{
    for (const char* cell : {"12-34",   "12 34", "3,5",  "1,2345", "1234,567", "34.5,135.6", "3階建2棟",
                             "約100",   "12:30", "1/2",  "1.2.3",  "5未満",    "10人以上",   "５～",
                             "1.5万人", "3千円", "0x10", "nan",    "inf",      ".",          "人"}) {
        INFO(cell);
        CHECK(read_value(cell, FieldType::number).kind == Kind::unreadable);
        CHECK(read_value(cell, FieldType::integer).kind == Kind::unreadable);
    }
}

TEST_CASE("numbers that do not fit their type are not read", "[values]")
{
    CHECK(read_value("12.5", FieldType::integer).kind == Kind::unreadable);
    CHECK(read_value("99999999999999999999", FieldType::integer).kind == Kind::unreadable);
    CHECK(read_value("1e+999", FieldType::number).kind == Kind::unreadable);
}

TEST_CASE("words in place of a number or date are kept apart from values", "[values]")
{
    for (const char* word : {"－", "-", "--", "―", "…", "不明", "***", "該当なし"}) {
        for (const auto type : {FieldType::integer, FieldType::number, FieldType::date}) {
            const auto read = read_value(word, type);
            CHECK(read.kind == Kind::missing);
            CHECK(read.word == word);
            CHECK(read.value == nothing);
        }
    }
}

TEST_CASE("true and false have many spellings", "[values]")
{
    for (const char* word : {"○", "◯", "〇", "有", "あり", "１", "TRUE", "Yes", "可"}) {
        CHECK(boolean(word) == Value{true});
    }
    for (const char* word : {"×", "無", "なし", "0", "Ｆalse", "no", "ｘ", "不可"}) {
        CHECK(boolean(word) == Value{false});
    }
    CHECK(read_value("△", FieldType::boolean).kind == Kind::unreadable);
    CHECK(read_value("不明", FieldType::boolean).kind == Kind::missing);
    CHECK(read_value("－", FieldType::boolean).kind == Kind::missing);
}

TEST_CASE("dates are read in any calendar, with their time only if the field wants it", "[values]")
{
    CHECK(read_value("令和5年4月3日 8:30", FieldType::date).value == Value{"2023-04-03"});
    CHECK(read_value("令和5年4月3日 8:30", FieldType::datetime).value == Value{"2023-04-03T08:30"});
    CHECK(read_value("2023/4/3", FieldType::datetime).value == Value{"2023-04-03"});
    CHECK(read_value("昨日", FieldType::date).kind == Kind::unreadable);
}

TEST_CASE("a date that its era never had is read, and doubtful", "[values]")
{
    const auto read = read_value("平成35年4月1日", FieldType::date);
    CHECK(read.kind == Kind::doubtful);
    CHECK(read.value == Value{"2023-04-01"});
}

TEST_CASE("of several dates in one cell none is chosen", "[values]")
{
    const auto read = read_value("2013-09-26、2020-10-09", FieldType::date);
    CHECK(read.kind == Kind::several);
    CHECK(read.value == nothing);
}

TEST_CASE("white space of every kind is trimmed at both ends only", "[values]")
{
    CHECK(ingest::trim(" \t\r\n　\u00A0\uFEFFa b　") == "a b");
    CHECK(ingest::trim("　").empty());
}

TEST_CASE("無投票 is neither a missing value nor zero", "[values]")
{
    for (const auto type : {FieldType::integer, FieldType::number, FieldType::boolean, FieldType::date}) {
        const auto read = read_value("無投票", type);
        CHECK(read.kind == Kind::uncontested);
        CHECK(read.word == "無投票");
        CHECK(read.value == nothing);
    }
    CHECK(text("無投票") == Value{"無投票"});
}

TEST_CASE("an empty cell is a boolean only if the manifest says which", "[values]")
{
    CHECK(read_value("", FieldType::boolean).kind == Kind::empty);
    CHECK(read_value("", FieldType::boolean, {"", false}).value == Value{false});
    CHECK(read_value(" － ", FieldType::boolean, {"", false}).value == Value{false});
    CHECK(read_value("", FieldType::boolean, {"", true}).value == Value{true});
    CHECK(read_value("１", FieldType::boolean, {"", false}).value == Value{true});
    CHECK(read_value("不明", FieldType::boolean, {"", false}).kind == Kind::missing);
    CHECK(read_value("", FieldType::integer, {"", false}).kind == Kind::empty);
}

TEST_CASE("a fiscal year is its first day, and said to be one", "[values]")
{
    const auto read = read_value("平成31年度", FieldType::date);
    CHECK(read.kind == Kind::fiscal_year);
    CHECK(read.value == Value{"2019-04-01"});
}

TEST_CASE("a year without era is of the era that the manifest states", "[values]")
{
    CHECK(read_value("21.4.19", FieldType::date, {"平成", {}}).value == Value{"2009-04-19"});
    CHECK(read_value("21.4.19", FieldType::date).kind == Kind::unreadable);
    CHECK(read_value("21.4.19、22.5.1", FieldType::date, {"平成", {}}).kind == Kind::several);
}

TEST_CASE("hours and the signs of spreadsheets' formats are no dates", "[values]")
{
    CHECK(text("8:30～20:00") == Value{"8:30～20:00"});
    CHECK(read_value("8:30～20:00", FieldType::datetime).kind == Kind::unreadable);
    CHECK(read_value("7/1/23", FieldType::date).kind == Kind::unreadable);
    CHECK(read_value("24時間", FieldType::datetime).kind == Kind::unreadable);
}
