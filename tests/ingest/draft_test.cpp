#include "ingest/draft.hpp"
#include "ingest/error.hpp"
#include "ingest/ingest.hpp"
#include "ingest/table_layout.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.hpp"

#include <fstream>

using namespace ingest;
using datasets::FieldType;

namespace {

FieldType type_of(std::initializer_list<const char*> cells)
{
    ColumnProfile profile;
    for (const char* cell : cells) {
        profile.add(cell);
    }
    return profile.type();
}

TableLayout layout_of(const std::vector<std::vector<std::string>>& rows)
{
    std::vector<SourceRow> first_rows;
    for (const auto& cells : rows) {
        first_rows.push_back({static_cast<std::int64_t>(first_rows.size()) + 1, cells, {}});
    }
    return guess_layout(first_rows);
}

/// A file in a folder of its own, drafted, and the draft run unedited.
struct Drafted {
    explicit Drafted(const std::string& csv, const std::string& name = "parks.csv")
    {
        std::ofstream{folder.path() / name} << csv;
        draft = guess_draft(folder.path() / name, "");
        draft.path = name;
        text = to_manifest(draft);
        manifest = datasets::parse_manifest(text, "draft");
        outcome = ::ingest::ingest({manifest, folder.path()}, {folder.path() / "store"});
    }

    TempFolder folder{};
    Draft draft{};
    std::string text{};
    datasets::Manifest manifest{};
    Outcome outcome{};
};

} // namespace

TEST_CASE("headers of cities have English names, joined from their parts", "[draft]")
{
    CHECK(english_name("名称").value().name == "name");
    CHECK(english_name("名称_カナ").value().name == "name_kana");
    CHECK(english_name("当日有権者数_男").value().name == "registered_voters_male");
    CHECK(english_name("員数（数）").value().name == "items_count");
    CHECK(english_name("ＮＯ").value().name == "number");
    CHECK(english_name("votingDistrict").value().name == "voting_district");
    CHECK(english_name("災害種別_崖崩れ、土石流及び地滑り").value().name == "disaster_landslide");
    CHECK_FALSE(english_name("謎の列"));
    CHECK_FALSE(english_name("2020"));
}

TEST_CASE("columns of persons' data and free text are known by their headers", "[draft]")
{
    for (const char* column :
         {"氏名", "所有者等", "電話番号", "ＴＥＬ", "メールアドレス", "備考", "代表者名"}) {
        CAPTURE(column);
        CHECK(looks_personal(column));
    }
    for (const char* column : {"名称", "住所", "番号", "団体名", "説明"}) {
        CAPTURE(column);
        CHECK_FALSE(looks_personal(column));
    }
}

TEST_CASE("a column's type is the narrowest that loses nothing of any value", "[draft]")
{
    CHECK(type_of({"1", "２０", "1,234", ""}) == FieldType::integer);
    CHECK(type_of({"1", "2.5", "43.29%"}) == FieldType::number);
    CHECK(type_of({"01100", "37201"}) == FieldType::text);
    CHECK(type_of({"0", "10"}) == FieldType::integer);
    CHECK(type_of({"3番地", "4番地"}) == FieldType::text);
    CHECK(type_of({"1", "無投票", "－"}) == FieldType::integer);
    CHECK(type_of({"－", "－"}) == FieldType::text);
    CHECK(type_of({"令和5年4月3日", "2020/1/2"}) == FieldType::date);
    CHECK(type_of({"2020-01-02T08:30", "2020-01-02"}) == FieldType::datetime);
    CHECK(type_of({"8:30", "9:00"}) == FieldType::text);
    CHECK(type_of({"○", "×", ""}) == FieldType::boolean);
    CHECK(type_of({"1", "0"}) == FieldType::integer);
    CHECK(type_of({"1234567890123456"}) == FieldType::text);
    CHECK(type_of({"", ""}) == FieldType::text);
}

TEST_CASE("a header is found below titles, and with two levels", "[draft]")
{
    const auto plain = layout_of({{"番号", "名称", "住所"}, {"1", "中央公園", "一丁目"}});
    CHECK(plain.skip_rows == 0);
    CHECK(plain.header_rows == 1);
    const auto titled = layout_of(
        {{"公園一覧", "", ""}, {"", "", "令和5年"}, {"番号", "名称", "住所"}, {"1", "中央公園", ""}});
    CHECK(titled.skip_rows == 2);
    CHECK(titled.header_rows == 1);
    const auto merged = layout_of({{"結果", "", "", "", ""},
                                   {"投票区", "有権者数", "", "投票率", ""},
                                   {"", "男", "女", "男", "女"},
                                   {"第1", "412", "438", "51.2", "50.9"}});
    CHECK(merged.skip_rows == 1);
    CHECK(merged.header_rows == 2);
    CHECK(layout_of({}).header_rows == 1);
}

TEST_CASE("a draft runs unedited: positions, key, types and what is not public are guessed", "[draft]")
{
    const Drafted parks{
        "公園一覧,,,,,\nNO,名称,面積,緯度,経度,備考\n"
        "001,中央公園,1.5,34.71,135.31,鍵は田中宅\n002,東公園,2,34.72,135.32,\n003,西公園,3,,,\n"};
    CHECK(parks.outcome.status == Outcome::Status::published);
    CHECK(parks.outcome.report.read == 3);
    CHECK(parks.outcome.report.published == 3);
    CHECK(parks.outcome.report.without_position == 1);
    CHECK(parks.manifest.id == "parks");
    CHECK(parks.manifest.key == std::vector<std::string>{"number"});
    REQUIRE(parks.manifest.fields.size() == 4);
    CHECK(parks.manifest.fields[0].field.type == FieldType::text);
    CHECK(parks.manifest.fields[2].field.type == FieldType::number);
    CHECK(parks.manifest.fields[3].field.name == "note");
    CHECK_FALSE(parks.manifest.fields[3].is_public);
    CHECK(parks.text.find("推測 guess") != std::string::npos);
}

TEST_CASE("a draft of coded degrees-minutes-seconds finds their notation", "[draft]")
{
    const Drafted cases{"本票番号,緯度,経度\n1,344312300,1352204500\n2,344313300,1352205500\n"};
    REQUIRE(cases.draft.position);
    CHECK(cases.draft.position->notation == datasets::Notation::coded_dms);
    CHECK(cases.outcome.report.published == 2);
}

TEST_CASE("a draft of a table without positions or a unique column still publishes every row", "[draft]")
{
    const Drafted dealers{"名称,町名\n店,一丁目\n店,一丁目\n", "袋.csv"};
    CHECK(dealers.manifest.key.empty());
    CHECK(dealers.outcome.status == Outcome::Status::published);
    CHECK(dealers.outcome.report.published == 2);
}

TEST_CASE("headers with quotation marks, line breaks and no text do not break a draft", "[draft]")
{
    const Drafted odd{"番号,\"a\"\"b\nc\",,名称,名称\n1,x,y,z,w\n2,x,y,z,w\n"};
    CHECK(odd.outcome.status == Outcome::Status::published);
    CHECK(odd.draft.left_out == std::vector<std::string>{"3", "名称"});
}

TEST_CASE("a draft of a file that is not there says so", "[draft]")
{
    CHECK_THROWS_AS(guess_draft("/nowhere/parks.csv", ""), IngestError);
}
