#include "datasets/file.hpp"
#include "ingest/standard_cells.hpp"
#include "ingest/standard_check.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <string>
#include <vector>

using ingest::StandardColumn;
using ingest::StandardRule;

namespace {

using Lines = std::vector<std::string>;

/// A model of five columns: enough to see every way of a header.
const ingest::StandardModel toilets{
    "公衆トイレ一覧",
    false,
    {{"NO", false, false, StandardRule::id, {}},
     {"名称", true, false, StandardRule::any, {}},
     {"住所", true, false, StandardRule::any, {}},
     {"オストメイト設置トイレ有無", true, false, StandardRule::one_of, {"有", "無"}},
     {"備考", false, false, StandardRule::any, {}}}};

/// "error column.misnamed 住所 所在地" a line.
Lines lines_of(const std::vector<ingest::StandardFinding>& findings)
{
    Lines lines;
    for (const auto& finding : findings) {
        lines.push_back(fmt::format("{} {} {} {}", finding.is_error ? "error" : "note", finding.code,
                                    finding.column, finding.found));
    }
    return lines;
}

Lines header(const std::vector<std::string>& columns)
{
    return lines_of(ingest::match_header(toilets, columns).findings);
}

/// The code of what is wrong with a cell; "" if nothing.
std::string fault(StandardRule rule, std::string_view cell, std::vector<std::string_view> allowed = {})
{
    const StandardColumn column{"列", false, false, rule, std::move(allowed)};
    const auto found = ingest::fault_of(column, cell);
    return found ? found->code : "";
}

ingest::StandardReport check(const std::string& csv, const char* model)
{
    const TempFolder folder;
    datasets::write_file(folder.path() / "t.csv", csv);
    return ingest::check_standard(*ingest::find_standard_model(model), folder.path() / "t.csv", "");
}

} // namespace

TEST_CASE("a header as the standard has it is not remarked on", "[standard]")
{
    CHECK(header({"NO", "名称", "住所", "オストメイト設置トイレ有無", "備考"}).empty());
}

TEST_CASE("missing columns are errors if they are required, else notes", "[standard]")
{
    CHECK(header({"名称", "オストメイト設置トイレ有無"}) == Lines{"note column.missing_optional NO ",
                                                                  "error column.missing_required 住所 ",
                                                                  "note column.missing_optional 備考 "});
}

TEST_CASE("a misnamed column is found by width, by other editions' names and by a slip", "[standard]")
{
    CHECK(header({"ＮＯ", "名称", "住所", "オストメイト設置トイレ有無", "備考"}) ==
          Lines{"error column.misnamed NO ＮＯ"});
    CHECK(header({"NO", "名称", "所在地_連結標記", "オストメイト設置トイレ有無", "備考"}) ==
          Lines{"error column.misnamed 住所 所在地_連結標記"});
    CHECK(header({"NO", "名称", "住所", "オストメイト対応トイレ有無", "備考"}) ==
          Lines{"error column.misnamed オストメイト設置トイレ有無 オストメイト対応トイレ有無"});
    CHECK(header({"NO", "名称", "住所", "オストメート設置トイレ有無", "備考"}) ==
          Lines{"error column.misnamed オストメイト設置トイレ有無 オストメート設置トイレ有無"});
    // Of two letters one is half of the meaning: 名前 is not 名称 by a slip.
    CHECK(header({"NO", "名前", "住所", "オストメイト設置トイレ有無", "備考"}) ==
          Lines{"error column.missing_required 名称 ", "note column.extra  名前"});
}

TEST_CASE("the sure name is taken before the likely one", "[standard]")
{
    CHECK(header({"NO", "施設名", "名称", "住所", "オストメイト設置トイレ有無", "備考"}) ==
          Lines{"note column.extra  施設名"});
}

TEST_CASE("columns in another place, beyond the standard, twice or without a name are named", "[standard]")
{
    CHECK(header({"備考", "NO", "名称", "住所", "オストメイト設置トイレ有無"}) ==
          Lines{"note column.order 備考 備考"});
    CHECK(header({"NO", "名称", "住所", "オストメイト設置トイレ有無", "備考", "管理者", "名称", ""}) ==
          Lines{"note column.extra  管理者", "error column.twice  名称", "note column.unnamed  8"});
}

