#include "datasets/wkb.hpp"
#include "ingest/error.hpp"
#include "ingest/feature_builder.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/complaint.hpp"
#include "tests/support/snapshot_fixture.hpp"

#include <optional>
#include <string>
#include <vector>

using datasets::LonLat;
using datasets::Value;
using ingest::BuiltRow;
using ingest::EntryKind;
using ingest::FeatureBuilder;
using ingest::SourceRow;

namespace {

/// A manifest of these fields; `rest` is put in as further members, each with a comma behind it.
datasets::Manifest manifest(const std::string& fields,
                            const std::string& rest = "\"geometry\": {\"from\": \"none\"},")
{
    return datasets::parse_manifest(R"({"id": "parks", "title": {"ja": "公園", "en": "Parks"},
        "source": {"path": "parks.csv"}, )" +
                                        rest + R"("fields": [)" + fields + "]}",
                                    "test");
}

std::string field(const std::string& name, const std::string& source, const std::string& more = "")
{
    return R"({"name": ")" + name + R"(", "source": ")" + source + R"(", "label": {"ja": "x", "en": "x"})" +
           more + "}";
}

const std::string from_columns = R"("geometry": {"from": "columns", "lon": "経度", "lat": "緯度"},)";
const std::string or_without =
    R"("geometry": {"from": "columns", "lon": "経度", "lat": "緯度", "missing": "publish"},)";

BuiltRow built(const datasets::Manifest& m, const std::vector<std::string>& columns, const SourceRow& row)
{
    const ingest::Reprojector reprojector{"EPSG:6668"};
    return FeatureBuilder{m, ingest::map_columns(m, columns, "parks.csv"), {&reprojector}}.build(row);
}

std::vector<std::string> codes(const BuiltRow& row)
{
    std::vector<std::string> codes;
    for (const auto& entry : row.entries) {
        codes.push_back(entry.code);
    }
    return codes;
}

using Codes = std::vector<std::string>;

SourceRow at(const std::string& lon, const std::string& lat) { return {2, {lon, lat}, {}}; }

BuiltRow placed(const std::string& lon, const std::string& lat, const std::string& rest = from_columns)
{
    return built(manifest("", rest), {"経度", "緯度"}, at(lon, lat));
}

datasets::Geometry<LonLat> point(double lon, double lat) { return datasets::Points<LonLat>{{{lon, lat}}}; }

} // namespace

TEST_CASE("a row becomes a feature with the public fields in the manifest's order", "[feature_builder]")
{
    const auto row =
        built(manifest(field("name", "名称") + "," + field("area", "面積", R"(, "type": "number")")),
              {"面積", "名称"}, {2, {"１，２００ m²", " 中央公園 "}, {}});
    REQUIRE(row.feature);
    CHECK(row.feature->values == std::vector<Value>{"中央公園", 1200.0});
    CHECK_FALSE(row.feature->geometry);
    CHECK(row.entries.empty());
}

TEST_CASE("private columns are never read into a feature, nor said anything of", "[feature_builder]")
{
    const auto m =
        manifest(field("name", "名称") + "," +
                 field("owner_age", "年齢", R"(, "type": "integer", "public": false, "required": true)") +
                 "," + field("since", "取得日", R"(, "type": "date", "public": false)"));
    const auto row = built(m, {"名称", "年齢", "取得日", "氏名"},
                           {2, {"中央公園", "汐凪太郎", "平成35年1月1日", "花子"}, {}});
    REQUIRE(row.feature);
    CHECK(row.feature->values == std::vector<Value>{"中央公園"});
    CHECK(row.entries.empty());
}

TEST_CASE("the key makes the feature's id, else the row's number does", "[feature_builder]")
{
    const std::string fields = field("ward", "区") + "," + field("number", "番号", R"(, "type": "integer")");
    const std::vector<std::string> columns{"区", "番号"};
    const SourceRow row{7, {"中央", "０１２"}, {}};
    CHECK(built(manifest(fields, R"("geometry": {"from": "none"}, "key": ["ward", "number"],)"), columns, row)
              .feature->id == "中央~12");
    CHECK(built(manifest(fields), columns, row).feature->id == "7");
}

