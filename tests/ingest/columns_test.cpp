#include "ingest/columns.hpp"
#include "ingest/error.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/complaint.hpp"

#include <string>
#include <vector>

using datasets::FieldRule;
using datasets::FieldType;
using datasets::Manifest;
using Names = std::vector<std::string>;

namespace {

FieldRule field(const std::string& name, const Names& source, const Names& parts = {})
{
    FieldRule rule;
    rule.field = {name, FieldType::text, {name, name}, "", false};
    rule.source = source;
    rule.parts = parts;
    return rule;
}

Manifest manifest(std::vector<FieldRule> fields)
{
    Manifest manifest;
    manifest.id = "parks";
    manifest.geometry.from = datasets::NoGeometry{};
    manifest.fields = std::move(fields);
    return manifest;
}

std::size_t column_of(const std::string& wanted, const Names& columns)
{
    return ingest::map_columns(manifest({field("f", {wanted})}), columns, "a.csv").fields.at(0).source.at(0);
}

} // namespace

TEST_CASE("columns are found by name, whatever their order", "[columns]")
{
    const auto map = ingest::map_columns(manifest({field("name", {"名称"}), field("number", {"番号"})}),
                                         {"番号", "住所", "名称"}, "a.csv");
    CHECK(map.fields.at(0).source == std::vector<std::size_t>{2});
    CHECK(map.fields.at(1).source == std::vector<std::size_t>{0});
}

TEST_CASE("names match whatever their width, case, kind of kana and spaces", "[columns]")
{
    CHECK(column_of("ID", {"x", "ｉｄ"}) == 1);
    CHECK(column_of("メモ", {"x", "ﾒﾓ"}) == 1);
    CHECK(column_of("ふりがな", {"x", "フリガナ"}) == 1);
    CHECK(column_of("施設名", {"x", " 施 設　名 "}) == 1);
}

TEST_CASE("the name as it stands is preferred to one that is only alike", "[columns]")
{
    CHECK(column_of("メモ", {"ﾒﾓ", "メモ"}) == 1);
}

TEST_CASE("part of a name is no match", "[columns]")
{
    CHECK_THROWS_AS(column_of("名称", {"名称_カナ", "旧名称"}), ingest::IngestError);
}

TEST_CASE("the first alias that is there is taken", "[columns]")
{
    const auto map =
        ingest::map_columns(manifest({field("address", {"所在地_連結表記", "所在地_連結標記", "住所"})}),
                            {"住所", "所在地_連結標記"}, "a.csv");
    CHECK(map.fields.at(0).source == std::vector<std::size_t>{1});
}

TEST_CASE("the columns of a date and of a position are found", "[columns]")
{
    auto accidents = manifest({field("day", {}, {"年", "月", "日"}), field("note", {})});
    accidents.geometry.from = datasets::ColumnGeometry{"経度", "緯度", datasets::Notation::decimal};
    const auto map = ingest::map_columns(accidents, {"日", "月", "年", "緯度", "経度"}, "a.csv");
    CHECK(map.fields.at(0).parts == std::vector<std::size_t>{2, 1, 0});
    CHECK(map.fields.at(1).source.empty());
    CHECK(map.lon == 4);
    CHECK(map.lat == 3);
}

TEST_CASE("a column that is missing is named, with the field that wants it and the columns there are",
          "[columns]")
{
    const std::string message = complaint_of([] {
        (void)ingest::map_columns(manifest({field("address", {"住所", "所在地"})}), {"番号", "名称"},
                                  "parks.csv");
    });
    CHECK(message == "parks.csv: 列「住所」か「所在地」（field address）がありません。ある列: 番号, 名称 / "
                     "there is no column '住所' or '所在地' (field address); the columns are: 番号, 名称");
}

TEST_CASE("a label table gives opaque column names their full names", "[columns]")
{
    CHECK(ingest::relabel({"SAFIELD000", "SAFIELD001", "NO"},
                          {{"SAFIELD001", "管種"}, {"SAFIELD000", "管径"}, {"NO", ""}}) ==
          Names{"管径", "管種", "NO"});
}
