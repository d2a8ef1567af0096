#include "datasets/error.hpp"
#include "datasets/manifest.hpp"
#include "tests/datasets/both_languages.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

using datasets::Manifest;
using datasets::parse_manifest;

namespace {

/// A small manifest that is right; tests replace a piece of it.
constexpr std::string_view parks = R"({
  // comments are allowed
  "id": "parks",
  "title": {"ja": "公園", "en": "Parks"},
  "source": {"path": "parks.csv"},
  "geometry": {"from": "columns", "lon": "経度", "lat": "緯度"},
  "key": ["number"],
  "fields": [
    {"name": "number", "source": "番号", "label": {"ja": "番号", "en": "Number"}},
    {"name": "area", "source": ["面積", "AREA"], "type": "number", "label": {"ja": "面積", "en": "Area"}, "unit": "m²"},
    {"name": "memo", "source": "備考", "label": {"ja": "備考", "en": "Note"}, "public": false}
  ]
})";

std::string with(std::string_view piece, std::string_view instead)
{
    std::string text{parks};
    const auto at = text.find(piece);
    REQUIRE(at != std::string::npos);
    return text.replace(at, piece.size(), instead);
}

/// The manifest with one more member.
std::string and_also(std::string_view member) { return with("\"id\":", std::string{member} + ", \"id\":"); }

std::string whole_complaint_about(const std::string& text)
{
    try {
        (void)parse_manifest(text, "parks.json");
    } catch (const datasets::FormatError& error) {
        return error.what();
    }
    return "no complaint";
}

/// In English; that it is said in Japanese as well, every complaint is tested for.
std::string complaint_about(const std::string& text) { return in_english(whole_complaint_about(text)); }

} // namespace

TEST_CASE("a manifest that says little gets the documented defaults", "[manifest]")
{
    const Manifest m = parse_manifest(parks, "parks.json");
    CHECK(m.id == "parks");
    CHECK(m.title.ja == "公園");
    CHECK(m.source.files.at(0).path == "parks.csv");
    CHECK(m.source.encoding == "detect");
    CHECK(m.source.header_rows == 1);
    CHECK_FALSE(m.geometry.publish_missing);
    CHECK(m.max_rejected.share == Approx(0.05));
    CHECK_FALSE(m.max_rejected.rows);
    CHECK(m.tiles.minzoom == 0);
    CHECK(m.tiles.maxzoom == 14);
    CHECK_FALSE(m.tiles.cluster);
    CHECK(m.privacy.mesh_metres == 0);
    CHECK(m.view == "{}");
    CHECK(m.text == parks);
}

TEST_CASE("the other datasets that a manifest uses are named once each", "[manifest]")
{
    const auto used = [](const std::string& geometry) {
        return datasets::used_datasets(parse_manifest(
            with(R"({"from": "columns", "lon": "経度", "lat": "緯度"})", geometry), "parks.json"));
    };
    CHECK(used(R"({"from": "source"})").empty());
    CHECK(used(R"({"from": "source", "within": {"bbox": [135, 34, 136, 35]}})").empty());
    CHECK(used(R"({"from": "join", "dataset": "b", "key": {"number": "n"}, "within": {"dataset": "a"}})") ==
          std::vector<std::string>{"a", "b"});
    CHECK(used(R"({"from": "join", "dataset": "b", "key": {"number": "n"}, "within": {"dataset": "b"}})") ==
          std::vector<std::string>{"b"});
    CHECK(
        datasets::used_datasets(parse_manifest(
            with(R"("geometry": {"from": "columns", "lon": "経度", "lat": "緯度"})",
                 R"("geometry": {"from": "source"}, "checks": [{"kind": "ends_on", "dataset": "manholes"}])"),
            "parks.json")) == std::vector<std::string>{"manholes"});
}

TEST_CASE("the time of features is one public date or datetime field, or two", "[manifest]")
{
    const auto dated = [](const std::string& time) {
        return with(R"("fields": [)", "\"time\": " + time + R"(, "fields": [
            {"name": "since", "source": "開設日", "type": "date", "label": {"ja": "日", "en": "Day"}},
            {"name": "until", "source": "閉鎖", "type": "datetime", "label": {"ja": "日", "en": "Day"}},)");
    };
    CHECK(parse_manifest(parks, "parks.json").time.begin.empty());
    CHECK(parse_manifest(dated(R"("since")"), "parks.json").time.begin == "since");
    CHECK(parse_manifest(dated(R"({"begin": "since", "end": "until"})"), "parks.json").time.end == "until");
    CHECK_THAT(complaint_about(dated(R"("number")")),
               ContainsSubstring("time") && ContainsSubstring("\"number\""));
    CHECK_THAT(complaint_about(dated(R"("")")), ContainsSubstring("time"));
    CHECK_THAT(complaint_about(dated(R"({"begin": "since", "end": "area"})")), ContainsSubstring("\"area\""));
    CHECK_THAT(complaint_about(dated(R"({"start": "since"})")), ContainsSubstring("unknown key"));
}