TEST_CASE("a row without a value of its key is rejected", "[feature_builder]")
{
    const auto row =
        built(manifest(field("number", "番号"), R"("geometry": {"from": "none"}, "key": ["number"],)"),
              {"番号"}, {2, {"　"}, {}});
    CHECK_FALSE(row.feature);
    REQUIRE(codes(row) == Codes{"key.missing"});
    CHECK(row.entries[0].kind == EntryKind::rejected);
    CHECK(row.entries[0].field == "number");
}

TEST_CASE("a row without a required value is rejected, an unreadable one counting as none",
          "[feature_builder]")
{
    const auto m = manifest(field("area", "面積", R"(, "type": "number", "required": true)"));
    CHECK(codes(built(m, {"面積"}, {2, {""}, {}})) == Codes{"value.required"});
    CHECK(codes(built(m, {"面積"}, {2, {"広い"}, {}})) == Codes{"value.unreadable", "value.required"});
    CHECK(built(m, {"面積"}, {2, {"0"}, {}}).feature);
}

TEST_CASE("a value that cannot be read is left empty, and the cell quoted", "[feature_builder]")
{
    const auto row =
        built(manifest(field("area", "面積", R"(, "type": "number")")), {"面積"}, {2, {"広い"}, {}});
    REQUIRE(row.feature);
    CHECK(datasets::is_missing(row.feature->values.at(0)));
    REQUIRE(codes(row) == Codes{"value.unreadable"});
    CHECK(row.entries[0].kind == EntryKind::warning);
    CHECK(row.entries[0].detail.ja == "値が読めないため空にしました（広い）");
}

TEST_CASE("two dates in one cell leave the field empty, and the report says why", "[feature_builder]")
{
    const auto row = built(manifest(field("designated", "文化財指定日", R"(, "type": "date")")),
                           {"文化財指定日"}, {2, {"2013-09-26、2020-10-09"}, {}});
    REQUIRE(row.feature);
    CHECK(datasets::is_missing(row.feature->values.at(0)));
    REQUIRE(codes(row) == Codes{"value.several"});
    CHECK_THAT(row.entries[0].detail.en, ContainsSubstring("several dates") &&
                                             ContainsSubstring("left empty") &&
                                             ContainsSubstring("2013-09-26、2020-10-09"));
}

TEST_CASE("a doubtful date is published with a warning", "[feature_builder]")
{
    const auto row =
        built(manifest(field("day", "日", R"(, "type": "date")")), {"日"}, {2, {"平成35年4月1日"}, {}});
    CHECK(row.feature->values.at(0) == Value{"2023-04-01"});
    CHECK(codes(row) == Codes{"value.doubtful"});
}

TEST_CASE("a word in place of a value goes to the note", "[feature_builder]")
{
    const auto m = manifest(field("voters", "有権者数", R"(, "type": "integer", "missing_note": "note")") +
                            R"(, {"name": "note", "label": {"ja": "備考", "en": "Note"}})");
    const auto row = built(m, {"有権者数"}, {2, {"無投票"}, {}});
    CHECK(row.feature->values == std::vector<Value>{Value{}, "無投票"});
    REQUIRE(codes(row) == Codes{"value.uncontested"});
    CHECK(row.entries[0].kind == EntryKind::note);
}

