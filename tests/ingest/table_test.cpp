#include "ingest/csv_reader.hpp"
#include "ingest/error.hpp"
#include "ingest/table.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/complaint.hpp"

#include <memory>
#include <string>
#include <vector>

using Cells = std::vector<std::string>;

namespace {

std::unique_ptr<ingest::RowReader> table(const std::string& csv, int skip_rows, int header_rows)
{
    datasets::Source source;
    source.skip_rows = skip_rows;
    source.header_rows = header_rows;
    return ingest::read_table(std::make_unique<ingest::CsvReader>(csv, "t.csv"), source, "t.csv");
}

} // namespace

TEST_CASE("the first row of a table names its columns", "[table]")
{
    const auto rows = table("番号,名称\n1,中央公園\n", 0, 1);
    CHECK(rows->columns() == Cells{"番号", "名称"});
    const auto row = rows->next();
    REQUIRE(row);
    CHECK(row->number == 2);
    CHECK(row->cells == Cells{"1", "中央公園"});
    CHECK_FALSE(rows->next());
}

TEST_CASE("titles above the header are skipped and counted", "[table]")
{
    const auto rows = table("汐凪市の公園\n令和8年4月1日現在\n番号,名称\n1,中央公園\n", 2, 1);
    CHECK(rows->columns() == Cells{"番号", "名称"});
    CHECK(rows->next()->number == 4);
}

TEST_CASE("an upper name holds for the merged cells to its right", "[table]")
{
    const auto rows = table("投票区,当日有権者数,,,投票率,\n,男,女,計,男,女\n1,10,12,22,50,60\n", 0, 2);
    CHECK(rows->columns() ==
          Cells{"投票区", "当日有権者数_男", "当日有権者数_女", "当日有権者数_計", "投票率_男", "投票率_女"});
    CHECK(rows->next()->cells == Cells{"1", "10", "12", "22", "50", "60"});
}

TEST_CASE("three levels of a header join from top to bottom", "[table]")
{
    CHECK(table("人口,,\n男,,女\n15歳未満,65歳以上,15歳未満\n", 0, 3)->columns() ==
          Cells{"人口_男_15歳未満", "人口_男_65歳以上", "人口_女_15歳未満"});
}

TEST_CASE("line breaks and padding inside a header cell are taken out", "[table]")
{
    CHECK(table("\"当日\n有権者数\", 名称 \n", 0, 1)->columns() == Cells{"当日有権者数", "名称"});
}

TEST_CASE("rows that are empty from end to end are passed over, and the others keep their numbers", "[table]")
{
    const auto rows = table("番号,名称\n,\n\n　, \n1,中央公園\n", 0, 1);
    CHECK(rows->next()->number == 5);
    CHECK_FALSE(rows->next());
}

TEST_CASE("a short row is filled with empty cells, a long one may end in empty cells", "[table]")
{
    const auto rows = table("a,b,c\n1\n1,2,3,,\n", 0, 1);
    CHECK(rows->next()->cells == Cells{"1", "", ""});
    CHECK(rows->next()->cells == Cells{"1", "2", "3"});
}

TEST_CASE("filled cells beyond the header's columns are set apart, and the row keeps the others", "[table]")
{
    const auto rows = table("番号,名称\n1,中央公園,西口,,東口,\n2,池\n", 0, 1);
    const auto wide = rows->next();
    REQUIRE(wide);
    CHECK(wide->cells == Cells{"1", "中央公園"});
    CHECK(wide->surplus == Cells{"西口", "", "東口"});
    CHECK(rows->next()->surplus.empty());
    CHECK_FALSE(rows->next()); // one of two is not most
}

TEST_CASE("a table most of whose rows are wider than its header has its header elsewhere", "[table]")
{
    const auto rows = table("番号,名称\n1,中央公園,西口\n2,池\n3,森,東口\n", 0, 1);
    for (int i = 0; i < 3; ++i) {
        CHECK(rows->next());
    }
    CHECK_THAT(complaint_of([&] { (void)rows->next(); }),
               ContainsSubstring("/ row 2 has 3 columns, its header 2") && ContainsSubstring("2 of 3 rows"));
}

TEST_CASE("a table that ends in its header is refused", "[table]")
{
    CHECK_THAT(complaint_of([] { (void)table("汐凪市\n", 1, 1); }),
               ContainsSubstring("ends before its header"));
    CHECK_THAT(complaint_of([] { (void)table("", 0, 1); }), ContainsSubstring("ends before its header"));
    CHECK_THAT(complaint_of([] { (void)table("a,b\n", 0, 2); }), ContainsSubstring("ends before its header"));
}

TEST_CASE("notes under a table have the role of notes, and only the last rows can be notes", "[table]")
{
    using ingest::RowRole;
    const auto rows = table("番号,名称\n※1,\n2,広場\n,\n注1）冬期閉鎖,\n公園課,\n", 0, 1);
    CHECK(rows->next()->role == RowRole::data);
    CHECK(rows->next()->role == RowRole::data);
    const auto note = rows->next();
    CHECK(note->role == RowRole::note);
    CHECK(note->number == 5);
    CHECK(rows->next()->role == RowRole::note);
    CHECK_FALSE(rows->next());
}

TEST_CASE("rows of totals have the role of totals, words that only end in 計 are data", "[table]")
{
    using ingest::RowRole;
    const auto rows = table("名称,人数\n合　計,1\n北区 計,1\n小計,1\n時計,1\n統計,1\n合計,\n", 0, 1);
    for (const RowRole role :
         {RowRole::total, RowRole::total, RowRole::total, RowRole::data, RowRole::data, RowRole::data}) {
        CHECK(rows->next()->role == role);
    }
}

TEST_CASE("the header of LinkData is its row #property, and what describes the columns is no data", "[table]")
{
    const auto rows = table(
        "#LINK,,\n#lang,ja,\n#property,name,address\n#object_type_xsd,string,string\n1,公園,汐凪市\n#2,x,y\n",
        0, 1);
    CHECK(rows->columns() == Cells{"#property", "name", "address"});
    CHECK(rows->next()->number == 5);
    CHECK(rows->next()->cells.front() == "#2");
}
