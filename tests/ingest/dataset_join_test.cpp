#include "ingest/dataset_join.hpp"
#include "ingest/error.hpp"
#include "ingest/key_text.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/complaint.hpp"
#include "tests/support/snapshot_fixture.hpp"

#include <cstdint>
#include <string>
#include <vector>

using datasets::LonLat;
using datasets::Value;
using ingest::DatasetJoin;

namespace {

datasets::Join by(const std::string& dataset, const std::string& field)
{
    return {dataset, {{"here", field}}};
}

std::vector<std::string> words(const DatasetJoin& join)
{
    std::vector<std::string> all;
    for (const auto& entry : join.findings()) {
        all.push_back(entry.code + " " + entry.detail.en.substr(entry.detail.en.rfind('(')));
    }
    return all;
}

} // namespace

TEST_CASE("geometry and fields of another dataset's current version are found by equal values",
          "[dataset_join]")
{
    TestStore store;
    store.publish("districts", TestStore::first_version, 3);
    store.publish("districts", TestStore::second_version, 1200); // more than a page
    const DatasetJoin join{
        by("districts", "number"), {store.store(), "districts"}, {true, {"name", "number"}}};
    const auto* partner = join.find({std::int64_t{1100}});
    REQUIRE(partner != nullptr);
    CHECK(partner->geometry ==
          datasets::Geometry<LonLat>{datasets::Points<LonLat>{{{135.3 + 0.001 * 1100, 34.7}}}});
    CHECK(partner->values == std::vector<Value>{"公園 1100", std::int64_t{1100}});
    CHECK(join.find({"１１００"}) == partner);
    CHECK(join.find({std::int64_t{1201}}) == nullptr);
    CHECK(join.find({Value{}}) == nullptr);
    REQUIRE(join.find({std::int64_t{1200}}) != nullptr);
    CHECK_FALSE(join.find({std::int64_t{1200}})->geometry); // published without a position
}

TEST_CASE("of very many keys that no row used, a thousand are listed and the others counted",
          "[dataset_join]")
{
    TestStore store;
    store.publish("districts", TestStore::first_version, 1205);
    const DatasetJoin join{by("districts", "number"), {store.store(), "districts"}, {true, {}}};
    REQUIRE(join.find({std::int64_t{1}}) != nullptr);
    const auto entries = words(join);
    REQUIRE(entries.size() == 1001);
    CHECK(entries.front() == "join.unused_there (districts: 2)");
    CHECK(entries.back() == "join.unused_there (districts: 他 204 件 / and 204 more)");
}

TEST_CASE("a key of several values must be equal in each", "[dataset_join]")
{
    TestStore store;
    store.publish("districts", TestStore::first_version, 5);
    const DatasetJoin join{
        {"districts", {{"a", "number"}, {"b", "name"}}}, {store.store(), "districts"}, {true, {}}};
    CHECK(join.find({std::int64_t{1}, "中央公園"}) != nullptr);
    CHECK(join.find({std::int64_t{2}, "中央公園"}) == nullptr);
    CHECK(join.find({std::int64_t{1}, Value{}}) == nullptr);
}

TEST_CASE("keys of the other dataset that were never asked for are listed in its order", "[dataset_join]")
{
    TestStore store;
    store.publish("districts", TestStore::first_version, 12);
    const DatasetJoin join{by("districts", "number"), {store.store(), "districts"}, {}};
    for (std::int64_t i = 1; i <= 9; ++i) {
        (void)join.find({i});
    }
    CHECK(words(join) == std::vector<std::string>{"join.unused_there (districts: 10)",
                                                  "join.unused_there (districts: 11)",
                                                  "join.unused_there (districts: 12)"});
}

TEST_CASE("a field that the other dataset lacks is named", "[dataset_join]")
{
    TestStore store;
    store.publish("districts", TestStore::first_version, 5);
    CHECK_THAT(complaint_of([&] {
                   DatasetJoin(by("districts", "code"), {store.store(), "districts"}, {});
               }),
               ContainsSubstring("no public field 'code' to join by"));
    CHECK_THAT(complaint_of([&] {
                   DatasetJoin(by("districts", "number"), {store.store(), "districts"}, {false, {"area"}});
               }),
               ContainsSubstring("no public field 'area' to join"));
}

TEST_CASE("values stand in keys as people write them", "[dataset_join]")
{
    CHECK(ingest::key_text(Value{}).empty());
    CHECK(ingest::key_text(true) == "true");
    CHECK(ingest::key_text(std::int64_t{-12}) == "-12");
    CHECK(ingest::key_text(12.0) == "12");
    CHECK(ingest::key_text(12.5) == "12.5");
    CHECK(ingest::key_text("007") == "007");
    CHECK(ingest::shown_key({std::int64_t{3}, "市長選挙"}) == "3~市長選挙");
}
