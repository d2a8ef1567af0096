#include "ingest/draft.hpp"
#include "ingest/error.hpp"
#include "ingest/ingest.hpp"
#include "ingest/personal_columns.hpp"
#include "ingest/table_layout.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/complaint.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/xlsx.hpp"
#include "tests/support/zip.hpp"

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
         {"氏名", "届出者の住所", "車両番号", "防犯登録番号", "生年月日", "reporterName"}) {
        CAPTURE(column);
        CHECK(personal_by_name(column) == PersonalKind::identity);
    }
    for (const char* column :
         {"電話番号", "ＴＥＬ", "メールアドレス", "連絡先", "telephoneNumber", "E-mail"}) {
        CAPTURE(column);
        CHECK(personal_by_name(column) == PersonalKind::contact);
    }
    for (const char* column : {"所有者等", "代表者名", "corporateRepresentative"}) {
        CAPTURE(column);
        CHECK(personal_by_name(column) == PersonalKind::role);
    }
    for (const char* column : {"備考", "特記事項", "通報内容", "note"}) {
        CAPTURE(column);
        CHECK(personal_by_name(column) == PersonalKind::free_text);
    }
    for (const char* column : {"名称", "住所", "番号", "団体名", "説明", "管理者", "担当課",
                               "利用可能日時特記事項", "hotelName", "notebook"}) {
        CAPTURE(column);
        CHECK_FALSE(personal_by_name(column));
    }
}