TEST_CASE("only fields that are public by the manifest are in the schema, in its order", "[manifest]")
{
    const auto schema = public_schema(parse_manifest(parks, "parks.json"));
    REQUIRE(schema.fields.size() == 2);
    CHECK(schema.fields[0].name == "number");
    CHECK(schema.fields[0].type == datasets::FieldType::text);
    CHECK(schema.fields[1].name == "area");
    CHECK(schema.fields[1].unit == "m²");
    CHECK_FALSE(schema.index_of("memo"));
}

TEST_CASE("the fields for staff are the public ones and theirs, in the manifest's order, and what was found",
          "[manifest]")
{
    CHECK_FALSE(keeps_for_staff(parse_manifest(parks, "parks.json")));
    const auto m = parse_manifest(with("\"public\": false", "\"public\": \"staff\""), "parks.json");
    CHECK(keeps_for_staff(m));
    CHECK(public_schema(m).fields.size() == 2);
    const auto schema = staff_schema(m);
    REQUIRE(schema.fields.size() == 4);
    CHECK(schema.fields[2].name == "memo");
    CHECK(schema.fields[3].name == "_findings");
    std::string by_memo = with("\"public\": false", "\"public\": \"staff\"");
    by_memo.replace(by_memo.find("[\"number\"]"), 10, "[\"memo\"]");
    CHECK_THAT(complaint_about(by_memo), ContainsSubstring("key: \"memo\" is no public field"));
}

TEST_CASE("several files, each with its constant columns, are read in their order", "[manifest]")
{
    const Manifest m =
        parse_manifest(with(R"({"path": "parks.csv"})",
                            R"({"files": [{"path": "a.csv", "set": {"選挙": "市長選挙"}}, {"path": "b.csv"}],
                 "header_rows": 2, "skip_rows": 3, "encoding": "CP932", "layer": "Sheet1",
                 "labels": {"path": "labels.csv", "from": "column", "to": "name"}})"),
                       "parks.json");
    REQUIRE(m.source.files.size() == 2);
    CHECK(m.source.files[0].set == std::vector<std::pair<std::string, std::string>>{{"選挙", "市長選挙"}});
    CHECK(m.source.files[1].path == "b.csv");
    CHECK(m.source.header_rows == 2);
    CHECK(m.source.skip_rows == 3);
    CHECK(m.source.labels.value().from == "column");
}

TEST_CASE("a plane-rectangular zone is an EPSG code of JGD2011", "[manifest]")
{
    const auto crs = [](const char* zone) {
        return parse_manifest(
                   with("\"parks.csv\"", std::string{"\"parks.csv\", \"plane_rectangular_zone\": "} + zone),
                   "parks.json")
            .source.crs;
    };
    CHECK(crs("1") == "EPSG:6669");
    CHECK(crs("5") == "EPSG:6673");
    CHECK(crs("19") == "EPSG:6687");
}

TEST_CASE("geometry comes from the source, from columns, by a join, or not at all", "[manifest]")
{
    const auto geometry = [](const char* json) {
        return parse_manifest(with(R"({"from": "columns", "lon": "経度", "lat": "緯度"})", json),
                              "parks.json")
            .geometry;
    };
    CHECK(std::holds_alternative<datasets::OwnGeometry>(geometry(R"({"from": "source"})").from));
    CHECK(std::holds_alternative<datasets::NoGeometry>(geometry(R"({"from": "none"})").from));
    CHECK(geometry(R"({"from": "source", "missing": "publish"})").publish_missing);
    const auto columns = geometry(R"({"from": "columns", "lon": "X", "lat": "Y", "notation": "coded_dms"})");
    CHECK(std::get<datasets::ColumnGeometry>(columns.from).notation == datasets::Notation::coded_dms);
    const auto join = geometry(R"({"from": "join", "dataset": "districts", "key": {"number": "no"}})");
    CHECK(std::get<datasets::JoinGeometry>(join.from).join.key ==
          std::vector<std::pair<std::string, std::string>>{{"number", "no"}});
    CHECK_FALSE(std::get<datasets::JoinGeometry>(join.from).all);
    const auto all =
        geometry(R"({"from": "join", "dataset": "gates", "key": {"number": "no"}, "several": "all"})");
    CHECK(std::get<datasets::JoinGeometry>(all.from).all);
}

TEST_CASE("how many rows may be rejected is a share or a number of rows", "[manifest]")
{
    const auto limit = [](const char* json) {
        return parse_manifest(and_also(std::string{"\"max_rejected\": "} + json), "parks.json").max_rejected;
    };
    CHECK(limit("\"2.5%\"").share == Approx(0.025));
    CHECK(limit("0").rows == 0);
    CHECK(limit("12").rows == 12);
}

