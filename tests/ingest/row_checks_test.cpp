#include "datasets/file.hpp"
#include "ingest/ingest.hpp"
#include "ingest/row_checks.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/temp_folder.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <vector>

using datasets::Value;

namespace {

datasets::Manifest manifest_with(const std::string& checks)
{
    return datasets::parse_manifest(R"({"id": "turnout", "title": {"ja": "投票", "en": "Turnout"},
        "source": {"path": "t.csv"}, "geometry": {"from": "none"},
        "fields": [{"name": "men", "source": "男", "type": "integer", "label": {"ja": "男", "en": "Men"}},
                   {"name": "women", "source": "女", "type": "integer", "label": {"ja": "女", "en": "Women"}},
                   {"name": "total", "source": "計", "type": "integer", "label": {"ja": "計", "en": "Total"}},
                   {"name": "rate", "source": "率", "type": "number", "label": {"ja": "率", "en": "Rate"}}],
        "checks": [)" + checks + "]}",
                                    "test");
}

/// What is said of one row: "code field: Japanese words" a line.
std::string said(const std::string& checks, std::vector<Value> values)
{
    const auto manifest = manifest_with(checks);
    const auto schema = datasets::public_schema(manifest);
    std::vector<ingest::ReportEntry> entries;
    ingest::RowChecks{manifest, schema, {}}.check({0, "1", std::nullopt, std::move(values)}, entries);
    std::string text;
    for (const auto& entry : entries) {
        CHECK(entry.kind == ingest::EntryKind::warning);
        text += fmt::format("{} {}: {}", entry.code, entry.field, entry.detail.ja);
    }
    return text;
}

Value count(std::int64_t number) { return number; }

} // namespace

TEST_CASE("men and women must make the total, and the warning shows the sum", "[checks]")
{
    const std::string sum = R"({"kind": "sum", "total": "total", "parts": ["men", "women"]})";
    CHECK(said(sum, {count(412), count(438), count(850), Value{}}).empty());
    CHECK(said(sum, {count(412), count(438), count(851), Value{}}) ==
          "check.sum total: 内訳の合計が計と合いません（男 412 + 女 438 = 850 ≠ 計 851）");
    const std::string near =
        R"({"kind": "sum", "total": "total", "parts": ["men", "women"], "tolerance": 1})";
    CHECK(said(near, {count(412), count(438), count(851), Value{}}).empty());
}

TEST_CASE("a bounded value may equal its bound and not pass it", "[checks]")
{
    const std::string rule = R"({"kind": "at_most", "field": "men", "limit": "total"})";
    CHECK(said(rule, {count(850), Value{}, count(850), Value{}}).empty());
    CHECK(said(rule, {count(851), Value{}, count(850), Value{}}) ==
          "check.at_most men: 上限となる値を超えています（男 851 > 計 850）");
}

TEST_CASE("a rate is recomputed to its decimals, whichever way a half was rounded", "[checks]")
{
    const std::string rule = R"({"kind": "rate", "rate": "rate", "of": "men", "by": "total"})";
    CHECK(said(rule, {count(1339), Value{}, count(3093), 43.29}).empty());
    CHECK(said(rule, {count(1), Value{}, count(800), 0.13}).empty()); // 0.125
    CHECK(said(rule, {count(1), Value{}, count(800), 0.12}).empty());
    CHECK(said(rule, {count(1339), Value{}, count(3093), 43.3}) ==
          "check.rate rate: 率を計算しなおすと合いません（率 43.3 ≠ 43.291 = 100 × 男 1339 ÷ 計 3093）");
    const std::string cut = R"({"kind": "rate", "rate": "rate", "of": "men", "by": "total", "decimals": 1})";
    CHECK(said(cut, {count(1339), Value{}, count(3093), 43.3}).empty());
    const std::string truncated =
        R"({"kind": "rate", "rate": "rate", "of": "men", "by": "total", "tolerance": 0.005})";
    CHECK(said(truncated, {count(2), Value{}, count(3), 66.66}).empty()); // 66.666…, cut off
}

TEST_CASE("a row that lacks a value passes, and so does a rate of nobody", "[checks]")
{
    const std::string all = R"({"kind": "sum", "total": "total", "parts": ["men", "women"]},
        {"kind": "at_most", "field": "men", "limit": "total"},
        {"kind": "rate", "rate": "rate", "of": "men", "by": "total"})";
    CHECK(said(all, {count(5), Value{}, Value{}, 7.0}).empty());
    CHECK(said(all, {Value{}, count(5), count(900), 7.0}).empty());
    CHECK(said(all, {count(0), count(0), count(0), 0.0}).empty());
}