TEST_CASE("several words, and a note's own column, stand side by side", "[feature_builder]")
{
    const std::string number = R"(, "type": "integer", "missing_note": "note")";
    const auto m = manifest(field("men", "男", number) + "," + field("note", "備考") + "," +
                            field("women", "女", number));
    const auto note_of = [&](const std::string& men, const std::string& note, const std::string& women) {
        return built(m, {"男", "備考", "女"}, {2, {men, note, women}, {}}).feature->values.at(1);
    };
    CHECK(note_of("無投票", "", "無投票") == Value{"無投票"});
    CHECK(note_of("不明", "再集計", "無投票") == Value{"再集計、不明、無投票"});
    CHECK(note_of("1", "", "－") == Value{"－"});
    CHECK(datasets::is_missing(note_of("1", "", "2")));
}

TEST_CASE("a date in columns of its own is put together", "[feature_builder]")
{
    const auto m = manifest(R"({"name": "at", "parts": ["年", "月", "日", "時", "分"], "type": "datetime",
                               "label": {"ja": "日時", "en": "Time"}})");
    const auto at_of = [&](const std::vector<std::string>& cells) {
        return built(m, {"年", "月", "日", "時", "分"}, {2, cells, {}});
    };
    CHECK(at_of({"２０２３", "4", "03", "8", "5"}).feature->values.at(0) == Value{"2023-04-03T08:05"});
    CHECK(at_of({"2023", "4", "3", "", ""}).feature->values.at(0) == Value{"2023-04-03"});
    CHECK(datasets::is_missing(at_of({"", "", "", "", ""}).feature->values.at(0)));
    CHECK(at_of({"", "", "", "", ""}).entries.empty());
    CHECK(codes(at_of({"2023", "", "3", "", ""})) == Codes{"value.unreadable"});
    CHECK(codes(at_of({"2023", "4", "3", "-3", "0"})) == Codes{"value.unreadable"});
    CHECK(codes(at_of({"2023", "4", "31", "8", "5"})) == Codes{"value.unreadable"});
}

TEST_CASE("positions come from columns, and exchanged ones are put right", "[feature_builder]")
{
    CHECK(placed("135.5", "34.75").feature->geometry == point(135.5, 34.75));
    const auto swapped = placed("34.75", "135.5");
    CHECK(swapped.feature->geometry == point(135.5, 34.75));
    REQUIRE(codes(swapped) == Codes{"position.swapped"});
    CHECK(swapped.entries[0].kind == EntryKind::repaired);
}

TEST_CASE("a row without a usable position is rejected with the reason", "[feature_builder]")
{
    const auto reason = [](const std::string& lon, const std::string& lat) {
        const auto row = placed(lon, lat);
        CHECK_FALSE(row.feature);
        REQUIRE(row.entries.size() == 1);
        CHECK(row.entries[0].kind == EntryKind::rejected);
        return row.entries[0].code;
    };
    CHECK(reason("", "") == "position.missing");
    CHECK(reason("0", "0") == "position.zero");
    CHECK(reason("135度", "34.75") == "position.unreadable");
    CHECK(reason("34.75", "34.75") == "position.equal");
    CHECK(reason("135.5", "334.7") == "position.outside_japan");
}

TEST_CASE("a row without a usable position is published without one if the manifest wants it so",
          "[feature_builder]")
{
    const auto nothing_there = placed("", "", or_without);
    REQUIRE(nothing_there.feature);
    CHECK_FALSE(nothing_there.feature->geometry);
    CHECK(nothing_there.entries.at(0).kind == EntryKind::note);

    const auto something_wrong = placed("135.5", "334.7", or_without);
    REQUIRE(something_wrong.feature);
    CHECK_FALSE(something_wrong.feature->geometry);
    CHECK(something_wrong.entries.at(0).kind == EntryKind::warning);
}

TEST_CASE("positions are blurred to the centre of their mesh cell", "[feature_builder]")
{
    const std::string blurred = from_columns + R"("privacy": {"mesh": 1000},)";
    CHECK(placed("135.5622", "34.7772", blurred).feature->geometry ==
          placed("135.5612", "34.7771", blurred).feature->geometry);
    CHECK(placed("135.5622", "34.7772", blurred).feature->geometry != point(135.5622, 34.7772));
}

