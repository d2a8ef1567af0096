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
    return ingest::read_table(std::make_unique<ingest::CsvReader>(csv, "t.csv"), skip_rows, header_rows,
                              "t.csv");
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

TEST_CASE("a row with more filled cells than the header has columns is refused with its number", "[table]")
{
    const auto rows = table("番号,名称\n1,中央公園,西口\n", 0, 1);
    CHECK_THAT(complaint_of([&] { (void)rows->next(); }),
               ContainsSubstring("t.csv: row 2 has 3 columns, its header 2"));
}

TEST_CASE("a table that ends in its header is refused", "[table]")
{
    CHECK_THAT(complaint_of([] { (void)table("汐凪市\n", 1, 1); }),
               ContainsSubstring("ends before its header"));
    CHECK_THAT(complaint_of([] { (void)table("", 0, 1); }), ContainsSubstring("ends before its header"));
    CHECK_THAT(complaint_of([] { (void)table("a,b\n", 0, 2); }), ContainsSubstring("ends before its header"));
}
