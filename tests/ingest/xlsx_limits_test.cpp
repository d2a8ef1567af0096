// A workbook of some megabytes can hold terabytes, or say one text a million times. Each way ends with a message.

#include "ingest/xlsx_reader.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/complaint.hpp"
#include "tests/support/xlsx.hpp"

#include <string>

using ingest::XlsxLimits;

namespace {

std::string sheet_data(const std::string& rows) { return "<sheetData>" + rows + "</sheetData>"; }

/// What is said while all of the first sheet is read.
std::string complaint(const TestWorkbook& workbook, const XlsxLimits& limits = {})
{
    return complaint_of([&] {
        ingest::XlsxReader reader{archive_of(workbook.parts()), "a", "t.xlsx", limits};
        while (reader.next()) {
        }
    });
}

std::string repeated(const std::string& text, int times)
{
    std::string all;
    for (int i = 0; i < times; ++i) {
        all += text;
    }
    return all;
}

} // namespace

TEST_CASE("a workbook within the limits is read", "[xlsx_limits]")
{
    TestWorkbook workbook;
    workbook.strings("<si><t>公園</t></si>").sheet("a", sheet_data("<row><c t=\"s\"><v>0</v></c></row>"));
    CHECK(complaint(workbook) == "no complaint");
}

TEST_CASE("sheets that unpack without end are refused, while they are looked through and while they are read",
          "[xlsx_limits]")
{
    TestWorkbook workbook;
    workbook.sheet("a", sheet_data(repeated("<row/>", 1000)));
    CHECK(complaint(workbook, {.sheet_bytes = 1 << 20}) == "no complaint");
    CHECK_THAT(complaint(workbook, {.sheet_bytes = 5000}),
               ContainsSubstring("t.xlsx: what stands in its sheets takes more"));
    workbook.sheet("b", sheet_data(repeated("<row/>", 1000)));
    CHECK_THAT(complaint_of([&] {
                   (void)ingest::sheets_of(archive_of(workbook.parts()), "t.xlsx", {.sheet_bytes = 10'000});
               }),
               ContainsSubstring("save the sheet as CSV instead")); // each would be within it
}

TEST_CASE("an archive of a few megabytes that holds gigabytes is refused without unpacking them",
          "[xlsx_limits]")
{
    // What a part gives is made as it is asked for, as unpacking does: nobody holds it.
    auto parts = TestWorkbook{}.sheet("a", "").parts();
    const auto archive = archive_of(parts);
    std::size_t given = 0;
    const ingest::OpenPart bomb = [&](const std::string& name) -> std::optional<ingest::ByteStream> {
        if (name != "xl/sharedStrings.xml") {
            return archive(name);
        }
        return [&, first = true]() mutable {
            const std::string piece =
                first ? "<sst>" : repeated("<si><t>aaaaaaaaaaaaaaaaaaaaaaaaaaaa</t></si>", 2000);
            first = false;
            given += piece.size();
            return piece;
        };
    };
    const XlsxLimits small{.held_bytes = std::size_t{8} << 20U};
    CHECK_THAT(complaint_of([&] { ingest::XlsxReader(bomb, "a", "t.xlsx", small); }),
               ContainsSubstring("t.xlsx: all beside the rows takes more than 8 MiB unpacked"));
    CHECK(given < std::size_t{9} << 20U);
}

TEST_CASE("texts without end are counted, since an empty one takes more room in memory than in the file",
          "[xlsx_limits]")
{
    TestWorkbook workbook;
    workbook.strings(repeated("<si/>", 11)).sheet("a", sheet_data(""));
    CHECK(complaint(workbook, {.strings = 11}) == "no complaint");
    CHECK_THAT(complaint(workbook, {.strings = 10}),
               ContainsSubstring("t.xlsx: 共有の文字列が 10 個を超えています。シートを CSV "
                                 "で保存してください / it shares more than 10 texts"));
}

TEST_CASE("one long text that every cell of a row points to is refused with the row", "[xlsx_limits]")
{
    TestWorkbook workbook;
    workbook.strings("<si><t>" + std::string(100'000, 'a') + "</t></si>")
        .sheet("a", sheet_data("<row>" + repeated("<c t=\"s\"><v>0</v></c>", 200) + "</row>"));
    CHECK_THAT(complaint(workbook),
               ContainsSubstring("row 1: its cells hold more text than any row of a table"));
}

TEST_CASE("merged cells cannot pile up texts or rows", "[xlsx_limits]")
{
    std::string rows;
    std::string merges;
    for (int i = 1; i <= 50; ++i) {
        rows += "<row r=\"" + std::to_string(i) + "\"><c r=\"A" + std::to_string(i) +
                "\" t=\"s\"><v>0</v></c></row>";
        merges += "<mergeCell ref=\"A" + std::to_string(i) + ":A1000\"/>";
    }
    TestWorkbook workbook;
    workbook.strings("<si><t>" + std::string(1000, 'a') + "</t></si>");
    workbook.sheet("a", sheet_data(rows) + "<mergeCells>" + merges + "</mergeCells>");
    CHECK(complaint(workbook, {.row_bytes = 60'000}) == "no complaint");
    CHECK_THAT(complaint(workbook, {.row_bytes = 40'000}),
               ContainsSubstring("row 41: its merged cells hold more text"));

    TestWorkbook crowded;
    const std::string all_over = repeated("<mergeCell ref=\"A1:A9\"/>", 16'385);
    crowded.sheet("a",
                  sheet_data("<row><c><v>1</v></c></row>") + "<mergeCells>" + all_over + "</mergeCells>");
    CHECK_THAT(complaint(crowded), ContainsSubstring("row 1: merged cells lie over each other"));
}

TEST_CASE("elements within elements, and a tag without end, are damage", "[xlsx_limits]")
{
    TestWorkbook deep;
    deep.sheet("a", repeated("<x>", 300) + repeated("</x>", 300));
    CHECK_THAT(complaint(deep), ContainsSubstring("its elements stand in each other too deeply"));
    TestWorkbook wide;
    wide.sheet("a", "<x y=\"" + std::string(std::size_t{17} << 20U, 'a') + "\"/>");
    CHECK_THAT(complaint(wide), ContainsSubstring("a tag of more than 16 MiB"));
}

TEST_CASE("a text of nothing but escapes is read in one pass", "[xlsx_limits]")
{
    const std::string escapes = repeated("_x0041_", 100'000);
    CHECK(ingest::without_escapes(escapes) == std::string(100'000, 'A'));
    CHECK(ingest::without_escapes("_x005F_x0041_") == "_x0041_");
    CHECK(ingest::without_escapes("_x_x0041__x12") == "_xA_x12");
}
