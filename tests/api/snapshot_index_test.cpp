#include "tests/api/test_site.hpp"
#include "tests/support/catch.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <thread>
#include <vector>

using api::test::request;
using api::test::text_of;
using namespace std::chrono_literals;

namespace {

/// Parks that were published without their index, served with a limit of time.
class WithoutIndex {
public:
    explicit WithoutIndex(std::chrono::nanoseconds time_limit) { site_.time_limit = time_limit; }

    [[nodiscard]] std::filesystem::path file(const std::string& name) const
    {
        return store_.store().snapshot("parks", TestStore::first_version) / name;
    }
    [[nodiscard]] api::Response get(const std::string& path) const
    {
        return router_.answer(request("GET", path));
    }
    void allow(std::chrono::nanoseconds time_limit) { site_.time_limit = time_limit; }

private:
    struct Store : TestStore {
        Store()
        {
            publish("parks", first_version, 3000);
            std::filesystem::remove(store().snapshot("parks", first_version) / "features.index");
        }
    } const store_{};
    api::LiveCatalogue catalogue_{store_.store(), {[](const std::string&) {}, [](const std::string&) {}}};
    api::Site site_{catalogue_};
    const api::Router router_{api::routes(site_), [](const std::string&) {}};
};

const std::string ten_parks = "/api/collections/parks/items?filter=number%20%3C%3D%2010";

} // namespace

TEST_CASE("an index that has to be made keeps nobody beyond his deadline, and is there for who asks later",
          "[snapshot_index]")
{
    const std::vector<std::string> paths = {ten_parks, "/api/collections/parks/items?sortby=number&limit=1",
                                            "/api/collections/parks/aggregate?by=field:opened",
                                            "/tiles/parks/0/0/0?filter=number%20%3C%3D%202"};
    for (const auto& path : paths) {
        CAPTURE(path);
        WithoutIndex parks{1ns};
        const auto response = parks.get(path);
        CHECK(response.status == 503);
        CHECK_THAT(text_of(response), ContainsSubstring("It is being made"));
        parks.allow(1min);
        CHECK(parks.get(path).status == 200);
        const auto ten = nlohmann::json::parse(text_of(parks.get(ten_parks)));
        CHECK(ten.at("numberMatched") == 10);
    }
}

TEST_CASE("a snapshot that is dropped while its index is being made ends", "[snapshot_index]")
{
    const WithoutIndex parks{1ns};
    CHECK(parks.get(ten_parks).status == 503);
}

TEST_CASE("several that ask at once for an index that has to be made are all answered from it",
          "[snapshot_index]")
{
    const WithoutIndex parks{1min};
    std::vector<std::string> answers(6);
    {
        std::vector<std::jthread> clients;
        for (auto& answer : answers) {
            clients.emplace_back(
                [&] { answer = text_of(parks.get("/api/collections/parks/aggregate?by=field:opened")); });
        }
    }
    CHECK(nlohmann::json::parse(answers.front()).at("total").at("count") == 3000);
    CHECK(std::adjacent_find(answers.begin(), answers.end(), std::not_equal_to<>{}) == answers.end());
}

TEST_CASE("an index that could not be made is made again for who asks next", "[snapshot_index]")
{
    const WithoutIndex parks{1min};
    const auto away = parks.file("features.gpkg").string() + ".away";
    std::filesystem::rename(parks.file("features.gpkg"), away);
    CHECK(parks.get(ten_parks).status == 500);
    std::filesystem::rename(away, parks.file("features.gpkg"));
    CHECK(parks.get(ten_parks).status == 200);
}
