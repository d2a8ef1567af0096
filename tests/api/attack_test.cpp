#include "api/pistache_server.hpp"
#include "tests/api/test_client.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/temp_folder.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

using namespace std::chrono_literals;
using api::test::Client;
using api::test::fetch;
using api::test::open_descriptors;

namespace {

constexpr std::size_t big = 8 << 20;

/// As many descriptors as a thousand clients and their server need.
void allow_many_descriptors()
{
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, 20'000);
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

/// A server with a page, a large file, as large a text in memory, and something that takes its time.
struct Victim {
    explicit Victim(api::ServerOptions options = {})
        : traffic(options.traffic),
          server(std::move(options), {[this](const api::Request& request) { return answer(request); },
                                      [](const api::Request& request) { return request.path == "/slow"; },
                                      [](const api::LogEntry&, std::uint64_t) {}})
    {
    }

    api::Response answer(const api::Request& request) const
    {
        if (request.path == "/file") {
            return {200, {}, api::body_of(api::OpenFile::open(file))};
        }
        if (request.path == "/slow") {
            std::this_thread::sleep_for(50ms);
        }
        const auto size = request.path == "/big" ? big : request.path == "/middle" ? 300'000 : 2;
        return api::make_response(200, "text/plain", std::string(size, 'x'));
    }

    TempFolder folder{};
    std::string file = [this] {
        const auto path = folder.path() / "file";
        std::ofstream(path, std::ios::binary) << std::string(big, 'f');
        return path.string();
    }();
    std::shared_ptr<api::Traffic> traffic;
    api::PistacheServer server;
    std::uint16_t port = server.port();
};

} // namespace

TEST_CASE("a thousand slow clients are told so and sent away, and others are served meanwhile",
          "[server][attack]")
{
    allow_many_descriptors();
    api::ServerOptions options;
    options.connection.request = 1500ms;
    options.max_connections = 3000;
    Victim victim(options);
    const auto before = open_descriptors();
    {
        std::vector<Client> slow;
        for (int i = 0; i < 1000; ++i) {
            slow.emplace_back(victim.port);
            slow.back().send("GET / HTTP/1.1\r\nHost: a\r\nX: ");
        }
        for (int round = 0; round < 5; ++round) {
            for (const auto& client : slow) {
                client.send("y");
            }
            REQUIRE(fetch(victim.port, "/").status == 200);
        }
        int told = 0;
        for (auto& client : slow) {
            told += client.receive().status == 408 ? 1 : 0;
        }
        CHECK(told == 1000);
        CHECK(victim.traffic->late == 1000);
    }
    CHECK(eventually([&] { return victim.traffic->connections == 0 && open_descriptors() <= before; }));
    CHECK(victim.traffic->held_input == 0);
}

TEST_CASE("a request that dribbles in behind a good one has the same limit", "[server][attack]")
{
    api::ServerOptions options;
    options.connection.request = 500ms;
    Victim victim(options);
    Client client(victim.port);
    client.get("/");
    REQUIRE(client.receive().status == 200);
    client.send("GET / HTTP/1.1\r\nHost: a\r\n");
    CHECK(client.receive().status == 408);
    CHECK(client.rest().empty());
}

TEST_CASE("no value of a header becomes a header of its own, whoever put the line break there",
          "[server][attack]")
{
    api::PistacheServer server({}, {[](const api::Request&) {
                                        auto response = api::make_response(200, "text/plain", "ok");
                                        response.set("Location", "a\r\nX-Evil: 1\r\n\r\n<script>");
                                        return response;
                                    },
                                    [](const api::Request&) { return false; },
                                    [](const api::LogEntry&, std::uint64_t) {}});
    const auto answer = fetch(server.port(), "/");
    CHECK(answer.body == "ok");
    CHECK(answer.header("X-Evil").empty());
    CHECK(answer.header("Location") == "a  X-Evil: 1    <script>");
}

TEST_CASE("as many connections may wait to be accepted as the options say", "[server][attack]")
{
    api::ServerOptions options;
    options.backlog = 200; // Pistache alone would take 128
    Victim victim(options);
    unsigned backlog = 0;
    for (int fd = 3; fd < 1000; ++fd) {
        int listening = 0;
        socklen_t size = sizeof listening;
        sockaddr_in address{};
        socklen_t length = sizeof address;
        if (::getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) == 0 && listening != 0 &&
            ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &length) == 0 &&
            ntohs(address.sin_port) == victim.port) {
            tcp_info info{};
            size = sizeof info;
            REQUIRE(::getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) == 0);
            backlog = info.tcpi_sacked; // of a listening socket: what it may hold
        }
    }
    CHECK(backlog == 200);
}

