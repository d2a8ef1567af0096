#include "ingest/error.hpp"
#include "ingest/history.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/complaint.hpp"
#include "tests/support/published.hpp"

#include <chrono>

using namespace ingest;

namespace {

std::time_t hours_from_now(int hours)
{
    return std::chrono::system_clock::to_time_t(std::chrono::system_clock::now() + std::chrono::hours{hours});
}

/// 1 to 4 November 2020, the last one current.
struct FourVersions {
    ParksStore parks{};
    std::string first = parks.publish("1,中央公園,34.71,135.31\n", "01");
    std::string second = parks.publish("1,中央公園,34.72,135.31\n", "02");
    std::string third = parks.publish("1,中央公園,34.73,135.31\n", "03");
    std::string fourth = parks.publish("1,中央公園,34.74,135.31\n", "04");
};

} // namespace

TEST_CASE("the versions of a dataset are listed newest first, with the current one marked", "[history]")
{
    const FourVersions four;
    const auto versions = versions_of(four.parks.store(), "parks");
    REQUIRE(versions.size() == 4);
    CHECK(versions[0].version == four.fourth);
    CHECK(versions[0].is_current);
    CHECK(versions[0].count == 1);
    CHECK(versions[0].bytes > 1000);
    CHECK(versions[3].version == four.first);
    CHECK_FALSE(versions[3].is_current);
    CHECK(versions_of(four.parks.store(), "benches").empty());
}

TEST_CASE("a version is meant by its name, the beginning of it, current or previous", "[history]")
{
    const FourVersions four;
    const auto store = four.parks.store();
    CHECK(find_version(store, "parks", four.second) == four.second);
    CHECK(find_version(store, "parks", "20201102") == four.second);
    CHECK(find_version(store, "parks", "current") == four.fourth);
    CHECK(find_version(store, "parks", "previous") == four.third);
    CHECK_THROWS_AS(find_version(store, "parks", "2020"), UnknownVersion);
    CHECK_THROWS_AS(find_version(store, "parks", "20191102"), UnknownVersion);
    CHECK_THROWS_AS(find_version(store, "parks", ""), UnknownVersion);
}

TEST_CASE("a rollback makes an earlier version current, and the next publish goes on from there", "[history]")
{
    FourVersions four;
    roll_back(four.parks.store(), "parks", four.second);
    CHECK(four.parks.current() == four.second);
    CHECK(find_version(four.parks.store(), "parks", "previous") == four.first);
    const auto fifth = four.parks.publish("1,中央公園,34.74,135.31\n", "05");
    CHECK(four.parks.current() == fifth);
}

TEST_CASE("a version whose files are not as published is never made current", "[history]")
{
    FourVersions four;
    const auto folder = four.parks.store().snapshot("parks", four.second);
    std::ofstream{folder / "downloads/parks.csv", std::ios::app} << "5,偽物,34.7,135.3\n";
    CHECK_THROWS_AS(roll_back(four.parks.store(), "parks", four.second), IngestError);
    std::filesystem::remove(folder / "tiles.pmtiles");
    CHECK_THROWS_AS(roll_back(four.parks.store(), "parks", four.second), IngestError);
    std::filesystem::remove(folder / "dataset.json");
    CHECK_THROWS_AS(roll_back(four.parks.store(), "parks", four.second), datasets::StorageError);
    CHECK(four.parks.current() == four.fourth);
}

TEST_CASE("pruning keeps the newest versions and frees what the others took", "[history]")
{
    const FourVersions four;
    const auto store = four.parks.store();
    const auto bytes = versions_of(store, "parks")[3].bytes;
    const Pruned pruned = prune(store, "parks", 3, hours_from_now(24 * 365));
    REQUIRE(pruned.removed.size() == 1);
    CHECK(pruned.removed[0].version == four.first);
    CHECK(pruned.bytes == bytes);
    CHECK(pruned.spared.empty());
    CHECK(versions_of(store, "parks").size() == 3);
    CHECK_FALSE(std::filesystem::exists(store.snapshot("parks", four.first)));
}

TEST_CASE("pruning spares the current version however old it is", "[history]")
{
    const FourVersions four;
    const auto store = four.parks.store();
    roll_back(store, "parks", four.first);
    const Pruned pruned = prune(store, "parks", 1, hours_from_now(24 * 365));
    CHECK(pruned.spared == std::vector<std::string>{four.first});
    CHECK(four.parks.current() == four.first);
    CHECK(versions_of(store, "parks").size() == 2);
}

TEST_CASE("pruning spares what was current less than an hour ago", "[history]")
{
    const FourVersions four;
    const auto store = four.parks.store();
    constexpr std::time_t fourth_of_november =
        1604448000; // 2020-11-04T00:00:00Z, when the fourth was published
    SECTION("the predecessor of a new version")
    {
        CHECK(prune(store, "parks", 1, fourth_of_november + 3599).spared ==
              std::vector<std::string>{four.third});
        CHECK(prune(store, "parks", 1, fourth_of_november + 3601).spared.empty());
    }
    SECTION("a version that a rollback has just left")
    {
        roll_back(store, "parks", four.second);
        const auto now = hours_from_now(0);
        CHECK(prune(store, "parks", 1, now).spared == std::vector<std::string>{four.third, four.second});
    }
}

TEST_CASE("checking reads every row and changes nothing in the store", "[ingest]")
{
    ParksStore parks;
    const auto good = parks.check("1,中央公園,34.71,135.31\n2,東公園,34.72,135.32\n");
    CHECK(good.status == Outcome::Status::checked);
    CHECK(good.report.published == 2);
    CHECK_FALSE(std::filesystem::exists(parks.store().root));
    const auto bad = parks.check("1,中央公園,34.71,135.31\n1,東公園,34.72,135.32\n");
    CHECK(bad.status == Outcome::Status::refused);
    CHECK(bad.report.rejected == 1);
    CHECK_FALSE(std::filesystem::exists(parks.store().root));
}
