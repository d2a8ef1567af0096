#include "datasets/file.hpp"
#include "ingest/ingest.hpp"
#include "ingest/line_ends.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/temp_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <vector>

namespace {

/// A ledger of pipes, published after its manholes: A at 135.0 E, B 91.62 m to the east of it, C as far again, and D that no
/// pipe needs. All lie on 34.7 N.
class Ledger {
public:
    Ledger()
    {
        datasets::write_file(
            folder_.path() / "manholes.csv",
            "番号,緯度,経度\nA,34.7,135.000\nB,34.7,135.001\nC,34.7,135.002\nD,34.7,135.003\n");
        const auto outcome = run(R"({"id": "manholes", "title": {"ja": "人孔", "en": "Manholes"},
            "source": {"path": "manholes.csv", "crs": "EPSG:6668"}, "key": ["id"],
            "geometry": {"from": "columns", "lon": "経度", "lat": "緯度"},
            "fields": [{"name": "id", "source": "番号", "label": {"ja": "番号", "en": "Number"}}]})");
        REQUIRE(outcome.status == ingest::Outcome::Status::published);
    }

    /// What is said of these pipes: "row code field: English words" a line.
    std::vector<std::string> check(const std::string& rows)
    {
        std::filesystem::remove(folder_.path() / "pipes.csv");
        datasets::write_file(folder_.path() / "pipes.csv",
                             "線,上流,下流,上流高,下流高,延長,勾配,方式\n" + rows);
        const auto outcome = run(pipes());
        REQUIRE(outcome.status == ingest::Outcome::Status::published);
        std::vector<std::string> said;
        for (const auto& entry : outcome.report.entries) {
            said.push_back(fmt::format("{} {} {}: {}", entry.row, entry.code, entry.field,
                                       entry.detail.en.substr(entry.detail.en.find('(') + 1)));
        }
        return said;
    }

    ingest::Outcome run(const std::string& manifest)
    {
        return ingest::ingest({datasets::parse_manifest(manifest, "test"), folder_.path()},
                              datasets::Store{folder_.path() / "store"});
    }

    static std::string pipes(const std::string& number = "id")
    {
        std::string fields;
        constexpr std::array<std::array<const char*, 3>, 7> columns{{{"up", "上流", "text"},
                                                                     {"down", "下流", "text"},
                                                                     {"up_level", "上流高", "number"},
                                                                     {"down_level", "下流高", "number"},
                                                                     {"length", "延長", "number"},
                                                                     {"slope", "勾配", "number"},
                                                                     {"flow", "方式", "text"}}};
        for (const auto& [name, source, type] : columns) {
            fields += fmt::format(
                R"({}{{"name": "{}", "source": "{}", "type": "{}", "label": {{"ja": "{}", "en": "{}"}}}})",
                fields.empty() ? "" : ", ", name, source, type, source, name);
        }
        return R"({"id": "pipes", "title": {"ja": "管", "en": "Pipes"}, "source": {"path": "pipes.csv", "crs": "EPSG:6668"},
            "geometry": {"from": "columns", "wkt": "線"}, "fields": [)" +
               fields + R"(], "checks": [
            {"kind": "ends_on", "dataset": "manholes", "number": ")" +
               number + R"(", "upstream": "up", "downstream": "down"},
            {"kind": "falls", "upstream": "up_level", "downstream": "down_level", "only": {"flow": ["自然流下"]}},
            {"kind": "slope", "slope": "slope", "upstream": "up_level", "downstream": "down_level", "length": "length"},
            {"kind": "length", "length": "length"}]})";
    }

private:
    TempFolder folder_{};
};

/// All manholes have a pipe with these two rows, so that only what a test is about is said.
const std::string good = "\"LINESTRING (135.000 34.7, 135.001 34.7)\",A,B,2.000,1.908,91.57,1.0,自然流下\n"
                         "\"LINESTRING (135.002 34.7, 135.003 34.7)\",C,D,2.000,1.908,91.57,1.0,自然流下\n";

using Said = std::vector<std::string>;

} // namespace

TEST_CASE("of pipes that end on their manholes and fall nothing is said", "[line_ends]")
{
    CHECK(Ledger{}.check(good).empty());
}

TEST_CASE("an end at no manhole is named, with the nearest or that none is near", "[line_ends]")
{
    Ledger ledger;
    CHECK(ledger.check(good + "\"LINESTRING (135.001 34.7, 135.00195 34.7)\",,,,,,,\n") ==
          Said{"4 network.end : last end: 4.58 m to C, the nearest)"});
    CHECK(ledger.check(good + "\"LINESTRING (135.001 34.71, 135.002 34.7)\",,,,,,,\n") ==
          Said{"4 network.end : first end: none within 20 m)"});
}

TEST_CASE("a number that is not that of the manhole at the end is named with both", "[line_ends]")
{
    Ledger ledger;
    CHECK(ledger.check(good + "\"LINESTRING (135.001 34.7, 135.002 34.7)\",B,D,,,,,\n") ==
          Said{"4 network.number down: last end: D ≠ C)"});
    CHECK(ledger.check(good + "\"LINESTRING (135.001 34.7, 135.002 34.7)\",Ｂ,,,,,,\n").empty());
}