TEST_CASE("the view is passed on as it is", "[manifest]")
{
    CHECK(parse_manifest(and_also(R"("view": {"style": "single", "unknown": [1]})"), "parks.json").view ==
          R"({"style":"single","unknown":[1]})");
}

TEST_CASE("a complaint names the manifest, the key, and what was expected there", "[manifest]")
{
    const auto number = R"("name": "number")";
    const std::pair<std::string, std::string> cases[] = {
        {"{", "parks.json: 1行目の2文字目 (line 1, column 2): not valid JSON"},
        {"[]", "parks.json: expected an object"},
        {"\xFF", "not valid JSON"},
        {and_also(R"("titel": {})"), "unknown key \"titel\""},
        {with("\"id\": \"parks\",", ""), "the key \"id\" is missing"},
        {with("\"parks\"", "\"Parks\""), "id: expected a-z"},
        {with("\"parks\"", "\"../parks\""), "id: expected a-z"},
        {with("\"ja\": \"公園\", ", ""), "title: the key \"ja\" is missing"},
        {with("\"en\": \"Parks\"", "\"en\": \"Parks\", \"fr\": \"\""), "title: unknown key \"fr\""},
        {with("{\"path\": \"parks.csv\"}", "{}"), "source: say either \"path\""},
        {with("{\"path\": \"parks.csv\"}", "{\"files\": []}"), "source.files: expected at least one file"},
        {with("{\"path\": \"parks.csv\"}", "{\"files\": [{\"path\": \"a\", \"sets\": {}}]}"),
         "source.files[0]: unknown key \"sets\""},
        {with("\"parks.csv\"", "\"parks.csv\", \"encoding\": \"SJIS\""), "source.encoding: expected detect"},
        {with("\"parks.csv\"", "\"parks.csv\", \"header_rows\": 4"),
         "source.header_rows: expected a whole number"},
        {with("\"parks.csv\"", "\"parks.csv\", \"header_rows\": 1.5"),
         "source.header_rows: expected a whole"},
        {with("\"parks.csv\"", "\"parks.csv\", \"plane_rectangular_zone\": 20"),
         "source.plane_rectangular_zone: expected a whole number from 1 to 19"},
        {with("\"parks.csv\"", "\"parks.csv\", \"crs\": \"EPSG:6668\", \"plane_rectangular_zone\": 5"),
         "not more"},
        {with("\"columns\"", "\"columnes\""),
         "geometry.from: expected source, columns, join, address or none"},
        {with("\"緯度\"}", "\"緯度\", \"notation\": \"gms\"}"), "geometry.notation: expected decimal"},
        {with(R"("columns", "lon": "経度", "lat": "緯度")",
              R"("join", "dataset": "gates", "key": {"number": "no"}, "several": "both")"),
         "geometry.several: expected first or all"},
        {with("\"緯度\"}", "\"緯度\", \"missing\": \"drop\"}"),
         "geometry.missing: expected reject or publish"},
        {with("\"lat\": \"緯度\"", "\"lat\": 3"), "geometry.lat: expected a text"},
        {with("[\"number\"]", "[\"memo\"]"), "key: \"memo\" is no public field"},
        {with("[\"number\"]", "{}"), "key: expected a list"},
        {with(number, R"("name": "番号")"), "fields[0].name: expected a letter"},
        {with(number, R"("name": "fid")"), "fields[0].name: expected a letter"},
        {with(number, R"("name": "feature_ID")"), "fields[0].name: expected a letter"},
        {with(number, R"("name": "area")"), "fields: the name \"area\" is given twice"},
        {with("\"number\", \"label\"", "\"decimal\", \"label\""), "fields[1].type: expected text, integer"},
        {with("\"m²\"", "\"m²\", \"missing_note\": \"memo\""), "\"area\" has the missing_note \"memo\""},
        {with("\"m²\"", "\"m²\", \"required\": \"yes\""), "fields[1].required: expected true or false"},
        {with("\"m²\"", "\"m²\", \"parts\": [\"年\"]"), "fields[1].parts: expected year, month, day"},
        {with("\"m²\"", "\"m²\", \"public\": \"clerks\""),
         "fields[1].public: expected true, false, or \"staff\""},
        {with("\"m²\"", "\"m²\", \"public\": \"staff\", \"required\": true"),
         "fields[1]: a field for staff cannot"},
        {and_also(R"("privacy": {"mesh": 125, "staff_geometry": "all"})"),
         "privacy.staff_geometry: expected exact"},
        {and_also(R"("privacy": {"staff_geometry": "exact"})"), "privacy.staff_geometry: without \"mesh\""},
        {and_also("\"max_rejected\": \"many\""), "max_rejected: expected a number of rows"},
        {and_also("\"max_rejected\": \"101%\""), "max_rejected: expected"},
        {and_also("\"max_rejected\": \"nan%\""), "max_rejected: expected"},
        {and_also("\"max_rejected\": -1"), "max_rejected: expected"},
        {and_also(R"("tiles": {"count_by": "nobody"})"), "tiles.count_by: \"nobody\" is no public field"},
        {and_also(R"("tiles": {"polygons": "both"})"), "tiles.polygons: expected \"coverage\""},
        {and_also(R"("tiles": {"from_zoom": {"nobody": 3}})"),
         "tiles.from_zoom.nobody: \"nobody\" is no public field"},
        {and_also(R"("tiles": {"line_labels": ["number", "nobody"]})"),
         "tiles.line_labels: \"nobody\" is no public field"},
        {and_also(R"("tiles": {"line_labels": []})"), "tiles.line_labels: expected at least one field"},
        {and_also(R"("tiles": {"labels": false, "line_labels": ["number"]})"),
         "tiles.line_labels: \"labels\" is false"},
        {and_also(R"("tiles": {"cluster": true, "crowded": "thin"})"),
         "tiles.crowded: points cannot be both"},
        {and_also(R"("tiles": {"minzoom": 9, "maxzoom": 8})"), "tiles: minzoom is above maxzoom"},
        {and_also(R"("tiles": {"maxzoom": 17})"), "tiles.maxzoom: expected a whole number from 0 to 16"},
        {and_also(R"("privacy": {"mesh": 100})"), "privacy.mesh: expected 125, 250, 500 or 1000"},
        {and_also(R"("privacy": {"blur": 100})"), "privacy: unknown key \"blur\""},
        {and_also(R"("license": {"name": "CC"})"), "license: unknown key \"name\""},
        {and_also(R"("view": [])"), "view: expected an object"},
    };
    for (const auto& [text, complaint] : cases) {
        CHECK_THAT(complaint_about(text), ContainsSubstring(complaint));
    }
}