TEST_CASE("a telephone number, an e-mail address and a number plate are known by themselves", "[draft]")
{
    for (const char* cell : {"087-839-2011", "(087)839-2011", "０９０－１２３４－５６７８", "taro@example.jp",
                             "担当 taro@example.jp まで"}) {
        CAPTURE(cell);
        CHECK(personal_by_value(cell) == PersonalKind::contact);
    }
    for (const char* cell : {"神戸 300 あ 12-34", "香川５００さ１２３４", "なにわ 50 か 1234"}) {
        CAPTURE(cell);
        CHECK(personal_by_value(cell) == PersonalKind::identity);
    }
    for (const char* cell : {"2023-04-03", "12-34", "1-2-3", "〒760-8571", "0123456789", "37201",
                             "3丁目12-34", "https://www.google.com/maps/@34.3,134.0,15z", "@", ""}) {
        CAPTURE(cell);
        CHECK_FALSE(personal_by_value(cell));
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
    CHECK(type_of({"12人", "1,300人"}) == FieldType::integer);
    CHECK(type_of({"12人", "5台"}) == FieldType::text);
    CHECK(type_of({"12人", "5%"}) == FieldType::text);
    CHECK(type_of({"12番地", "5番地"}) == FieldType::text);
}

TEST_CASE("a column knows what stands behind its numbers, and when empty cells mean no", "[draft]")
{
    ColumnProfile seats;
    for (const char* cell : {"12人", "３人", ""}) {
        seats.add(cell);
    }
    CHECK(seats.unit() == "人");
    CHECK_FALSE(seats.says_only_yes());
    ColumnProfile flood;
    for (const char* cell : {"○", "", "○"}) {
        flood.add(cell);
    }
    CHECK(flood.says_only_yes());
    CHECK(flood.type() == FieldType::boolean);
    ColumnProfile days;
    for (const char* cell : {"21.4.19", "30.12.1"}) {
        days.add(cell);
    }
    CHECK(days.lacks_an_era());
    CHECK(days.type() == FieldType::text);
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
    const auto explained = layout_of({{"項目名", "警察署等コード", "", ""},
                                      {"適用", "本票", "", ""},
                                      {"", "", "", ""},
                                      {"コード", "番号", "都道府県名", "警察署等名"},
                                      {"10", "059", "北海道", "中央"}});
    CHECK(explained.skip_rows == 3);
    CHECK(layout_of({{"番号", "名称"}, {"1", "東"}, {"", ""}, {"西側", "南"}, {"3", "北"}}).skip_rows == 0);
    CHECK(layout_of({}).header_rows == 1);
    const auto linked = layout_of({{"#LINK", ""}, {"#lang", "ja"}, {"#property", "name"}, {"1", "公園"}});
    CHECK(linked.skip_rows == 0);
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

TEST_CASE("a draft finds both coordinates in one cell, and which of them comes first", "[draft]")
{
    const Drafted parks{"番号,名称,location\n1,東,\"34.71,135.31\"\n2,西,\"34.72,135.32\"\n3,南,\",\"\n"};
    REQUIRE(parks.draft.position);
    CHECK(parks.draft.position->form == datasets::ColumnForm::pair);
    CHECK(parks.draft.position->lat_first);
    CHECK(parks.outcome.report.published == 3);
    CHECK(parks.outcome.report.without_position == 1);
    CHECK(parks.outcome.report.repaired == 0);
    const Drafted turned{"番号,経度緯度\n1,135.31 34.71\n"};
    CHECK_FALSE(turned.draft.position->lat_first);
    CHECK(turned.outcome.report.repaired == 0);
}

TEST_CASE("a draft of plane-rectangular metres takes the zone from codes or names in the file", "[draft]")
{
    const Drafted by_name{
        "番号,都道府県名,X座標,Y座標\n1,兵庫県,-139994.901,98266.216\n2,兵庫県,-139894.9,98266\n"};
    REQUIRE(by_name.draft.position);
    CHECK(by_name.draft.position->zone_of == "兵庫県");
    CHECK(by_name.outcome.report.published == 2);
    CHECK(by_name.outcome.report.without_position == 0);
    const Drafted by_code{"番号,市区町村コード,Ｘ,Ｙ\n1,282022,-139994.901,98266.216\n"};
    CHECK(by_code.draft.position->zone_of == "282022");
    const Drafted by_address{"番号,住所,座標値Ｘ(m),座標値Ｙ(m)\n1,大阪府摂津市1,-135563.5,-40068.1\n"};
    CHECK(by_address.draft.position->zone_of == "大阪府");
}

TEST_CASE("a draft whose zone cannot be known asks for it, and publishes nothing until then", "[draft]")
{
    const Drafted pipes{"番号,X座標,Y座標\n1,-139994.901,98266.216\n"};
    CHECK(pipes.draft.position->zone_of.empty());
    CHECK(pipes.text.find("plane_rectangular_zone") != std::string::npos);
    CHECK(pipes.outcome.status == Outcome::Status::refused);
    CHECK(pipes.outcome.reason.find("plane_rectangular_zone") != std::string::npos);
    const std::string mended =
        std::string{pipes.text}.replace(pipes.text.find("// , \"plane"), std::string{"// , "}.size(), ", ");
    CHECK(datasets::parse_manifest(mended, "draft").source.crs == "EPSG:6673");
}

TEST_CASE("x and y that lie in Japan are degrees", "[draft]")
{
    const Drafted parks{"番号,x,y\n1,135.31,34.71\n"};
    CHECK(parks.draft.position->form == datasets::ColumnForm::lon_lat);
    CHECK(parks.outcome.report.repaired == 0);
}

TEST_CASE("a draft reads well-known text, in degrees and in metres", "[draft]")
{
    const Drafted areas{"番号,形\n1,\"POLYGON ((135 34, 135.1 34, 135.1 34.1, 135 34))\"\n2,\n"};
    REQUIRE(areas.draft.position);
    CHECK(areas.draft.position->form == datasets::ColumnForm::wkt);
    CHECK(areas.outcome.report.published == 2);
    const Drafted pipes{"番号,都道府県,wkt\n1,兵庫県,\"LINESTRING (98266 -139994, 98300 -139994)\"\n"};
    CHECK(pipes.draft.position->zone_of == "兵庫県");
    CHECK(pipes.outcome.report.published == 1);
}

TEST_CASE("a header that says Tokyo Datum gives its CRS", "[draft]")
{
    const Drafted places{"番号,緯度（日本測地系）,経度（日本測地系）\n1,34.73,135.40\n"};
    CHECK(places.draft.position->tokyo_datum);
    CHECK(places.manifest.source.crs == "EPSG:4301");
    const Drafted both{"番号,緯度(旧測地系),経度(旧測地系),緯度(世界測地系),経度(世界測地系)\n1,34.73,135.40,"
                       "34.74,135.39\n"};
    CHECK(both.draft.position->columns == std::vector<std::string>{"経度(世界測地系)", "緯度(世界測地系)"});
}

TEST_CASE("columns headed as positions without a single one are named, and published as they are", "[draft]")
{
    const Drafted cases{"番号,緯度,経度\n1,0,0\n2,0,0\n"};
    CHECK_FALSE(cases.draft.position);
    CHECK(cases.text.find("位置として読める行がありません") != std::string::npos);
    CHECK(cases.outcome.report.published == 2);
}

TEST_CASE("where a column tells who a person is, addresses stay private and positions are blurred", "[draft]")
{
    const Drafted reports{"受付番号,通報者,電話番号,住所,状況,緯度,経度,連絡メモ\n"
                          "1,山田太郎,087-839-2011,一丁目2-3,駐車,34.712345,135.312345,taro@example.jp\n"
                          "2,鈴木花子,,二丁目,駐車,34.722345,135.322345,\n"};
    CHECK(reports.outcome.status == Outcome::Status::published);
    CHECK(reports.manifest.privacy.mesh_metres == 250);
    std::vector<std::string> shown;
    for (const auto& rule : reports.manifest.fields) {
        if (rule.is_public) {
            shown.push_back(rule.source.front());
        }
    }
    CHECK(shown == std::vector<std::string>{"受付番号", "状況"});
}

TEST_CASE("a column whose values look like persons' data is private whatever its name", "[draft]")
{
    const Drafted cars{"番号,状態,その他\n1,放置,神戸 300 あ 12-34\n2,放置,白いセダン\n"};
    CHECK_FALSE(cars.manifest.fields[2].is_public);
    CHECK(cars.text.find("値に電話・メール・車両番号の形があります") != std::string::npos);
    const Drafted halls{"番号,窓口\n1,市民課\n2,087-839-2011\n"};
    CHECK_FALSE(halls.manifest.fields[1].is_public);
}

TEST_CASE("columns that are unique only together are the key", "[draft]")
{
    const Drafted boards{"投票区,掲示場番号,設置場所\n1,1,公園\n1,2,学校\n2,1,公園\n2,2,駅\n"};
    CHECK(boards.manifest.key == std::vector<std::string>{"district", "column_2"});
    CHECK(boards.outcome.report.published == 4);
}

TEST_CASE("a date in columns of its own may be part of the key", "[draft]")
{
    const Drafted cases{"警察署等コード,本票番号,発生日時　　年,発生日時　　月,発生日時　　日\n"
                        "101,1,2020,01,02\n101,1,2021,01,02\n102,1,2020,01,02\n101,2,2020,01,02\n"};
    REQUIRE(cases.manifest.key.size() == 3);
    CHECK(cases.manifest.key.back() == "date");
    CHECK(cases.outcome.report.published == 4);
}

TEST_CASE("what a column holds late is seen as well as what it holds first", "[draft]")
{
    std::string rows = "番号,窓口\n";
    for (int i = 0; i < 8000; ++i) {
        rows += std::to_string(i) + ",市民課\n";
    }
    const Drafted desks{rows + "8000,087-839-2011\n"};
    CHECK_FALSE(desks.manifest.fields[1].is_public);
    CHECK(desks.manifest.key == std::vector<std::string>{desks.manifest.fields[0].field.name});
}

TEST_CASE("numbers that only look different are no key", "[draft]")
{
    const Drafted odd{"NO,名称\n1000,東\n\"1,000\",西\n１０００,南\n"};
    CHECK(odd.manifest.key == std::vector<std::string>{"name"});
    CHECK(odd.outcome.report.rejected == 0);
}

TEST_CASE("codes stay text, flags of 1 and ○ are booleans, units leave the numbers", "[draft]")
{
    const Drafted shelters{"市区町村コード,名称,災害種別_洪水,災害種別_津波,想定収容人数,車椅子の有無\n"
                           "37201,東,1,○,120人,1\n37201,西,,,80人,0\n"};
    CHECK(shelters.manifest.fields[0].field.type == FieldType::text);
    for (const std::size_t flag : {2U, 3U}) {
        CHECK(shelters.manifest.fields[flag].field.type == FieldType::boolean);
        CHECK(shelters.manifest.fields[flag].empty == std::optional{false});
    }
    CHECK(shelters.manifest.fields[4].field.type == FieldType::integer);
    CHECK(shelters.manifest.fields[4].field.unit == "人");
    CHECK(shelters.manifest.fields[5].field.type == FieldType::boolean);
    CHECK_FALSE(shelters.manifest.fields[5].empty);
    CHECK(shelters.outcome.report.entries.empty());
}

TEST_CASE("dates in columns of their own are put together", "[draft]")
{
    const Drafted cases{"番号,発生日時　　年,発生日時　　月,発生日時　　日,発生日時　　時,発生日時　　分\n1,"
                        "2021,04,30,13,36\n"};
    const auto& occurred = cases.manifest.fields[1];
    CHECK(occurred.field.name == "occurred");
    CHECK(occurred.field.label.ja == "発生日時");
    CHECK(occurred.parts.size() == 5);
    CHECK(cases.outcome.report.entries.empty());
    const Drafted pipes{"番号,年号,工事年\n1,昭和,53\n"};
    CHECK(pipes.manifest.fields[1].parts == std::vector<std::string>{"年号", "工事年"});
    CHECK(pipes.outcome.report.entries.empty());
}

TEST_CASE("of several sheets the one with the most rows is drafted, and the others are named", "[draft]")
{
    TestWorkbook book;
    const auto row = [](int number, const std::string& a, const std::string& b) {
        const std::string r = std::to_string(number);
        return "<row r=\"" + r + "\"><c r=\"A" + r + "\" t=\"inlineStr\"><is><t>" + a +
               "</t></is></c><c r=\"B" + r + "\" t=\"inlineStr\"><is><t>" + b + "</t></is></c></row>";
    };
    book.sheet("表紙", "<sheetData>" + row(1, "公園一覧", "令和5年") + "</sheetData>");
    book.sheet("一覧", "<sheetData>" + row(1, "番号", "名称") + row(2, "1", "東") + row(3, "2", "西") +
                           "</sheetData>");
    book.sheet("旧",
               "<sheetData>" + row(1, "a", "b") + row(2, "1", "x") + row(3, "2", "x") + row(4, "3", "x") +
                   "</sheetData>",
               "hidden");
    std::vector<std::pair<std::string, std::string>> parts;
    for (const auto& part : book.parts()) {
        parts.push_back(part);
    }
    const Drafted parks{zip_bytes(parts), "parks.xlsx"};
    CHECK(parks.draft.layer == "一覧");
    CHECK(parks.text.find("表紙") != std::string::npos);
    CHECK(parks.text.find("非表示") != std::string::npos);
    CHECK(parks.outcome.report.published == 2);
}

TEST_CASE("a list of JSON objects is drafted and read", "[draft]")
{
    const Drafted towns{
        R"([{"town": "朝日町", "lat": 34.71, "lng": 135.31}, {"town": "東町", "koaza": "北", "lat": 34.72, "lng": 135.32}])",
        "towns.json"};
    CHECK(towns.manifest.key == std::vector<std::string>{"town"});
    CHECK(towns.outcome.report.published == 2);
    CHECK(towns.outcome.report.without_position == 0);
}

TEST_CASE("an archive is refused with what to do, and a compressed table is read", "[draft]")
{
    for (const char* name : {"towns.tar.gz", "towns.TGZ", "photos.lzh"}) {
        CAPTURE(name);
        CHECK_THAT(complaint_of([&] { (void)guess_draft(name, ""); }), ContainsSubstring("unpack it"));
    }
}

TEST_CASE("files whose names have no Latin letters become datasets of their own", "[draft]")
{
    const Drafted east{"番号\n1\n", "東.csv"};
    const Drafted west{"番号\n1\n", "西.csv"};
    CHECK(east.manifest.id != west.manifest.id);
}

TEST_CASE("control characters in a header do not end a draft", "[draft]")
{
    using namespace std::string_literals;
    const Drafted cases{"番号,\0\0緯度,経度,\a名\n1,0,0,x\n"s};
    CHECK(cases.outcome.status == Outcome::Status::published);
}

TEST_CASE("a draft of a file that is not there says so", "[draft]")
{
    CHECK_THROWS_AS(guess_draft("/nowhere/parks.csv", ""), IngestError);
}