TEST_CASE("cells are held against what the standard wants of them", "[standard]")
{
    CHECK(fault(StandardRule::code, "272248").empty());
    CHECK(fault(StandardRule::code, "280003").empty()); // a prefecture
    CHECK(fault(StandardRule::code, "272249") == "cell.code");
    CHECK(fault(StandardRule::code, "27224") == "cell.code");
    CHECK(fault(StandardRule::code, "480002") == "cell.code");
    CHECK(fault(StandardRule::corporate_number, "7000012050002").empty()); // the National Tax Agency
    CHECK(fault(StandardRule::corporate_number, "7000012050003") == "cell.corporate_number");
    CHECK(fault(StandardRule::latitude, "34.733333").empty());
    CHECK(fault(StandardRule::latitude, "135.406389") == "cell.position");
    CHECK(fault(StandardRule::latitude, "34°44'00\"") == "cell.position");
    CHECK(fault(StandardRule::longitude, "135.406389").empty());
    CHECK(fault(StandardRule::longitude, "0") == "cell.position");
    CHECK(fault(StandardRule::time, "8:30").empty());
    CHECK(fault(StandardRule::time, "24:00").empty());
    CHECK(fault(StandardRule::time, "20:00:00").empty());
    CHECK(fault(StandardRule::time, "8時30分") == "cell.time");
    CHECK(fault(StandardRule::time, "8:60") == "cell.time");
    CHECK(fault(StandardRule::time, "25:00") == "cell.time");
    CHECK(fault(StandardRule::date, "2026-04-01").empty());
    CHECK(fault(StandardRule::date, "2026-02-30") == "cell.date");
    CHECK(fault(StandardRule::date, "令和8年4月1日") == "cell.date");
    CHECK(fault(StandardRule::number, "1234.5").empty());
    CHECK(fault(StandardRule::number, "1,234") == "cell.number");
    CHECK(fault(StandardRule::number, "１２") == "cell.number");
    CHECK(fault(StandardRule::url, "https://www.city.example.jp/").empty());
    CHECK(fault(StandardRule::url, "www.city.example.jp") == "cell.url");
    CHECK(fault(StandardRule::id, "1.23457E+11") == "cell.id");
    CHECK(fault(StandardRule::one_of, "有", {"有", "無"}).empty());
    CHECK(fault(StandardRule::one_of, "○", {"有", "無"}) == "cell.not_listed");
    for (int rule = 0; rule <= static_cast<int>(StandardRule::one_of); ++rule) {
        CHECK(fault(static_cast<StandardRule>(rule), " ").empty()); // an optional cell may be empty
    }
    CHECK(ingest::fault_of({"名称", true, false, StandardRule::any, {}}, "　")->code == "cell.required");
    CHECK_FALSE(ingest::fault_of({"災害種別_津波", true, true, StandardRule::one_of, {"1"}}, ""));
}

TEST_CASE("a table under a title is read, and alike faults are told together with their rows", "[standard]")
{
    const auto report = check("公衆トイレ一覧（令和8年4月1日現在）,,,\n"
                              "NO,名称,名称_カナ,住所,設置位置,多機能トイレ数,車椅子使用者用トイレ有無,"
                              "乳幼児用設備設置トイレ有無,オストメイト設置トイレ有無\n"
                              "1,中央公園,チュウオウコウエン,中央1,北側,1,有,無,無\n"
                              "1,西公園,ニシコウエン,西1,南側,1,○,無,無\n"
                              "3,,ヒガシコウエン,東1,南側,1,×,無,無\n",
                              "公衆トイレ一覧");
    CHECK(report.rows == 3);
    CHECK_FALSE(report.conforms());
    Lines errors;
    for (const auto& finding : report.findings) {
        if (finding.is_error) {
            errors.push_back(fmt::format("{} {} {} {}×: {}", finding.code, finding.column, finding.found,
                                         finding.count, fmt::join(finding.rows, ",")));
        }
    }
    CHECK(errors == Lines{"cell.id NO 1 1×: 4", "cell.required 名称  1×: 5",
                          "cell.not_listed 車椅子使用者用トイレ有無 ○ 2×: 4,5"});
    const std::string text = to_text(report);
    CHECK_THAT(
        text, ContainsSubstring(
                  "誤り error [車椅子使用者用トイレ有無] ← 「○」: 決められた値（有|無）ではありません / none "
                  "of: 有|無 (2 行 rows: 4, 5)"));
    CHECK_THAT(text,
               ContainsSubstring("標準と違うところが 3 件あります / differs from the standard in 3 points"));
    const auto json = nlohmann::json::parse(to_json(report));
    CHECK(json["conforms"] == false);
    CHECK(json["findings"].back()["rows"] == nlohmann::json{4, 5});
}

TEST_CASE("a file that only lacks optional columns conforms", "[standard]")
{
    const auto report =
        check("名称,名称_カナ,住所,設置位置\n市役所,シヤクショ,中央1,玄関\n", "AED設置箇所一覧");
    CHECK(report.conforms());
    CHECK_FALSE(report.findings.empty());
    CHECK_THAT(to_text(report), ContainsSubstring("標準に合っています / conforms"));
}

TEST_CASE("the head of the newer standard says what was not checked, and lets columns behind it be",
          "[standard]")
{
    const auto report =
        check("全国地方公共団体コード,ID,地方公共団体名,名称,所在地_連結標記,緯度,経度,開館時間\n"
              "272248,0000000001,摂津市,市役所,大阪府摂津市三島一丁目1番1号,34.77722,135.56222,9:00\n",
              "自治体標準オープンデータセット");
    Lines remarked;
    for (const std::string& line : lines_of(report.findings)) {
        if (!line.starts_with("note column.missing_optional")) {
            remarked.push_back(line);
        }
    }
    CHECK(remarked == Lines{"error column.misnamed 所在地_連結表記 所在地_連結標記"});
    CHECK_THAT(to_text(report), ContainsSubstring("共通の先頭の列だけを調べました"));
    CHECK(nlohmann::json::parse(to_json(report)).contains("not_checked"));
}