TEST_CASE("whoever wrote the manifest is told in Japanese and English, with the place once in front of both",
          "[manifest]")
{
    CHECK(whole_complaint_about(with("\"id\": \"parks\",", "")) ==
          "parks.json: \"id\" というキーがありません。書き足してください / the key \"id\" is missing");
    CHECK(whole_complaint_about(with("\"en\": \"Parks\"", "\"en\": \"Parks\", \"fr\": \"\"")) ==
          "parks.json: title: \"fr\" というキーは使えません。つづりを、末尾の一覧と比べてください / "
          "unknown key \"fr\"; known are: ja, en");
    CHECK(whole_complaint_about(with("\"number\", \"label\"", "\"decimal\", \"label\"")) ==
          "parks.json: fields[1].type: text, integer, number, boolean, date, datetime のどれかを"
          "書いてください / expected text, integer, number, boolean, date or datetime");
    CHECK(whole_complaint_about(with("\"parks.csv\"", "\"parks.csv\", \"header_rows\": 4")) ==
          "parks.json: source.header_rows: 1 から 3 までの整数を書いてください / "
          "expected a whole number from 1 to 3");
    CHECK(whole_complaint_about(with("[\"number\"]", "[\"memo\"]")) ==
          "parks.json: key: \"memo\" は公開項目ではありません / \"memo\" is no public field");
    CHECK(whole_complaint_about(with(R"("source": "番号")", R"("source": "番号", "pattern": "(市|区")")) ==
          "parks.json: fields[0].pattern: ECMAScript の正規表現として読めません。( が閉じていません。"
          "文字としての ( は \\( と書きます（1文字目） / not a regular expression as ECMAScript has them: "
          "a '(' that is never closed; write \\( for the sign itself (at character 1)");
    CHECK(whole_complaint_about(with(R"("source": "番号")", R"("source": "番号", "pattern": 7)")) ==
          "parks.json: fields[0].pattern: 引用符で囲んだ文字列を書いてください / expected a text in quotes");
    CHECK(whole_complaint_about(and_also(R"("here": {"within": {"ja": "{number", "en": "x"}})")) ==
          "parks.json: here.within.ja: { の後には、項目の名前と } を書いてください / "
          "a { needs a name and a } behind it");
}

TEST_CASE("a slip in the JSON is placed by line and character, whatever its bytes", "[manifest]")
{
    CHECK(whole_complaint_about("{\n  \"題\": \"公園\" \"x\"}") ==
          "parks.json: 2行目の15文字目 (line 2, column 15): JSON として読めません。"
          "この付近のカンマ、引用符、括弧に、抜けや余り、全角のものがないか確かめてください / "
          "not valid JSON: syntax error while parsing object - unexpected string literal; expected '}'");
    const std::string full_width = "{\"id\"： 1}"; // the library quotes the first byte of the sign
    CHECK_THAT(whole_complaint_about(full_width),
               ContainsSubstring("1行目の6文字目 (line 1, column 6): JSON") && ContainsSubstring("\uFFFD"));
    const std::string cp932 = "{\n\"id\": \"\x8C\xF6\x89\x80\"}";
    CHECK_THAT(whole_complaint_about(cp932),
               ContainsSubstring("2行目の8文字目 (line 2, column 8): 文字コードが UTF-8 ではありません。"
                                 "UTF-8 で保存し直してください / not valid JSON"));
    CHECK_THAT(in_english(whole_complaint_about("{\"order\": 1e999}")),
               ContainsSubstring("parks.json: not valid JSON: "));
}

TEST_CASE("two field names that differ in case only are one column, so they are refused", "[manifest]")
{
    CHECK_THAT(complaint_about(with(R"("name": "area")", R"("name": "Number")")),
               ContainsSubstring("fields: the name \"Number\" is given twice"));
}

TEST_CASE("a manifest is read from its file, and a missing one is named", "[manifest]")
{
    const TempFolder folder;
    datasets::write_file(folder.path() / "parks.json", parks);
    CHECK(datasets::read_manifest(folder.path() / "parks.json").id == "parks");
    CHECK_THROWS_WITH(datasets::read_manifest(folder.path() / "other.json"), ContainsSubstring("other.json"));
}

TEST_CASE("positions by address name their columns, the places, and the field of what was found",
          "[manifest]")
{
    const auto manifest = [](const std::string& more) {
        return R"({"id": "aed", "title": {"ja": "AED", "en": "AEDs"}, "source": {"path": "a.csv"},
            "geometry": {"from": "address", "columns": ["県", "所在地"], "dataset": "towns")" +
               more + R"(}, "fields": [
            {"name": "name", "source": "名称", "label": {"ja": "名称", "en": "Name"}},
            {"name": "match", "label": {"ja": "位置の精度", "en": "Match"}}]})";
    };
    const auto m = parse_manifest(
        manifest(
            R"(, "fields": {"town": "t", "city": "c"}, "area": "高松市", "level_field": "match", "minimum_level": "丁目")"),
        "test");
    const auto& address = std::get<datasets::AddressGeometry>(m.geometry.from);
    CHECK(address.columns == std::vector<std::string>{"県", "所在地"});
    CHECK(address.dataset == "towns");
    CHECK(address.town == "t");
    CHECK(address.koaza.empty());
    CHECK(address.area == "高松市");
    CHECK(address.level_field == "match");
    CHECK(address.minimum == datasets::AddressLevel::chome);
    CHECK(used_datasets(m) == std::vector<std::string>{"towns"});
    for (const auto& [more, complaint] : std::vector<std::pair<std::string, std::string>>{
             {"", "geometry: the key \"fields\" is missing"},
             {R"(, "fields": {"city": "c"})", "geometry.fields: the key \"town\" is missing"},
             {R"(, "fields": {"town": "t"}, "minimum_level": "番地")",
              "geometry.minimum_level: expected 市区町村"},
             {R"(, "fields": {"town": "t"}, "level_field": "name")",
              "geometry.level_field: expected a public text field"},
             {R"(, "fields": {"town": "t"}, "level_field": "none")",
              "geometry.level_field: expected a public text field"}}) {
        CHECK_THAT(complaint_about(manifest(more)), ContainsSubstring(complaint));
    }
}