TEST_CASE("two hundred clients that never read a large file cost no memory and are cut off in the end",
          "[server][attack]")
{
    allow_many_descriptors();
    api::ServerOptions options;
    options.pump.stall = 2s;
    Victim victim(options);
    const auto before = open_descriptors();
    std::vector<Client> idlers;
    for (int i = 0; i < 200; ++i) {
        idlers.emplace_back(victim.port, 4096);
        idlers.back().get("/file");
    }
    for (int i = 0; i < 100; ++i) {
        REQUIRE(fetch(victim.port, "/").status == 200);
    }
    CHECK(victim.traffic->held_output == 0);
    CHECK(eventually([&] { return victim.traffic->stalled >= 200; }));
    CHECK(eventually([&] { return victim.traffic->connections == 0; }));
    idlers.clear();
    CHECK(eventually([&] { return open_descriptors() <= before; }));
}

TEST_CASE("responses in memory that nobody takes are bounded, and the newest client is served",
          "[server][attack]")
{
    api::ServerOptions options;
    options.pump.all_output = 5 * big;
    Victim victim(options);
    std::vector<Client> idlers;
    for (int i = 0; i < 20; ++i) {
        idlers.emplace_back(victim.port, 4096);
        idlers.back().get("/big");
    }
    CHECK(eventually([&] { return victim.traffic->over_memory == 15; }));
    CHECK(victim.traffic->held_output <= static_cast<std::int64_t>(5 * big));
    CHECK(fetch(victim.port, "/big").body.size() == big);
    idlers.clear();
    CHECK(eventually([&] { return victim.traffic->held_output == 0; }));
}

TEST_CASE("who reads slowly but steadily gets everything, who takes a byte now and then is cut off",
          "[server][attack]")
{
    api::ServerOptions options;
    options.pump.stall = 700ms;
    options.pump.least = 16 * 1024;
    Victim victim(options);
    Client nibbler(victim.port, 4096);
    nibbler.get("/big");
    std::size_t got = 0;
    std::thread steady_reader([&] { // takes several times as long as the limit
        Client steady(victim.port, 65536);
        steady.get("/file");
        char buffer[65536];
        for (ssize_t n = 1; n > 0 && got < big;) {
            n = ::recv(steady.descriptor(), buffer, sizeof buffer, 0);
            got += static_cast<std::size_t>(std::max<ssize_t>(n, 0));
            std::this_thread::sleep_for(20ms);
        }
    });
    char byte = 0;
    for (int i = 0; i < 400 && victim.traffic->stalled == 0; ++i) {
        (void)::recv(nibbler.descriptor(), &byte, 1, 0);
        std::this_thread::sleep_for(20ms);
    }
    CHECK(victim.traffic->stalled == 1);
    steady_reader.join();
    CHECK(got >= big);
}