namespace {

/// Three districts of which the first has a count too small to publish, and a wrong total as well; the third is wrong only.
constexpr const char* small_counts = "番号,男,女,計,率\n1,2,30,99,5\n2,40,50,90,10\n3,60,70,131,10\n";

ingest::Outcome publish_turnout(const std::string& csv, const std::string& more, const datasets::Store& store,
                                const std::filesystem::path& folder)
{
    datasets::write_file(folder / "t.csv", csv);
    const std::string manifest =
        R"({"id": "turnout", "title": {"ja": "投票", "en": "Turnout"}, "key": ["number"], "max_rejected": "100%",
        "source": {"path": "t.csv"}, "geometry": {"from": "none"},
        "fields": [{"name": "number", "source": "番号", "label": {"ja": "番号", "en": "Number"}},
                   {"name": "men", "source": "男", "type": "integer", "minimum": 10, "label": {"ja": "男", "en": "Men"}},
                   {"name": "women", "source": "女", "type": "integer", "label": {"ja": "女", "en": "Women"}},
                   {"name": "total", "source": "計", "type": "integer", "label": {"ja": "計", "en": "Total"}},
                   {"name": "rate", "source": "率", "type": "number", "maximum": 50, "on_breach": "reject",
                    "label": {"ja": "率", "en": "Rate"}}],
        "checks": [{"kind": "sum", "total": "total", "parts": ["men", "women"]},
                   {"kind": "at_most", "field": "men", "limit": "total"}])" +
        more + "}";
    return ingest::ingest({datasets::parse_manifest(manifest, "turnout"), folder}, store);
}

std::vector<std::string> lines_of(const ingest::Report& report)
{
    std::vector<std::string> lines;
    for (const auto& entry : report.entries) {
        lines.push_back(fmt::format("{} {} {} {}", entry.row, entry.code, entry.field, entry.detail.en));
    }
    return lines;
}

} // namespace

TEST_CASE("a breach is a warning that quotes the value, or rejects the row", "[checks]")
{
    const TempFolder folder;
    const datasets::Store store{folder.path() / "store"};
    const auto outcome =
        publish_turnout("番号,男,女,計,率\n1,２,30,32,5\n2,20,30,50,51\n", "", store, folder.path());
    REQUIRE(outcome.status == ingest::Outcome::Status::published);
    CHECK(outcome.report.rejected == 1);
    CHECK(
        lines_of(outcome.report) ==
        std::vector<std::string>{"2 value.range men outside the range that the manifest allows (2 < 10)",
                                 "3 value.range rate outside the range that the manifest allows (51 > 50)"});
}

TEST_CASE("no warning tells a count that is hidden, neither its own nor one of fields beside it", "[checks]")
{
    const TempFolder folder;
    const datasets::Store store{folder.path() / "store"};
    const auto outcome = publish_turnout(
        small_counts,
        R"(, "privacy": {"min_count": {"threshold": 3, "sums": [{"total": "total", "parts": ["men", "women"]}]}})",
        store, folder.path());
    REQUIRE(outcome.status == ingest::Outcome::Status::published);
    // Row 2 would have been named for men 2 < 10 and for 2 + 30 ≠ 99; row 3 goes to cover it.
    CHECK(lines_of(outcome.report) ==
          std::vector<std::string>{
              "2 privacy.min_count men not published: too few to be published",
              "2 privacy.min_count women not published: too few to be published",
              "3 privacy.min_count men not published: too few to be published",
              "3 privacy.min_count women not published: too few to be published",
              "4 check.sum total the parts do not add up to the total (Men 60 + Women 70 = "
              "130 ≠ Total 131)"});
    for (const char* file : {"report.json", "report.html"}) {
        const std::string text = datasets::read_file(store.snapshot("turnout", outcome.version) / file);
        CHECK_THAT(text, !ContainsSubstring("2 < 10"));
        CHECK_THAT(text, !ContainsSubstring("≠ Total 99"));
    }
}

TEST_CASE("what is said of the counts of a rejected row goes with it where counts are hidden", "[checks]")
{
    const TempFolder folder;
    const datasets::Store store{folder.path() / "store"};
    const auto outcome = publish_turnout(
        "番号,男,女,計,率\n1,2,30,32,99\n2,40,50,90,10\n3,60,70,130,10\n",
        R"(, "privacy": {"min_count": {"threshold": 3, "sums": [{"total": "total", "parts": ["men", "women"]}]}})",
        store, folder.path());
    // Of the counts of row 2 nothing is said. It counts as hidden itself, so the smallest other row is hidden with it.
    CHECK(lines_of(outcome.report) ==
          std::vector<std::string>{"2 value.range rate outside the range that the manifest allows (99 > 50)",
                                   "3 privacy.min_count men not published: too few to be published",
                                   "3 privacy.min_count women not published: too few to be published",
                                   "3 privacy.min_count total not published: too few to be published"});
}