TEST_CASE("a minimum count names public counts that can be left out", "[manifest]")
{
    const auto manifest = [](const std::string& privacy) {
        return R"({"id": "votes", "title": {"ja": "投票", "en": "Votes"}, "source": {"path": "a.csv"},
            "geometry": {"from": "none"}, "key": ["district"], "privacy": )" +
               privacy + R"(, "fields": [
            {"name": "district", "source": "区", "label": {"ja": "区", "en": "District"}},
            {"name": "voters", "source": "計", "type": "integer", "label": {"ja": "計", "en": "All"}},
            {"name": "men", "source": "男", "type": "integer", "label": {"ja": "男", "en": "Men"}},
            {"name": "women", "source": "女", "type": "integer", "label": {"ja": "女", "en": "Women"}}]})";
    };
    const auto rule =
        datasets::parse_manifest(manifest(R"({"min_count": {"threshold": 3, "group": ["district"],
                              "sums": [{"total": "voters", "parts": ["men", "women"]}]}})"),
                                 "test")
            .privacy.min_count;
    CHECK(rule.threshold == 3);
    REQUIRE(rule.sums.size() == 1);
    CHECK(rule.sums[0].parts == std::vector<std::string>{"men", "women"});
    CHECK(rule.group == std::vector<std::string>{"district"});
    for (
        const char* wrong :
        {R"({"min_count": {"threshold": 2, "sums": [{"total": "voters", "parts": ["men", "women"]}]}})",
         R"({"min_count": {"threshold": 3}})", R"({"min_count": {"threshold": 3, "cells": true}})",
         R"({"min_count": {"threshold": 3, "sums": [{"total": "voters", "parts": ["men"]}]}})",
         R"({"min_count": {"threshold": 3, "sums": [{"total": "district"}]}})",
         R"({"min_count": {"threshold": 3, "sums": [{"total": "voters", "parts": ["men", "men"]}]}})",
         R"({"min_count": {"threshold": 3, "sums": [{"total": "voters", "parts": ["men", "district"]}]}})",
         R"({"min_count": {"threshold": 3, "sums": [{"total": "voters", "parts": ["men", "women"], "with": ["district"]}]}})",
         R"({"min_count": {"threshold": 3, "sums": [{"total": "voters", "parts": ["men", "women"]}], "group": ["city"]}})"}) {
        INFO(wrong);
        CHECK_THROWS_AS(datasets::parse_manifest(manifest(wrong), "test"), datasets::FormatError);
    }
}

