#include "api/access_log.hpp"
#include "api/log_writer.hpp"
#include "api/metrics.hpp"
#include "api/traffic.hpp"
#include "tests/api/test_site.hpp"
#include "tests/support/catch.hpp"

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <array>
#include <string>

using namespace api;
using namespace api::test;

namespace {

LogEntry entry()
{
    LogEntry entry;
    entry.client = "192.0.2.1";
    entry.method = "GET";
    entry.target = "/api/search?q=\"公園\"";
    entry.id = "abc-1";
    entry.status = 200;
    entry.begun = std::chrono::steady_clock::now();
    entry.route = "/api/search";
    entry.agent = "curl/8 \x1b[31m";
    entry.whole = true;
    return entry;
}

std::size_t count(const std::string& text, const std::string& part)
{
    std::size_t n = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
        ++n;
    }
    return n;
}

} // namespace

TEST_CASE("a line of the access log is one line of ASCII, whatever was asked", "[access_log]")
{
    auto line = access_log_line(LogForm::text, entry(), 1234);
    CHECK_THAT(line,
               ContainsSubstring(R"( 192.0.2.1 GET "/api/search?q=%22%E5%85%AC%E5%9C%92%22" 200 1234 )"));
    CHECK(line.ends_with("us abc-1\n"));
    auto cut = entry();
    cut.whole = false;
    cut.user = "t1:sato";
    CHECK(access_log_line(LogForm::text, cut, 1).ends_with(" abc-1 user=t1:sato cut\n"));
    for (const char c : line) {
        CHECK(((c >= 0x20 && c < 0x7f) || c == '\n'));
    }
}

TEST_CASE("as JSON a line can be read by a program", "[access_log]")
{
    auto asked = entry();
    asked.user = "t1:佐藤\n";
    const auto line = access_log_line(LogForm::json, asked, 1234);
    CHECK(count(line, "\n") == 1);
    const auto json = nlohmann::json::parse(line);
    CHECK(json.at("client") == "192.0.2.1");
    CHECK(json.at("target") == "/api/search?q=%22%E5%85%AC%E5%9C%92%22");
    CHECK(json.at("route") == "/api/search");
    CHECK(json.at("status") == 200);
    CHECK(json.at("bytes") == 1234);
    CHECK(json.at("microseconds") >= 0);
    CHECK(json.at("whole") == true);
    CHECK(json.at("id") == "abc-1");
    CHECK(json.at("agent") == "curl/8 %1B[31m");
    CHECK(json.at("user") == "t1:佐藤\n");
    const auto event =
        nlohmann::json::parse(event_line(LogForm::json, Level::warning, "cannot open \"parks\""));
    CHECK(event.at("level") == "warning");
    CHECK(event.at("message") == "cannot open \"parks\"");
    CHECK(event_line(LogForm::text, Level::info, "x") == "machizu-serve: x\n");
}