TEST_CASE("a row's own geometry is read, repaired, and what is wrong with it reported", "[feature_builder]")
{
    const auto m = manifest("", R"("geometry": {"from": "source"},)");
    const auto own = [&](std::optional<datasets::Bytes> wkb) {
        return built(m, {}, {3, {}, std::move(wkb)});
    };

    CHECK(own(datasets::to_wkb(point(135.5, 34.75))).feature->geometry == point(135.5, 34.75));

    const auto bow_tie = own(datasets::to_wkb(
        datasets::Polygons<LonLat>{{{{{135, 34}, {135.2, 34.2}, {135.2, 34}, {135, 34.2}, {135, 34}}, {}}}}));
    REQUIRE(bow_tie.feature);
    REQUIRE(codes(bow_tie) == Codes{"geometry.repaired"});
    CHECK(bow_tie.entries[0].detail.en == "invalid geometry repaired (Self-intersection)");

    CHECK(codes(own(datasets::to_wkb(datasets::Lines<LonLat>{{{{135, 34}, {135, 34}}}}))) ==
          Codes{"geometry.collapsed"});
    CHECK(codes(own(datasets::Bytes(3))) == Codes{"geometry.unreadable"});
    CHECK(codes(own(std::nullopt)) == Codes{"position.missing"});
}

TEST_CASE("geometry is joined by equal values, whatever their width and type", "[feature_builder]")
{
    TestStore store;
    store.publish("districts", TestStore::first_version, 5);
    const auto m =
        manifest(field("district", "投票区"),
                 R"("geometry": {"from": "join", "dataset": "districts", "key": {"district": "number"}},)");
    const ingest::DatasetJoin join{
        std::get<datasets::JoinGeometry>(m.geometry.from).join, {store.store(), "districts"}, {true, {}}};
    const FeatureBuilder builder{m, ingest::map_columns(m, {"投票区"}, "a.csv"), {nullptr, &join}};
    CHECK(builder.build({2, {"３"}, {}}).feature->geometry == point(135.303, 34.7));
    const auto unmatched = builder.build({3, {"99"}, {}});
    REQUIRE(codes(unmatched) == Codes{"join.unmatched"});
    CHECK_THAT(unmatched.entries[0].detail.en, ContainsSubstring("(districts: 99)"));
    CHECK(codes(builder.build({4, {"5"}, {}})) == Codes{"position.missing"}); // there, but without one
    CHECK(codes(builder.build({5, {""}, {}})) == Codes{"join.unmatched"});
}

TEST_CASE("codes are published as their labels, and one without label as it is", "[feature_builder]")
{
    const auto m = manifest(field("kind", "事故類型", R"(, "values": {"01": "人対車両", "21": "車両相互"})"));
    const auto kind = [&](const char* code) { return built(m, {"事故類型"}, {2, {code}, {}}); };
    CHECK(kind("01").feature->values == std::vector<Value>{"人対車両"});
    CHECK(kind("２１").feature->values == std::vector<Value>{"車両相互"});
    CHECK(kind("1").feature->values == std::vector<Value>{"人対車両"}); // a spreadsheet took the zero away
    CHECK(kind("").entries.empty());
    const auto unknown = kind("99");
    CHECK(unknown.feature->values == std::vector<Value>{"99"});
    CHECK(codes(unknown) == Codes{"value.unknown_code"});
}

