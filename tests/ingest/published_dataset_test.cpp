#include "ingest/published_dataset.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/complaint.hpp"
#include "tests/support/snapshot_fixture.hpp"

#include <cstdint>

using ingest::PublishedDataset;

TEST_CASE("every feature of another dataset's current version is given once", "[published_dataset]")
{
    TestStore store;
    store.publish("districts", TestStore::first_version, 3);
    store.publish("districts", TestStore::second_version, 2500); // more than a page
    const PublishedDataset districts{store.store(), "districts"};
    CHECK(districts.info().version == TestStore::second_version);
    std::int64_t last = 0, count = 0;
    districts.for_each([&](datasets::Feature& feature) {
        CHECK(feature.fid > last);
        last = feature.fid;
        ++count;
    });
    CHECK(count == 2500);
}

TEST_CASE("a dataset that is not published cannot be used", "[published_dataset]")
{
    const TestStore store;
    CHECK_THAT(complaint_of([&] { PublishedDataset(store.store(), "districts"); }),
               ContainsSubstring("'districts'") && ContainsSubstring("not published") &&
                   ContainsSubstring("publish it first"));
}

TEST_CASE("a field that another dataset lacks is named", "[published_dataset]")
{
    TestStore store;
    store.publish("districts", TestStore::first_version, 5);
    const PublishedDataset districts{store.store(), "districts"};
    CHECK(districts.field("number", "to join by") == *districts.info().schema.index_of("number"));
    CHECK_THAT(complaint_of([&] { (void)districts.field("code", "to join by"); }),
               ContainsSubstring("no public field 'code' to join by"));
}