TEST_CASE("a log that nobody reads keeps nobody waiting, and what is lost is counted", "[log_writer]")
{
    std::array<int, 2> pipe{};
    REQUIRE(::pipe2(pipe.data(), O_CLOEXEC) == 0);
    const std::string line(99, 'x');
    {
        LogWriter writer(pipe[1], 100'000);
        for (int i = 0; i < 10'000; ++i) {
            writer.write(line + "\n");
        }
        CHECK(writer.dropped() > 5000);
        CHECK(writer.dropped() < 10'000);
    } // and it ends
    ::close(pipe[0]);
    ::close(pipe[1]);
}

TEST_CASE("a log that is read is written whole and in order", "[log_writer]")
{
    std::array<int, 2> pipe{};
    REQUIRE(::pipe2(pipe.data(), O_CLOEXEC) == 0);
    {
        LogWriter writer(pipe[1]);
        for (int i = 0; i < 500; ++i) {
            writer.write(std::to_string(i) + "\n");
        }
    }
    ::close(pipe[1]);
    std::string all;
    std::array<char, 4096> buffer{};
    for (ssize_t n = 1; (n = ::read(pipe[0], buffer.data(), buffer.size())) > 0;) {
        all.append(buffer.data(), static_cast<std::size_t>(n));
    }
    ::close(pipe[0]);
    std::string expected;
    for (int i = 0; i < 500; ++i) {
        expected += std::to_string(i) + "\n";
    }
    CHECK(all == expected);
}

TEST_CASE("metrics count what was asked, by route and status, and say what is served", "[metrics]")
{
    TestSite site;
    Metrics metrics(site.router.patterns());
    for (int i = 0; i < 3; ++i) {
        metrics.count(entry(), 100);
    }
    auto tile = entry();
    tile.route = "/tiles/{dataset}/{z}/{x}/{y}";
    tile.tile = "stored";
    tile.status = 299; // none that we have a place for
    tile.whole = false;
    tile.begun -= std::chrono::milliseconds(30);
    metrics.count(tile, 7);
    auto nowhere = entry();
    nowhere.route = "chosen by the client";
    nowhere.status = 404;
    metrics.count(nowhere, 0);
    const Traffic traffic;
    const auto text = metrics.text(traffic, *site.catalogue.current(), 5, 1);
    for (const char* line :
         {R"(machizu_requests_total{route="/api/search",status="200"} 3)",
          R"(machizu_requests_total{route="/tiles/{dataset}/{z}/{x}/{y}",status="other"} 1)",
          R"(machizu_requests_total{route="",status="404"} 1)",
          R"(machizu_sent_bytes_total{route="/api/search"} 300)", R"(machizu_tiles_total{kind="stored"} 1)",
          R"(machizu_request_seconds_bucket{route="/tiles/{dataset}/{z}/{x}/{y}",le="0.025"} 0)",
          R"(machizu_request_seconds_bucket{route="/tiles/{dataset}/{z}/{x}/{y}",le="+Inf"} 1)",
          R"(machizu_request_seconds_count{route="/api/search"} 3)", "machizu_responses_cut_total 1",
          "machizu_log_lines_lost_total 5", "machizu_store_troubles 1",
          R"(machizu_snapshot_info{dataset="parks",version="20261001T000000Z-0123456789ab"} 1)",
          R"(machizu_clients_shed_total{reason="request_too_slow"} 0)"}) {
        CHECK_THAT(text, ContainsSubstring(std::string(line) + "\n"));
    }
    // Each name is declared once, before its values, as the format wants it.
    for (const char* name :
         {"machizu_requests_total", "machizu_request_seconds", "machizu_clients_shed_total"}) {
        CHECK(count(text, "# TYPE " + std::string(name) + " ") == 1);
    }
}

TEST_CASE("readiness says what is served, what cannot be, and when to go elsewhere", "[health]")
{
    TestSite site;
    CHECK(site.get("/health/ready").status == 200);
    const auto folder = site.store.store().snapshot("parks", "20261003T000000Z-aaaaaaaaaaaa");
    std::filesystem::create_directories(folder);
    site.store.point_to("parks", "20261003T000000Z-aaaaaaaaaaaa"); // a version without anything in it
    site.catalogue.refresh();
    auto json = nlohmann::json::parse(text_of(site.get("/health/ready")));
    CHECK(json.at("status") == "ok");
    CHECK(json.at("datasets").at("parks") == TestStore::first_version);
    CHECK(json.at("troubles") == nlohmann::json{"parks 20261003T000000Z-aaaaaaaaaaaa"});
    site.store.point_to("parks", TestStore::first_version);
    site.catalogue.refresh();
    CHECK_FALSE(nlohmann::json::parse(text_of(site.get("/health/ready"))).contains("troubles"));

    std::filesystem::remove(site.store.store().snapshot("parks", TestStore::first_version) / "features.gpkg");
    CHECK(site.get("/health/ready").status == 503);
    CHECK(site.get("/health/live").status == 200);
    site.site.is_stopping = [] { return true; };
    CHECK_THAT(text_of(site.get("/health/ready")), ContainsSubstring("stopping"));
}

TEST_CASE("pages may do in a browser only what they need, and data may be read from anywhere", "[router]")
{
    TestSite site;
    const auto page = site.get("/");
    CHECK_THAT(std::string(page.header("Content-Security-Policy").value_or("")),
               ContainsSubstring("default-src 'none'"));
    CHECK(page.header("X-Frame-Options") == "SAMEORIGIN");
    CHECK(page.header("Referrer-Policy") == "same-origin");
    CHECK(page.header("Permissions-Policy"));
    for (const char* target :
         {"/", "/api", "/tiles/parks.json", "/nothing", "/api/collections/parks/items"}) {
        const auto response = site.get(target);
        CHECK(response.header("X-Content-Type-Options") == "nosniff");
        CHECK(response.header("Cross-Origin-Resource-Policy") == "cross-origin");
        CHECK(response.header("Access-Control-Allow-Origin") == "*");
    }
    CHECK(site.get("/api").route == "/api");
    CHECK(site.get("/api/collections/parks").route == "/api/collections/{collectionId}");
    CHECK(site.get("/metrics").status == 404); // nobody counts here
}
