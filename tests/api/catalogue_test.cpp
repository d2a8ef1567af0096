#include "api/catalogue.hpp"
#include "datasets/error.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/snapshot_fixture.hpp"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

using api::LiveCatalogue;

namespace {

const LiveCatalogue::Reports quiet{[](const std::string&) {}, [](const std::string&) {}};

struct Served {
    Served()
    {
        store.publish("parks", TestStore::first_version);
        store.publish("trees", TestStore::first_version);
    }
    TestStore store{};
};

} // namespace

TEST_CASE("a publish replaces one dataset and shares the others", "[catalogue]")
{
    Served served;
    LiveCatalogue catalogue(served.store.store(), quiet);
    const auto before = catalogue.current();
    CHECK_FALSE(catalogue.refresh());
    served.store.publish("parks", TestStore::second_version, 30);
    REQUIRE(catalogue.refresh());
    const auto after = catalogue.current();
    CHECK(after->datasets.at("trees") == before->datasets.at("trees"));
    CHECK(after->datasets.at("parks")->info.count == 30);
    CHECK(before->datasets.at("parks")->features.count() == 25); // who holds the old one still reads it
}

TEST_CASE("an old snapshot is closed when its last reader ends", "[catalogue]")
{
    Served served;
    LiveCatalogue catalogue(served.store.store(), quiet);
    std::weak_ptr<const api::Snapshot> old = catalogue.find("parks");
    auto reader = old.lock();
    served.store.publish("parks", TestStore::second_version);
    REQUIRE(catalogue.refresh());
    CHECK_FALSE(old.expired());
    reader.reset();
    CHECK(old.expired());
}

TEST_CASE("a broken snapshot is reported once and the old one stays", "[catalogue]")
{
    Served served;
    std::vector<std::string> reports;
    LiveCatalogue catalogue(
        served.store.store(),
        {[](const std::string&) {}, [&](const std::string& line) { reports.push_back(line); }});
    const auto folder = served.store.store().snapshot("parks", TestStore::second_version);
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "dataset.json") << "{";
    served.store.point_to("parks", TestStore::second_version);
    CHECK_FALSE(catalogue.refresh());
    CHECK_FALSE(catalogue.refresh());
    REQUIRE(reports.size() == 1);
    CHECK_THAT(reports[0], ContainsSubstring("dataset.json"));
    CHECK(catalogue.find("parks")->version() == TestStore::first_version);
    std::filesystem::remove_all(folder);
    served.store.publish("parks", TestStore::second_version); // repaired under another time stamp or the same
    served.store.point_to("parks", TestStore::first_version);
    CHECK_FALSE(catalogue.refresh());
}

TEST_CASE("a snapshot that is not what its folder says is not served", "[catalogue]")
{
    Served served;
    const auto store = served.store.store();
    std::filesystem::copy(store.snapshot("parks", TestStore::first_version),
                          store.snapshot("parks", TestStore::second_version),
                          std::filesystem::copy_options::recursive);
    CHECK_THROWS_AS(api::open_snapshot(store, "parks", TestStore::second_version), datasets::FormatError);
}

TEST_CASE("a store that is away for a moment takes nothing away", "[catalogue]")
{
    Served served;
    LiveCatalogue catalogue(served.store.store(), quiet);
    const auto hidden = served.store.path().string() + ".hidden";
    std::filesystem::rename(served.store.path(), hidden);
    CHECK_THROWS_AS(catalogue.refresh(), datasets::StorageError);
    CHECK(catalogue.current()->datasets.size() == 2);
    std::filesystem::rename(hidden, served.store.path());
}

TEST_CASE("the watcher notices a publish by itself", "[catalogue]")
{
    Served served;
    LiveCatalogue catalogue(served.store.store(), quiet);
    catalogue.watch(std::chrono::milliseconds(20));
    served.store.publish("parks", TestStore::second_version);
    for (int i = 0; i < 1000 && catalogue.find("parks")->version() != TestStore::second_version; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    CHECK(catalogue.find("parks")->version() == TestStore::second_version);
}

TEST_CASE("of old versions asked for in turn only a few stay open", "[catalogue]")
{
    TestStore store;
    const auto version = [](int day) {
        return "20261001T0000" + std::to_string(10 + day) + "Z-0123456789ab";
    };
    for (int day = 0; day < 30; ++day) {
        store.publish("parks", version(day), 3);
    }
    LiveCatalogue catalogue(store.store(), quiet);
    std::vector<std::weak_ptr<const api::Snapshot>> all;
    for (int day = 0; day < 29; ++day) {
        CHECK(catalogue.must_open("parks", version(day)));
        all.push_back(catalogue.find("parks", version(day)));
        CHECK_FALSE(catalogue.must_open("parks", version(day)));
    }
    CHECK(std::ranges::count_if(all, [](const auto& old) { return !old.expired(); }) == 16);
    CHECK(catalogue.must_open("parks", version(0)));
    CHECK_FALSE(catalogue.must_open("parks", version(29))); // the current one
    CHECK_FALSE(catalogue.must_open("trees", version(0)));
    CHECK_FALSE(catalogue.must_open("parks", "../secret"));
}