TEST_CASE("a count that may be hidden cannot reject rows", "[checks]")
{
    const TempFolder folder;
    const datasets::Store store{folder.path() / "store"};
    CHECK_THROWS_AS(publish_turnout(small_counts,
                                    R"(, "privacy": {"min_count": {"threshold": 3,
                "sums": [{"total": "total", "parts": ["men", "women"], "with": ["rate"]}]}})",
                                    store, folder.path()),
                    datasets::FormatError);
}

namespace {

ingest::Outcome publish_komono(const std::filesystem::path& folder, const datasets::Store& store)
{
    std::string fields =
        R"({"name": "district", "source": "投票区名", "label": {"ja": "投票区", "en": "District"}})";
    std::string checks;
    const std::vector<std::pair<std::string, std::string>> counts{{"electors", "当日有権者数"},
                                                                  {"on_the_day", "当日投票者数"},
                                                                  {"absentee", "不在者投票者数"},
                                                                  {"voters", "投票者数合計"}};
    const std::vector<std::pair<std::string, std::string>> parts{
        {"men", "男"}, {"women", "女"}, {"all", "計"}};
    for (const auto& [part, kanji] : parts) {
        for (const auto& [count, header] : counts) {
            fields += fmt::format(
                R"(, {{"name": "{0}_{1}", "source": "{2}_{3}", "type": "integer", "label": {{"ja": "{2}（{3}）", "en": "{0} {1}"}}}})",
                count, part, header, kanji);
        }
        fields += fmt::format(
            R"(, {{"name": "rate_{0}", "source": "投票率_{1}", "type": "number", "label": {{"ja": "投票率（{1}）", "en": "rate {0}"}}}})",
            part, kanji);
        checks += fmt::format(
            R"({{"kind": "sum", "total": "voters_{0}", "parts": ["on_the_day_{0}", "absentee_{0}"]}},
               {{"kind": "at_most", "field": "voters_{0}", "limit": "electors_{0}"}},
               {{"kind": "rate", "rate": "rate_{0}", "of": "voters_{0}", "by": "electors_{0}"}},)",
            part);
    }
    for (const auto& [count, header] : counts) {
        checks += fmt::format(R"({{"kind": "sum", "total": "{0}_all", "parts": ["{0}_men", "{0}_women"]}},)",
                              count);
    }
    checks.pop_back();
    const std::string manifest = fmt::format(
        R"({{"id": "komono", "title": {{"ja": "菰野町", "en": "Komono"}}, "key": ["district"], "max_rejected": 0,
           "source": {{"path": "komono_hr_pr_2021_by_district.csv"}}, "geometry": {{"from": "none"}},
           "fields": [{}], "checks": [{}]}})",
        fields, checks);
    return ingest::ingest({datasets::parse_manifest(manifest, "komono"), folder}, store);
}

} // namespace

TEST_CASE("the turnout of Komono in 2021 passes every check, and one digit changed is named",
          "[checks][data]")
{
    const auto komono = shared_data("komono-turnout-2021");
    if (!komono) {
        return;
    }
    const TempFolder folder;
    const datasets::Store store{folder.path() / "store"};
    const auto outcome = publish_komono(*komono, store);
    REQUIRE(outcome.status == ingest::Outcome::Status::published);
    CHECK(outcome.report.published == outcome.report.read);
    CHECK(lines_of(outcome.report).empty());

    std::string csv = datasets::read_file(*komono / "komono_hr_pr_2021_by_district.csv");
    const std::string before = "684,655,\"1,339\"";
    const auto at = csv.find(before);
    REQUIRE(at != std::string::npos);
    datasets::write_file(folder.path() / "komono_hr_pr_2021_by_district.csv",
                         csv.replace(at, before.size(), "648,655,\"1,339\"")); // two digits exchanged
    const auto changed = publish_komono(folder.path(), store);
    REQUIRE(changed.status == ingest::Outcome::Status::published);
    CHECK(lines_of(changed.report) ==
          std::vector<std::string>{"2 check.sum voters_men the parts do not add up to the total (on_the_day "
                                   "men 681 + absentee men 3 = "
                                   "684 ≠ voters men 648)",
                                   "2 check.rate rate_men the rate is not what its numbers give (rate men "
                                   "45.81 ≠ 43.403 = 100 × voters "
                                   "men 648 ÷ electors men 1493)",
                                   "2 check.sum voters_all the parts do not add up to the total (voters men "
                                   "648 + voters women 655 = "
                                   "1303 ≠ voters all 1339)"});
}