TEST_CASE("a field says what its cells do not say themselves", "[manifest]")
{
    const auto field = [](std::string_view type, std::string_view more) {
        return with("\"type\": \"number\"", "\"type\": \"" + std::string{type} + "\", " + std::string{more});
    };
    CHECK(parse_manifest(field("date", R"("era": "平成")"), "x").fields.at(1).era == "平成");
    CHECK(parse_manifest(field("boolean", R"("empty": false)"), "x").fields.at(1).empty == false);
    CHECK(parse_manifest(field("text", R"("values": {"1": "a"})"), "x").fields.at(1).values.size() == 1);
    CHECK(complaint_about(field("date", R"("era": "H")")) ==
          "parks.json: fields[1].era: expected 明治, 大正, 昭和, 平成 or 令和");
    CHECK_THAT(complaint_about(field("text", R"("empty": false)")), ContainsSubstring("only a boolean"));
    CHECK_THAT(complaint_about(field("integer", R"("values": {"1": "a"})")), ContainsSubstring("type text"));
}

TEST_CASE("limits of a field that is not public are an error, for they would never be checked", "[manifest]")
{
    CHECK_THROWS_AS(
        parse_manifest(with(R"("public": false)", R"("public": false, "one_of": ["a"])"), "parks.json"),
        datasets::FormatError);
    CHECK_NOTHROW(parse_manifest(with(R"("public": false)", R"("one_of": ["a"])"), "parks.json"));
}

TEST_CASE("what accuracy is acceptable without a datum grid is a number of metres", "[manifest]")
{
    CHECK(parse_manifest(parks, "x").source.accept_accuracy_m == 0);
    const auto source = [](std::string_view more) {
        return with("\"path\": \"parks.csv\"", "\"path\": \"parks.csv\", " + std::string{more});
    };
    CHECK(parse_manifest(source(R"("accept_accuracy_m": 2.5)"), "x").source.accept_accuracy_m == 2.5);
    CHECK_THAT(complaint_about(source(R"("accept_accuracy_m": -1)")),
               ContainsSubstring("expected a number from 0 to 1000"));
}

TEST_CASE("the store's folder of datum grids is no dataset", "[manifest]")
{
    CHECK_THAT(complaint_about(with("\"id\": \"parks\"", "\"id\": \"proj\"")),
               ContainsSubstring("datum grids"));
}

TEST_CASE("a position may stand in columns in four forms", "[manifest]")
{
    const auto geometry = [](std::string_view members) {
        return with(R"("lon": "経度", "lat": "緯度")", members);
    };
    const auto columns = [&](std::string_view members) {
        return std::get<datasets::ColumnGeometry>(parse_manifest(geometry(members), "x").geometry.from);
    };
    CHECK_FALSE(columns(R"("position": "位置", "order": "lon_lat")").lat_first);
    CHECK(columns(R"("x": "X", "y": "Y")").east == "Y");
    CHECK(columns(R"("wkt": "形")").form == datasets::ColumnForm::wkt);
    CHECK_THAT(complaint_about(geometry(R"("position": "位置")")), ContainsSubstring("\"order\" is missing"));
    CHECK_THAT(complaint_about(geometry(R"("x": "X", "y": "Y", "wkt": "形")")),
               ContainsSubstring("not more"));
    CHECK_THAT(complaint_about(geometry(R"("x": "X")")), ContainsSubstring("\"y\" is missing"));
}