TEST_CASE("a pipe drawn against the flow is reversed, and neither of its numbers is wrong", "[line_ends]")
{
    Ledger ledger;
    CHECK(ledger.check(good + "\"LINESTRING (135.002 34.7, 135.001 34.7)\",B,C,,,,,\n") ==
          Said{"4 network.reversed : drawn against the flow"});
    // One number is enough to tell; the other is then held against the other end.
    CHECK(ledger.check(good + "\"LINESTRING (135.002 34.7, 135.001 34.7)\",B,A,,,,,\n") ==
          Said{"4 network.reversed : drawn against the flow", "4 network.number down: first end: A ≠ C)"});
}

TEST_CASE("a pipe in parts has the ends that no other part continues", "[line_ends]")
{
    Ledger ledger;
    CHECK(ledger
              .check(good + "\"MULTILINESTRING ((135.001 34.7, 135.0015 34.7), (135.0015 34.7, 135.002 "
                            "34.7))\",B,C,,,,,\n")
              .empty());
    // Its parts run towards each other: there is no telling which way it goes, so numbers are not compared.
    CHECK(ledger
              .check(good + "\"MULTILINESTRING ((135.001 34.7, 135.0015 34.7), (135.002 34.7, 135.0015 "
                            "34.7))\",D,A,,,,,\n")
              .empty());
}

TEST_CASE("manholes where no pipe ends are one note at the end", "[line_ends]")
{
    Ledger ledger;
    CHECK(ledger.check("\"LINESTRING (135.000 34.7, 135.001 34.7)\",,,,,,,\n") ==
          Said{"0 network.orphan : manholes 2: C, D)"});
}

TEST_CASE("a gravity pipe must fall, a pressure pipe need not", "[line_ends]")
{
    Ledger ledger;
    const std::string line = "\"LINESTRING (135.001 34.7, 135.002 34.7)\",";
    CHECK(ledger.check(good + line + ",,1.5,1.6,,,自然流下\n") ==
          Said{"4 check.falls up_level: up_level 1.5 ≦ down_level 1.6)"});
    CHECK(ledger.check(good + line + ",,1.5,1.5,,,自然流下\n").size() == 1);
    CHECK(ledger.check(good + line + ",,1.5,1.6,,,圧送\n").empty());
    CHECK(ledger.check(good + line + ",,1.5,,,,自然流下\n").empty());
}

TEST_CASE("slope is held against levels and length, length against the line on the ground", "[line_ends]")
{
    Ledger ledger;
    const std::string line = "\"LINESTRING (135.001 34.7, 135.002 34.7)\",";
    CHECK(ledger.check(good + line + ",,2.0,1.9,91.57,10.9,自然流下\n") ==
          Said{"4 check.slope slope: slope 10.9‰ ≠ 1.09‰ = (up_level 2 − down_level 1.9) ÷ 91.57 m)"});
    CHECK(ledger.check(good + line + ",,2.0,1.9,91.57,1.2,自然流下\n").empty()); // 0.1 ‰ and a centimetre
    CHECK(ledger.check(good + line + ",,,,9.157,,\n") ==
          Said{"4 check.length length: length 9.157 m ≠ geometry 91.62 m)"});
    CHECK(ledger.check(good + line + ",,,,92.9,,\n").empty()); // 0.5 m and 1 %
    CHECK(ledger.check(good + line + ",,,,93.1,,\n").size() == 1);
}

TEST_CASE("a dataset without points, or without the field of their numbers, cannot be checked against",
          "[line_ends]")
{
    Ledger ledger;
    (void)ledger.check(good);
    const auto no_field = ledger.run(Ledger::pipes("code"));
    CHECK(no_field.status == ingest::Outcome::Status::refused);
    CHECK_THAT(no_field.reason, ContainsSubstring("'manholes' has no public field 'code'"));
    std::string against_pipes = Ledger::pipes("up");
    against_pipes.replace(against_pipes.find("\"pipes\""), 7, "\"others\"");
    against_pipes.replace(against_pipes.find("\"manholes\""), 10, "\"pipes\"");
    const auto no_points = ledger.run(against_pipes);
    CHECK_THAT(no_points.reason, ContainsSubstring("'pipes' has no point at which lines could end"));
}

TEST_CASE("the pipes of Rutland City end at the manholes, catch basins and outfalls of its other file",
          "[line_ends][data]")
{
    if (!shared_data("vermont-sewer")) {
        return;
    }
    const TempFolder folder;
    const datasets::Store store{folder.path() / "store"};
    const auto real = std::filesystem::path{SOURCE_ROOT} / "tests/real";
    ingest::Report report;
    for (const char* name : {"rutland-sewer-manholes.json", "rutland-sewer-pipes.json"}) {
        const auto outcome = ingest::ingest({datasets::read_manifest(real / name), real}, store);
        INFO(outcome.reason);
        REQUIRE(outcome.status == ingest::Outcome::Status::published);
        report = outcome.report;
    }
    std::map<std::string, int> count;
    for (const auto& entry : report.entries) {
        ++count[entry.code];
    }
    CHECK(report.published == 4782);
    // Measured apart from this code: of 9,564 ends 2,989 have no point within a metre, of 4,045 points 782 no end.
    CHECK(count["network.end"] == 2989);
    CHECK(count["network.orphan"] == 1);
    CHECK_THAT(report.entries.back().detail.en, ContainsSubstring("rutland-sewer-manholes 782: "));
}