TEST_CASE("requests that are only ever begun do not fill the memory", "[server][attack]")
{
    api::ServerOptions options;
    options.connection.all_input = 1 << 20;
    Victim victim(options);
    std::vector<Client> clients;
    for (int i = 0; i < 100; ++i) {
        clients.emplace_back(victim.port);
        clients.back().send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n" +
                            std::string(50'000, 'x'));
    }
    CHECK(eventually([&] { return victim.traffic->over_memory > 70; }));
    CHECK(victim.traffic->held_input < 2 << 20);
    CHECK(fetch(victim.port, "/").status == 200);
    clients.clear();
    CHECK(eventually([&] { return victim.traffic->held_input == 0; }));
}

TEST_CASE("who sends without reading is cut off before it fills the memory", "[server][attack]")
{
    Victim victim;
    Client client(victim.port, 4096);
    client.get("/big");
    const std::string pipeline(4000, 'x');
    for (int i = 0; i < 1000; ++i) {
        client.send("GET /" + pipeline + " HTTP/1.1\r\nHost: a\r\n\r\n");
    }
    CHECK(eventually([&] { return victim.traffic->over_memory == 1; }));
    CHECK(fetch(victim.port, "/").status == 200);
}

TEST_CASE("one client cannot take all connections, others still get theirs", "[server][attack]")
{
    api::ServerOptions options;
    options.max_connections = 40;
    options.max_of_client = 5;
    options.is_proxy = [](std::string_view client) { return client == "127.0.0.3"; };
    Victim victim(options);
    const auto served = [&](std::uint8_t source) {
        std::vector<Client> clients;
        int count = 0;
        for (int i = 0; i < 12; ++i) {
            clients.emplace_back(victim.port, 0, source);
            clients.back().get("/");
            const auto answer = clients.back().receive();
            CHECK((answer.status == 200 || answer.status == 503 || answer.status == 0));
            count += answer.status == 200 ? 1 : 0;
        }
        return count;
    };
    std::vector<Client> held;
    for (int i = 0; i < 5; ++i) {
        held.emplace_back(victim.port, 0, 9);
        held.back().get("/");
        REQUIRE(held.back().receive().status == 200);
    }
    CHECK(served(9) == 0);
    CHECK(served(2) == 5);
    CHECK(eventually([&] { return victim.traffic->connections == 5; }));
    CHECK(served(3) == 12); // a proxy asks for many
    held.clear();
    CHECK(eventually([&] { return victim.traffic->connections == 0; }));
    CHECK(served(9) == 5);
    CHECK(victim.traffic->over_client >= 19);
}

TEST_CASE("a slow request that waited too long is not begun any more", "[server][attack]")
{
    api::ServerOptions options;
    options.threads = 1;
    options.waiting = 120ms;
    Victim victim(options);
    std::vector<Client> clients;
    for (int i = 0; i < 20; ++i) {
        clients.emplace_back(victim.port);
        clients.back().get("/slow");
    }
    int served = 0;
    int refused = 0;
    for (auto& client : clients) {
        const auto answer = client.receive();
        served += answer.status == 200 ? 1 : 0;
        refused += answer.status == 503 && answer.header("Retry-After") == "5" ? 1 : 0;
    }
    CHECK(served + refused == 20);
    CHECK(served > 0);
    CHECK(refused > 0);
    CHECK(victim.traffic->waiting == 0);
}

TEST_CASE("a client that vanished without a word is forgotten", "[server][attack]")
{
    api::ServerOptions options;
    options.pump.stall = 500ms;
    Victim victim(options);
    // Small enough for the buffers of both systems: nothing is left for the pump, and the client takes nothing.
    Client silent(victim.port, 2048);
    silent.get("/middle");
    silent.get("/middle");
    CHECK(eventually([&] { return victim.traffic->connections == 1; }));
    CHECK(eventually([&] { return victim.traffic->connections == 0; }));
}

namespace {

struct Outcome {
    std::atomic<int> whole = 0;
    std::atomic<int> failed = 0; ///< connected, and did not get what was asked for
};

/// Asks again and again until the port is closed: on a new connection each time, or on one that is kept.
void keep_asking(std::uint16_t port, bool keep, const std::string& target, Outcome& outcome)
{
    const std::size_t size = target == "/middle" ? 300'000 : 2;
    for (;;) {
        std::unique_ptr<Client> client;
        try {
            client = std::make_unique<Client>(port);
        } catch (const std::runtime_error&) {
            return; // refused: never accepted
        }
        for (bool open = true; open;) {
            client->get(target);
            const auto answer = client->receive();
            const bool good = answer.status == 200 && answer.body.size() == size;
            ++(good ? outcome.whole : outcome.failed);
            open = good && keep && answer.header("Connection") == "keep-alive";
        }
    }
}

} // namespace

TEST_CASE("a server that is stopped under load answers every request of every connection it accepted",
          "[server][attack]")
{
    for (int round = 0; round < 3; ++round) {
        Victim victim;
        Outcome outcome;
        std::vector<std::thread> clients;
        for (int i = 0; i < 16; ++i) {
            const char* target = i % 4 == 0 ? "/slow" : i % 4 == 1 ? "/middle" : "/";
            clients.emplace_back([&, i, target] { keep_asking(victim.port, i % 2 == 0, target, outcome); });
        }
        CHECK(eventually([&] { return outcome.whole > 300; }));
        victim.server.stop(10s);
        for (auto& client : clients) {
            client.join();
        }
        CHECK(outcome.failed == 0);
        CHECK_THROWS(Client(victim.port));
    }
}