TEST_CASE("the zone may be that of a prefecture or city", "[manifest]")
{
    const auto source = [](std::string_view more) {
        return with("\"path\": \"parks.csv\"", "\"path\": \"parks.csv\", " + std::string{more});
    };
    CHECK(parse_manifest(source(R"("zone_of": "兵庫県")"), "x").source.crs == "EPSG:6673");
    CHECK(parse_manifest(source(R"("zone_of": "272248")"), "x").source.crs == "EPSG:6674");
    CHECK_THAT(complaint_about(source(R"("zone_of": "北海道")")), ContainsSubstring("lies in one zone"));
    CHECK_THAT(complaint_about(source(R"("zone_of": "28204", "crs": "EPSG:6668")")),
               ContainsSubstring("not more"));
}

TEST_CASE("where positions should lie is a rectangle or a dataset", "[manifest]")
{
    const auto within = [](std::string_view members) {
        return with(R"("lat": "緯度")", R"("lat": "緯度", "within": )" + std::string{members});
    };
    const auto extent =
        parse_manifest(within(R"({"dataset": "city", "margin_m": 500, "outside": "reject"})"), "x");
    CHECK(extent.geometry.within->dataset == "city");
    CHECK(extent.geometry.within->reject);
    CHECK(parse_manifest(within(R"({"bbox": [135, 34, 136, 35]})"), "x").geometry.within->bbox.max_lat == 35);
    CHECK_THAT(complaint_about(within("{}")), ContainsSubstring("either"));
    CHECK_THAT(complaint_about(within(R"({"bbox": [136, 34, 135, 35]})")), ContainsSubstring("west, south"));
    CHECK_THAT(complaint_about(within(R"({"dataset": "city", "outside": "drop"})")),
               ContainsSubstring("warn or reject"));
}

TEST_CASE("geometry may be made into a zone or a point", "[manifest]")
{
    const auto geometry = [](std::string_view derive) {
        return with(R"("lat": "緯度")", R"("lat": "緯度", "derive": )" + std::string{derive});
    };
    const auto derived = [&](std::string_view derive) {
        return parse_manifest(geometry(derive), "x").geometry.derive;
    };
    CHECK(std::holds_alternative<std::monostate>(parse_manifest(parks, "x").geometry.derive));
    CHECK(std::get<datasets::Buffer>(derived(R"({"buffer_m": 300})")).metres == 300);
    CHECK(std::get<datasets::PointOf>(derived(R"({"point": "on_surface"})")) == datasets::PointOf::surface);
    CHECK(std::get<datasets::PointOf>(derived(R"({"point": "centroid"})")) == datasets::PointOf::centroid);
    CHECK_THAT(complaint_about(geometry("{}")), ContainsSubstring("either \"buffer_m\" or \"point\""));
    CHECK_THAT(complaint_about(geometry(R"({"buffer_m": 300, "point": "centroid"})")),
               ContainsSubstring("either \"buffer_m\" or \"point\""));
    CHECK_THAT(complaint_about(geometry(R"({"buffer_m": 0})")),
               ContainsSubstring("geometry.derive.buffer_m: expected a number from 1 to 10000"));
    CHECK_THAT(complaint_about(geometry(R"({"point": "middle"})")),
               ContainsSubstring("geometry.derive.point: expected on_surface or centroid"));
}

namespace {

/// Districts with two fields of their own, `number` and `people`, and this one more.
std::string districts(std::string_view field, std::string_view rest = "")
{
    return R"({"id": "districts", "title": {"ja": "区", "en": "Districts"}, "source": {"path": "a.geojson"},
        "geometry": {"from": "source"}, )" +
           std::string{rest} + R"("fields": [
        {"name": "number", "source": "番号", "label": {"ja": "番号", "en": "Number"}},
        {"name": "people", "source": "人口", "type": "integer", "label": {"ja": "人口", "en": "People"}},
        {"name": "secret", "source": "秘", "type": "integer", "label": {"ja": "秘", "en": "Secret"}, "public": false},
        {"name": "cases", "type": "integer", "derive": {"count_within": {"dataset": "cases"}}, "label": {"ja": "件", "en": "Cases"}},
        {"name": "more", "label": {"ja": "他", "en": "More"}, )" +
           std::string{field} + "}]}";
}

} // namespace

TEST_CASE("a field may be derived instead of read", "[manifest]")
{
    const auto more = [](std::string_view field) {
        return parse_manifest(districts(field), "x").fields.at(4).derive;
    };
    CHECK(std::get<datasets::MeshCode>(more(R"("derive": {"mesh_code": 250})")).metres == 250);
    const auto rate = std::get<datasets::Rate>(
        more(R"("type": "number", "derive": {"rate": {"count": "cases", "by": "people", "per": 1000}})"));
    CHECK(rate.count == "cases");
    CHECK(rate.per == 1000);
    CHECK(rate.decimals == 1);
    const auto joined = std::get<datasets::JoinedValue>(
        more(R"("derive": {"join": {"dataset": "places", "key": {"number": "no"}, "field": "name"}})"));
    CHECK(joined.join == datasets::Join{"places", {{"number", "no"}}});
    CHECK(joined.field == "name");

    const auto manifest = parse_manifest(
        districts(R"("derive": {"join": {"dataset": "places", "key": {"number": "no"}, "field": "name"}})"),
        "x");
    CHECK(datasets::used_datasets(manifest) == std::vector<std::string>{"cases", "places"});
    CHECK(datasets::used_joins(manifest).size() == 1);
}

