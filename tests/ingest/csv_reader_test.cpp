#include "ingest/csv_reader.hpp"
#include "ingest/error.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/complaint.hpp"

#include <string>
#include <vector>

using ingest::CsvReader;
using Cells = std::vector<std::string>;

namespace {

std::vector<ingest::SourceRow> rows_of(const std::string& text)
{
    CsvReader reader{text, "a.csv"};
    std::vector<ingest::SourceRow> rows;
    while (auto row = reader.next()) {
        rows.push_back(*std::move(row));
    }
    return rows;
}

} // namespace

TEST_CASE("a text without a line has no rows", "[csv_reader]") { CHECK(rows_of("").empty()); }

TEST_CASE("the last line needs no line end", "[csv_reader]")
{
    const auto rows = rows_of("a,b\nc,d");
    REQUIRE(rows.size() == 2);
    CHECK(rows[1].cells == Cells{"c", "d"});
    CHECK(rows_of("a,b\nc,d\n").size() == 2);
}

TEST_CASE("lines end in CR LF, LF or CR", "[csv_reader]")
{
    const auto rows = rows_of("a,b\r\nc\rd\ne");
    REQUIRE(rows.size() == 4);
    CHECK(rows[0].cells == Cells{"a", "b"});
    CHECK(rows[3].cells == Cells{"e"});
}

TEST_CASE("a quoted cell may hold separators, line ends and doubled quotation marks", "[csv_reader]")
{
    const auto rows = rows_of("1,\"汐凪市,中央\r\n2丁目 \"\"旧庁舎\"\"\",x\n2,,\n");
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].cells == Cells{"1", "汐凪市,中央\r\n2丁目 \"旧庁舎\"", "x"});
    CHECK(rows[1].cells == Cells{"2", "", ""});
}

TEST_CASE("a line end inside a quoted cell does not count as a row", "[csv_reader]")
{
    CHECK(rows_of("\"a\nb\"\nc\n").at(1).number == 2);
}

TEST_CASE("a quotation mark inside an unquoted cell is a character like any other", "[csv_reader]")
{
    CHECK(rows_of("5\"管,x\n").at(0).cells == Cells{"5\"管", "x"});
}

TEST_CASE("what follows a closing quotation mark belongs to the cell", "[csv_reader]")
{
    CHECK(rows_of("\"a\"b,c\n").at(0).cells == Cells{"ab", "c"});
}

TEST_CASE("empty lines keep their numbers", "[csv_reader]")
{
    const auto rows = rows_of("a\n\nb\n");
    REQUIRE(rows.size() == 3);
    CHECK(rows[1].cells == Cells{""});
    CHECK(rows[2].number == 3);
}

TEST_CASE("a quotation that is never closed is refused with its row", "[csv_reader]")
{
    CHECK_THAT(complaint_of([] { (void)rows_of("a,b\n1,\"中央公園\n2,\n"); }),
               ContainsSubstring("a.csv: 2 行目: ") && ContainsSubstring("row 2: a cell") &&
                   ContainsSubstring("never closed"));
}

TEST_CASE("a line with a tab and no comma makes a tab-separated text", "[csv_reader]")
{
    CHECK(rows_of("a\tb\n1,5\t2\n").at(1).cells == Cells{"1,5", "2"});
    CHECK(rows_of("a,b\tc\n").at(0).cells == Cells{"a", "b\tc"});
}

TEST_CASE("a title without either does not hide that a text is tab-separated", "[csv_reader]")
{
    CHECK(rows_of("汐凪市の公園\n\na\tb\n").at(2).cells == Cells{"a", "b"});
}

TEST_CASE("semicolons separate where nothing else does", "[csv_reader]")
{
    CHECK(rows_of("番号;名称\n1;公園\n")[1].cells == Cells{"1", "公園"});
    CHECK(rows_of("番号;名称")[0].cells == Cells{"番号", "名称"});
    CHECK(rows_of("令和5年度; 公園\n番号,名称\n1,公園\n")[1].cells == Cells{"番号", "名称"});
    CHECK(rows_of("令和5年度; 公園\n番号\t名称\n")[1].cells == Cells{"番号", "名称"});
    CHECK(rows_of("令和5年度; 公園\n4月\n番号\t名称\n")[2].cells == Cells{"番号", "名称"});
    CHECK(rows_of("遊具;広さ\nすべり台\n")[0].cells == Cells{"遊具;広さ"}); // one column, of lists
    CHECK(rows_of("番号,遊具\n1,すべり台;砂場\n")[1].cells == Cells{"1", "すべり台;砂場"});
}
