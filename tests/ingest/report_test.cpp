#include "ingest/finding.hpp"
#include "ingest/report.hpp"
#include "tests/support/catch.hpp"

#include <nlohmann/json.hpp>

#include <string>

using ingest::entry_of;
using ingest::EntryKind;
using ingest::Finding;
using ingest::Report;

namespace {

ingest::ReportEntry at(std::int64_t row, ingest::ReportEntry entry, const std::string& file = "")
{
    entry.row = row;
    entry.file = file;
    return entry;
}

Report report()
{
    Report report{12, 11, 1, 1, 2, {}};
    report.entries = {
        at(2, entry_of(Finding::position_swapped, EntryKind::repaired)),
        at(3, entry_of(Finding::value_unreadable, EntryKind::warning, "area", "広い")),
        at(4, entry_of(Finding::value_unreadable, EntryKind::warning, "area", "狭い")),
        at(5, entry_of(Finding::key_missing, EntryKind::rejected, "number"), "b.csv"),
    };
    return report;
}

} // namespace

TEST_CASE("report.json holds the counts of rows, a summary by code and field, and every entry", "[report]")
{
    const auto json = nlohmann::json::parse(to_json(report(), "parks", "20261121T043000Z-0123456789ab"));
    CHECK(json.at("dataset") == "parks");
    CHECK(json.at("version") == "20261121T043000Z-0123456789ab");
    CHECK(json.at("rows") ==
          nlohmann::json{
              {"read", 12}, {"published", 11}, {"rejected", 1}, {"repaired", 1}, {"without_position", 2}});
    REQUIRE(json.at("summary").size() == 3);
    CHECK(json.at("summary").at(0).at("kind") == "rejected");
    CHECK(json.at("summary").at(2).at("code") == "value.unreadable");
    CHECK(json.at("summary").at(2).at("count") == 2);
    REQUIRE(json.at("entries").size() == 4);
    CHECK(json.at("entries").at(3) ==
          nlohmann::json{{"file", "b.csv"},
                         {"row", 5},
                         {"kind", "rejected"},
                         {"code", "key.missing"},
                         {"field", "number"},
                         {"detail", {{"ja", "キーの値がありません"}, {"en", "a key value is missing"}}}});
}

TEST_CASE("an entry about no field and the only file says neither", "[report]")
{
    const auto json = nlohmann::json::parse(to_json(report(), "parks", "v"));
    CHECK_FALSE(json.at("entries").at(0).contains("file"));
    CHECK_FALSE(json.at("entries").at(0).contains("field"));
}

TEST_CASE("the text for people says how the rows add up, and what was found in which rows", "[report]")
{
    const std::string text = to_text(report());
    CHECK_THAT(text, ContainsSubstring("読込 read 12 = 公開 published 11 + 却下 rejected 1"));
    CHECK_THAT(text, ContainsSubstring("補正 repaired 1, 位置なし without position 2"));
    CHECK_THAT(text, ContainsSubstring("注意 warning [area]: 2 × ") && ContainsSubstring("(行 rows 3, 4)"));
}

TEST_CASE("the text for people names the first rows only", "[report]")
{
    Report many{20, 20, 0, 0, 20, {}};
    for (int row = 2; row <= 21; ++row) {
        many.entries.push_back(at(row, entry_of(Finding::position_zero, EntryKind::note)));
    }
    CHECK_THAT(to_text(many),
               ContainsSubstring("20 × ") && ContainsSubstring("(行 rows 2, 3, 4, 5, 6, 7, 8, 9, …)"));
}

TEST_CASE("a run in which all went well has a text of one line", "[report]")
{
    CHECK(to_text(Report{3, 3, 0, 0, 0, {}}) ==
          "  行 rows: 読込 read 3 = 公開 published 3 + 却下 rejected 0\n");
}