TEST_CASE("what cannot be derived is refused with the reason", "[manifest]")
{
    const std::pair<std::string, std::string> cases[] = {
        {R"("derive": {})", "fields[4].derive: say one of"},
        {R"("derive": {"mesh_code": 300})", "fields[4].derive.mesh_code: expected 125, 250, 500 or 1000"},
        {R"("derive": {"sum": "a"})", "fields[4].derive: unknown key \"sum\""},
        {R"("source": "他", "derive": {"mesh_code": 500})",
         "fields[4].source: a derived field has no such key"},
        {R"("required": true, "derive": {"mesh_code": 500})", "fields[4].required: a derived field"},
        {R"("public": false, "derive": {"mesh_code": 500})", "fields[4].public: a derived field"},
        {R"("type": "integer", "derive": {"mesh_code": 500})", "is of the type text"},
        {R"("derive": {"count_within": {"dataset": "cases"}})", "is of the type integer"},
        {R"("derive": {"rate": {"count": "cases", "by": "people"}})", "is of the type number"},
        {R"("type": "number", "derive": {"rate": {"count": "cases", "by": "secret"}})",
         "a rate is of \"secret\", which is no public integer or number field"},
        {R"("type": "number", "derive": {"rate": {"count": "cases", "by": "number"}})", "of \"number\""},
        {R"("type": "number", "derive": {"rate": {"count": "more", "by": "people"}})", "of \"more\""},
        {R"("type": "number", "derive": {"rate": {"count": "cases", "by": "people", "decimals": 7}})",
         "decimals: expected a whole number from 0 to 6"},
        {R"("derive": {"join": {"dataset": "a", "key": {"secret": "no"}, "field": "name"}})",
         "the join with \"a\" is by \"secret\", which is no public field of the source"},
        {R"("derive": {"join": {"dataset": "a", "key": {"cases": "no"}, "field": "name"}})", "by \"cases\""},
        {R"("derive": {"join": {"dataset": "districts", "key": {"number": "number"}, "field": "people"}})",
         "uses itself"},
    };
    for (const auto& [field, complaint] : cases) {
        INFO(field);
        CHECK_THAT(complaint_about(districts(field)), ContainsSubstring(complaint));
    }
    const std::string mesh = R"("derive": {"mesh_code": 500})";
    CHECK_THAT(complaint_about(districts(mesh, R"("key": ["more"], )")),
               ContainsSubstring("key: \"more\" is no public field of the source"));
    CHECK_THAT(complaint_about(with(R"({"from": "columns", "lon": "経度", "lat": "緯度"})",
                                    R"({"from": "join", "dataset": "a", "key": {"memo": "number"}})")),
               ContainsSubstring("geometry: the join with \"a\" is by \"memo\", which is no public field"));
}

TEST_CASE("nothing is derived of positions where there are none", "[manifest]")
{
    std::string codes = districts(R"("derive": {"mesh_code": 500})");
    const std::string geometry = R"({"from": "source"})";
    codes.replace(codes.find(geometry), geometry.size(), R"({"from": "none"})");
    CHECK_THAT(complaint_about(codes), ContainsSubstring("\"cases\" is derived of positions"));
    CHECK_THAT(complaint_about(with(R"({"from": "columns", "lon": "経度", "lat": "緯度"})",
                                    R"({"from": "none", "derive": {"buffer_m": 300}})")),
               ContainsSubstring("geometry.derive: there is no geometry to derive from"));
}

TEST_CASE("what a minimum count may hide is no key to join by, and its rates go with it", "[manifest]")
{
    const std::string rule = R"("privacy": {"min_count": {"threshold": 3, "sums": [{"total": "people"}]}}, )";
    CHECK_THAT(
        complaint_about(districts(
            R"("derive": {"join": {"dataset": "a", "key": {"people": "no"}, "field": "name"}})", rule)),
        ContainsSubstring("by \"people\", which a minimum count may hide"));
    const auto computed =
        parse_manifest(
            districts(R"("type": "number", "derive": {"rate": {"count": "cases", "by": "people"}})", rule),
            "x")
            .privacy.min_count.computed;
    REQUIRE(computed.size() == 2);
    CHECK(computed[0].name == "cases");
    CHECK(computed[0].from_position);
    CHECK(computed[1].name == "more");
    CHECK(computed[1].from == std::vector<std::string>{"cases", "people"});
}