TEST_CASE("a date may have a column for its era, and a year too", "[feature_builder]")
{
    const auto m = manifest(
        R"({"name": "built", "parts": ["年号", "年"], "type": "integer", "label": {"ja": "x", "en": "x"}},)"
        R"({"name": "day", "parts": ["年号", "年", "月", "日"], "type": "date", "label": {"ja": "x", "en": "x"}})");
    const auto row = [&](std::vector<std::string> cells) {
        return built(m, {"年号", "年", "月", "日"}, {2, std::move(cells), {}});
    };
    CHECK(row({"昭和", "53", "4", "1"}).feature->values ==
          std::vector<Value>{std::int64_t{1978}, "1978-04-01"});
    CHECK(row({"", "1978", "4", "1"}).feature->values ==
          std::vector<Value>{std::int64_t{1978}, "1978-04-01"});
    CHECK(row({"", "", "", ""}).entries.empty());
    CHECK(codes(row({"", "53", "4", "1"})) == Codes{"value.unreadable", "value.unreadable"});
}

TEST_CASE("a fiscal year is noted, and 無投票 is named apart from other words", "[feature_builder]")
{
    const auto m = manifest(field("since", "年度", R"(, "type": "date")") + "," +
                            field("rate", "投票率", R"(, "type": "number")"));
    const auto row = built(m, {"年度", "投票率"}, {2, {"平成31年度", "無投票"}, {}});
    CHECK(codes(row) == Codes{"value.fiscal_year", "value.uncontested"});
    CHECK(row.entries[0].kind == EntryKind::note);
    CHECK(row.feature->values == std::vector<Value>{"2019-04-01", Value{}});
}

TEST_CASE("plane-rectangular columns become a position, X to the north", "[feature_builder]")
{
    const auto m = manifest("", R"("geometry": {"from": "columns", "x": "X座標", "y": "Y座標"},)");
    const ingest::Reprojector zone_6{"EPSG:6674"};
    const auto row = [&](const char* x, const char* y) {
        return FeatureBuilder{m, ingest::map_columns(m, {"X座標", "Y座標"}, "a.csv"), {&zone_6}}.build(
            {2, {x, y}, {}});
    };
    const auto settsu = row("-135563.531", "-40068.075");
    REQUIRE(settsu.feature);
    const auto p = std::get<datasets::Points<LonLat>>(*settsu.feature->geometry).points.at(0);
    CHECK(p.lon == Approx(135.5622222).margin(1e-7));
    CHECK(p.lat == Approx(34.77722222).margin(1e-7));
    CHECK(codes(row("0", "0")) == Codes{"position.zero"});
    CHECK(codes(row("9000000", "0")) == Codes{"position.outside_japan"});
}

TEST_CASE("geometry is read from a column of well-known text", "[feature_builder]")
{
    const auto m = manifest("", R"("geometry": {"from": "columns", "wkt": "形"},)");
    const auto row = [&](const char* text) { return built(m, {"形"}, {2, {text}, {}}); };
    CHECK(row("POINT (135.5 34.75)").feature->geometry == point(135.5, 34.75));
    CHECK(codes(row("")) == Codes{"position.missing"});
    const auto broken = row("POINT (135.5)");
    REQUIRE(codes(broken) == Codes{"geometry.unreadable"});
    CHECK_THAT(broken.entries[0].detail.en, ContainsSubstring("a number is missing"));
}

TEST_CASE("a position outside the city is published with a warning, or rejected if the manifest says so",
          "[feature_builder]")
{
    const auto row = [&](const std::string& outside) {
        const auto m = manifest("", R"("geometry": {"from": "columns", "lon": "経度", "lat": "緯度",
            "within": {"bbox": [135.3, 34.7, 135.5, 34.8], "margin_m": 500, "outside": ")" +
                                        outside + "\"}},");
        const ingest::CityExtent extent{*m.geometry.within};
        const ingest::Reprojector reprojector{"EPSG:6668"};
        return FeatureBuilder{
            m, ingest::map_columns(m, {"経度", "緯度"}, "a.csv"), {&reprojector, nullptr, &extent}}
            .build(at("139.7", "35.6"));
    };
    const auto warned = row("warn");
    CHECK(warned.feature);
    CHECK(codes(warned) == Codes{"position.outside_city"});
    CHECK(warned.entries[0].kind == EntryKind::warning);
    CHECK_FALSE(row("reject").feature);
}
