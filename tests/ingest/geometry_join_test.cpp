#include "ingest/error.hpp"
#include "ingest/geometry_join.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/complaint.hpp"
#include "tests/support/snapshot_fixture.hpp"

#include <cstdint>
#include <string>

using datasets::LonLat;
using datasets::Value;
using ingest::GeometryJoin;

namespace {

datasets::JoinGeometry by(const std::string& dataset, const std::string& field)
{
    return {dataset, {{"here", field}}};
}

} // namespace

TEST_CASE("the geometry of another dataset's current version is found by equal values", "[geometry_join]")
{
    TestStore store;
    store.publish("districts", TestStore::first_version, 3);
    store.publish("districts", TestStore::second_version, 1200); // more than a page
    const GeometryJoin join{by("districts", "number"), {store.store(), "districts"}};
    CHECK(join.find({std::int64_t{1100}}) ==
          datasets::Geometry<LonLat>{datasets::Points<LonLat>{{{135.3 + 0.001 * 1100, 34.7}}}});
    CHECK(join.find({"１１００"}));
    CHECK_FALSE(join.find({std::int64_t{1201}}));
    CHECK_FALSE(join.find({Value{}}));
}

TEST_CASE("a key of several values must be equal in each", "[geometry_join]")
{
    TestStore store;
    store.publish("districts", TestStore::first_version, 5);
    const GeometryJoin join{{"districts", {{"a", "number"}, {"b", "name"}}}, {store.store(), "districts"}};
    CHECK(join.find({std::int64_t{1}, "中央公園"}));
    CHECK_FALSE(join.find({std::int64_t{2}, "中央公園"}));
}

TEST_CASE("a key field that the other dataset lacks is named", "[geometry_join]")
{
    TestStore store;
    store.publish("districts", TestStore::first_version, 5);
    CHECK_THAT(complaint_of([&] {
                   GeometryJoin(by("districts", "code"), {store.store(), "districts"});
               }),
               ContainsSubstring("no public field 'code'"));
}

TEST_CASE("values stand in keys as people write them", "[geometry_join]")
{
    CHECK(ingest::key_text(Value{}).empty());
    CHECK(ingest::key_text(true) == "true");
    CHECK(ingest::key_text(std::int64_t{-12}) == "-12");
    CHECK(ingest::key_text(12.0) == "12");
    CHECK(ingest::key_text(12.5) == "12.5");
    CHECK(ingest::key_text("007") == "007");
}
