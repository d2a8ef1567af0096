#include "ingest/xlsx_reader.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/complaint.hpp"
#include "tests/support/xlsx.hpp"

#include <string>
#include <vector>

using ingest::XlsxReader;
using Cells = std::vector<std::string>;
using Spans = std::vector<std::pair<std::size_t, std::size_t>>;

namespace {

std::string data(const std::string& rows) { return "<sheetData>" + rows + "</sheetData>"; }

std::vector<ingest::SourceRow> rows_of(const TestWorkbook& workbook, const std::string& sheet = {},
                                       std::size_t step = 1 << 16)
{
    XlsxReader reader{archive_of(workbook.parts(), step), sheet, "t.xlsx"};
    std::vector<ingest::SourceRow> rows;
    while (auto row = reader.next()) {
        rows.push_back(*std::move(row));
    }
    return rows;
}

Cells first_row(const TestWorkbook& workbook)
{
    const auto rows = rows_of(workbook);
    REQUIRE_FALSE(rows.empty());
    return rows.front().cells;
}

std::string complaint(const TestWorkbook& workbook, const std::string& sheet = {})
{
    return complaint_of([&] { (void)rows_of(workbook, sheet); });
}

} // namespace

TEST_CASE("phonetic guides are no part of a text, in shared and in inline strings", "[xlsx_reader]")
{
    TestWorkbook workbook;
    workbook.strings("<si><t>勝田小学校</t><rPh sb=\"0\" "
                     "eb=\"5\"><t>カツタショウガッコウ</t></rPh><phoneticPr fontId=\"1\"/></si>"
                     "<si><r><t>中央</t></r><r><rPr/><t xml:space=\"preserve\"> 公園</t></r><rPh sb=\"0\" "
                     "eb=\"2\"><t>チュウオウ</t></rPh></si>");
    workbook.sheet("a",
                   data("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c>"
                        "<c r=\"C1\" t=\"inlineStr\"><is><t>東</t><rPh><t>ヒガシ</t></rPh></is></c></row>"));
    CHECK(first_row(workbook) == Cells{"勝田小学校", "中央 公園", "東"});
}

TEST_CASE("cells stand in their columns, and rows have the numbers that Excel shows", "[xlsx_reader]")
{
    TestWorkbook workbook;
    workbook.sheet(
        "a",
        data("<row r=\"2\"><c r=\"B2\"><v>1</v></c></row><row r=\"4\"><c><v>2</v></c><c><v>3</v></c></row>"));
    const auto rows = rows_of(workbook);
    REQUIRE(rows.size() == 4);
    CHECK(rows[0].cells.empty());
    CHECK(rows[1].number == 2);
    CHECK(rows[1].cells == Cells{"", "1"});
    CHECK(rows[3].number == 4);
    CHECK(rows[3].cells == Cells{"2", "3"});
}

TEST_CASE("a cell's style tells dates and codes from numbers", "[xlsx_reader]")
{
    TestWorkbook workbook;
    workbook.styles("<numFmts><numFmt numFmtId=\"176\" formatCode=\"00000\"/></numFmts>"
                    "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
                    "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"176\"/></cellXfs>");
    workbook.sheet("a", data("<row><c><v>46296</v></c><c s=\"1\"><v>46296</v></c><c s=\"2\"><v>1100</v></c>"
                             "<c s=\"9\"><v>1.0E+15</v></c></row>"));
    CHECK(first_row(workbook) == Cells{"46296", "2026-10-01", "01100", "1000000000000000"});
    workbook.epoch_1904();
    CHECK(first_row(workbook)[1] == "2030-10-02");
}

TEST_CASE("booleans are words, ISO dates and formula texts stay, escaped characters come back",
          "[xlsx_reader]")
{
    TestWorkbook workbook;
    workbook.sheet("a",
                   data("<row><c t=\"b\"><v>1</v></c><c t=\"b\"><v>0</v></c><c t=\"d\"><v>2026-10-01</v></c>"
                        "<c t=\"str\"><f>A1&amp;B1</f><v>a_x000D_b_x005F_x000D_</v></c></row>"));
    CHECK(first_row(workbook) == Cells{"TRUE", "FALSE", "2026-10-01", "a\rb_x000D_"});
}

TEST_CASE("errors and formulas without a result are empty cells that are named", "[xlsx_reader]")
{
    TestWorkbook workbook;
    workbook.sheet("a", data("<row><c><v>1</v></c><c t=\"e\"><v>#N/A</v></c><c><f>SUM(A1)</f></c></row>"));
    const auto rows = rows_of(workbook);
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].cells == Cells{"1", "", ""});
    REQUIRE(rows[0].unusable.size() == 2);
    CHECK(rows[0].unusable[0].column == 1);
    CHECK(rows[0].unusable[0].what == "#N/A");
    CHECK(rows[0].unusable[1].what == "formula without result");
}

