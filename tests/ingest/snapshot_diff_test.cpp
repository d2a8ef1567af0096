#include "datasets/snapshot_diff.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/published.hpp"

using namespace datasets;

namespace {

struct Compared {
    std::vector<FeatureChange> changes{};
    SnapshotDiff diff{};
};

Compared compared(const ParksStore& parks, const std::string& before, const std::string& after)
{
    Compared result;
    result.diff = compare(parks.store(), "parks", before, after,
                          [&](const FeatureChange& change) { result.changes.push_back(change); });
    return result;
}

} // namespace

TEST_CASE("a diff tells rows added, removed and changed by key, wherever they stand", "[diff]")
{
    ParksStore parks;
    const auto a =
        parks.publish("1,中央公園,34.71,135.31\n2,東公園,34.72,135.32\n3,西公園,34.73,135.33\n", "01");
    const auto b =
        parks.publish("4,北公園,34.74,135.34\n3,西公園,34.73,135.33\n1,中央緑地,34.71,135.31\n", "02");
    const auto result = compared(parks, a, b);
    REQUIRE(result.changes.size() == 3);
    CHECK(result.changes[0].id == "1");
    CHECK(result.changes[0].kind == FeatureChange::Kind::changed);
    REQUIRE(result.changes[0].fields.size() == 1);
    CHECK(result.changes[0].fields[0].field == "name");
    CHECK(result.changes[0].fields[0].before == datasets::Value{"中央公園"});
    CHECK(result.changes[0].fields[0].after == datasets::Value{"中央緑地"});
    CHECK_FALSE(result.changes[0].geometry);
    CHECK(result.changes[1].id == "2");
    CHECK(result.changes[1].kind == FeatureChange::Kind::removed);
    CHECK(result.changes[2].id == "4");
    CHECK(result.changes[2].kind == FeatureChange::Kind::added);
    CHECK(result.diff.unchanged == 1);
}

TEST_CASE("a diff says how far a point has moved", "[diff]")
{
    ParksStore parks;
    const auto a = parks.publish("1,中央公園,34.71,135.31\n", "01");
    const auto b = parks.publish("1,中央公園,34.711,135.31\n", "02"); // 0.001 degrees to the north
    const auto result = compared(parks, a, b);
    REQUIRE(result.changes.size() == 1);
    CHECK(result.changes[0].fields.empty());
    CHECK(result.changes[0].geometry);
    CHECK(result.changes[0].moved_metres.value() == Approx(111.2).margin(0.5));
}

TEST_CASE("a diff of a version with itself is empty", "[diff]")
{
    ParksStore parks;
    const auto a = parks.publish("1,中央公園,34.71,135.31\n2,東公園,34.72,135.32\n", "01");
    const auto result = compared(parks, a, a);
    CHECK(result.changes.empty());
    CHECK(result.diff.unchanged == 2);
}

TEST_CASE("a diff names the fields that came and went, and compares the others", "[diff]")
{
    std::string other = ParksStore::parks;
    other.replace(other.find(R"("name": "name")"), 14, R"("name": "title")");
    ParksStore parks;
    const auto a = parks.publish("1,中央公園,34.71,135.31\n", "01");
    const auto b = parks.publish("1,中央公園,34.71,135.31\n", "02", other);
    const auto result = compared(parks, a, b);
    CHECK(result.changes.empty());
    CHECK(result.diff.fields_added == std::vector<std::string>{"title"});
    CHECK(result.diff.fields_removed == std::vector<std::string>{"name"});
}

TEST_CASE("versions with different keys are not compared", "[diff]")
{
    std::string other = ParksStore::parks;
    other.replace(other.find(R"(["number"])"), 10, R"(["name"])");
    ParksStore parks;
    const auto a = parks.publish("1,中央公園,34.71,135.31\n", "01");
    const auto b = parks.publish("1,中央公園,34.71,135.31\n", "02", other);
    CHECK_THROWS_AS(compared(parks, a, b), KeysDiffer);
}
