#include "api/pistache_server.hpp"
#include "datasets/file.hpp"
#include "tests/api/test_client.hpp"
#include "tests/api/test_site.hpp"
#include "tests/support/catch.hpp"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <string>

using api::test::Client;
using api::test::fetch;
using api::test::request;
using api::test::TestSite;

namespace {

const std::string old_version = TestStore::first_version;

/// parks in two versions, of which the older cannot be opened before `let_open`: its dataset.json is a pipe that nobody writes to yet.
struct TwoVersions {
    TwoVersions()
    {
        site.store.publish("parks", TestStore::second_version);
        site.catalogue.refresh();
        std::filesystem::remove(description);
        ::mkfifo(description.c_str(), 0600);
    }

    /// Waits until somebody reads.
    void let_open() const { std::ofstream(description) << text; }

    TestSite site{};
    std::filesystem::path description = site.store.store().snapshot("parks", old_version) / "dataset.json";
    std::string text = datasets::read_file(description);
    // One thread for the network, one worker.
    api::PistacheServer server{[] {
                                   api::ServerOptions options;
                                   options.threads = 1;
                                   return options;
                               }(),
                               {[this](const api::Request& request) { return site.router.answer(request); },
                                [this](const api::Request& request) { return site.router.is_slow(request); },
                                [](const api::LogEntry&, std::uint64_t) {}}};
};

} // namespace

TEST_CASE("an old version is opened by a worker, while others are answered", "[server][old]")
{
    const TwoVersions versions;
    const auto port = versions.server.port();
    Client waiting(port);
    waiting.get("/tiles/parks@" + old_version + "/0/0/0", "Accept-Encoding: gzip\r\n");
    CHECK(fetch(port, "/tiles/parks/0/0/0", "Accept-Encoding: gzip\r\n").status == 200);
    CHECK(fetch(port, "/api/collections/parks").status == 200);
    versions.let_open();
    CHECK(waiting.receive().status == 200);
    CHECK(fetch(port, "/tiles/parks@" + old_version + "/0/0/0", "Accept-Encoding: gzip\r\n").status == 200);
}

TEST_CASE("a URL that names a version which is not open is slow, wherever it stands, and only once", "[old]")
{
    TestSite site;
    site.store.publish("parks", TestStore::second_version);
    site.catalogue.refresh();
    const auto is_slow = [&](const std::string& target) {
        return site.router.is_slow(request("GET", target));
    };
    const auto old = "parks@" + old_version;
    for (const auto& target :
         {"/tiles/" + old + "/0/0/0", "/tiles/trees," + old + "/0/0/0", "/tiles/" + old + ".json",
          "/downloads/" + old + ".csv", "/api/collections/" + old, "/f/" + old + "/1/qr.svg",
          "/api/collections/" + old + "/schema", "/api/tiles?collections=trees," + old}) {
        CAPTURE(target);
        CHECK(is_slow(target));
    }
    for (const auto* target :
         {"/tiles/parks/0/0/0", "/tiles/parks@20261002T000000Z-ba9876543210/0/0/0",
          "/tiles/parks@20270101T000000Z-ba9876543210x/0/0/0", "/tiles/@/0/0/0", "/downloads/parks@.csv"}) {
        CAPTURE(target);
        CHECK_FALSE(is_slow(target));
    }
    CHECK(site.get("/api/collections/" + old).status == 200);
    CHECK_FALSE(is_slow("/tiles/" + old + "/0/0/0"));
}