TEST_CASE("a cell merged over rows holds for each that is not else empty, one merged over columns is told",
          "[xlsx_reader]")
{
    TestWorkbook workbook;
    workbook.sheet("a",
                   data("<row r=\"1\"><c r=\"A1\" t=\"str\"><v>東部</v></c><c r=\"B1\"><v>1</v></c></row>"
                        "<row r=\"2\"><c r=\"B2\"><v>2</v></c></row><row r=\"3\"><c r=\"A3\"/></row>"
                        "<row r=\"4\"><c r=\"A4\" t=\"str\"><v>全部</v></c><c r=\"C4\"><v>3</v></c></row>") +
                       "<mergeCells><mergeCell ref=\"A4:B4\"/><mergeCell ref=\"A1:A3\"/></mergeCells>");
    const auto rows = rows_of(workbook);
    REQUIRE(rows.size() == 4);
    CHECK(rows[0].cells == Cells{"東部", "1"});
    CHECK(rows[1].cells == Cells{"東部", "2"});
    CHECK(rows[2].cells == Cells{""});
    CHECK(rows[3].cells == Cells{"全部", "", "3"});
    CHECK(rows[3].spans == Spans{{0, 1}});
}

TEST_CASE("the sheet is the one named, in any width, or the only one that is shown and not empty",
          "[xlsx_reader]")
{
    const auto row = [](const std::string& text) {
        return data("<row><c t=\"str\"><v>" + text + "</v></c></row>");
    };
    TestWorkbook workbook;
    workbook.sheet("作業用", row("x"), "hidden").sheet("一覧１", row("y")).sheet("Sheet2", data(""));
    CHECK(first_row(workbook) == Cells{"y"});
    CHECK(rows_of(workbook, "一覧1").front().cells == Cells{"y"});
    CHECK(rows_of(workbook, "作業用").front().cells == Cells{"x"});
    CHECK_THAT(complaint(workbook, "Sheet9"), ContainsSubstring("there is no sheet 'Sheet9'") &&
                                                  ContainsSubstring("作業用 (hidden), 一覧１, Sheet2"));
    workbook.sheet("一覧２", row("z"));
    CHECK_THAT(complaint(workbook),
               ContainsSubstring("say in the manifest which sheet") && ContainsSubstring("一覧１, 一覧２"));
    TestWorkbook empty;
    empty.sheet("a", data(""));
    CHECK_THAT(complaint(empty), ContainsSubstring("no sheet that is shown holds anything"));
}

TEST_CASE("pieces of any size give the same rows", "[xlsx_reader]")
{
    TestWorkbook workbook;
    workbook.strings("<si><t>公園</t></si>");
    workbook.sheet("a", data("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row><row r=\"2\"><c "
                             "r=\"A2\"><v>12.5</v></c></row>"));
    const auto rows = rows_of(workbook, {}, 1);
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].cells == Cells{"公園"});
    CHECK(rows[1].cells == Cells{"12.5"});
}

TEST_CASE("a damaged workbook is refused with the part and the row", "[xlsx_reader]")
{
    const auto refused = [](const std::string& content) {
        return complaint(TestWorkbook{}.sheet("a", content));
    };
    CHECK_THAT(
        refused("<sheetData><row r=\"1\"><c><v>1</v></row></sheetData>"),
        ContainsSubstring(
            "t.xlsx: xl/worksheets/sheet1.xml: 壊れています: 1 行目 / damaged: line 1: mismatched tag"));
    CHECK_THAT(refused(data("<row r=\"1\"><c t=\"s\"><v>7</v></c></row>")),
               ContainsSubstring("row 1: it points to the text number '7'"));
    CHECK_THAT(refused(data("<row r=\"2\"><c><v>1</v></c></row><row r=\"2\"/>")),
               ContainsSubstring("row '2' follows row 2"));
    CHECK_THAT(refused(data("<row r=\"1\"><c r=\"B1\"><v>1</v></c><c r=\"A1\"/></row>")),
               ContainsSubstring("wrong order"));
    CHECK_THAT(refused(data("<row r=\"1\"><c r=\"XFE1\"><v>1</v></c></row>")),
               ContainsSubstring("it stands at 'XFE1'"));
    auto parts = TestWorkbook{}.sheet("a", data("")).parts();
    parts["xl/workbook.xml"] = "<!DOCTYPE x [<!ENTITY a \"b\">]><workbook/>";
    CHECK_THAT(complaint_of([&] {
                   XlsxReader{archive_of(parts), "", "t.xlsx"};
               }),
               ContainsSubstring("document type declaration"));
    CHECK_THAT(complaint_of([&] {
                   XlsxReader{archive_of({}), "", "t.xlsx"};
               }),
               ContainsSubstring("no Excel workbook"));
}
