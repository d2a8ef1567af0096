#include "api/conditions.hpp"
#include "api/pistache_server.hpp"
#include "tests/api/test_client.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/eventually.hpp"

#include <unistd.h>

#include <atomic>
#include <chrono>
#include <fstream>
#include <random>
#include <string>
#include <thread>
#include <vector>

using namespace std::chrono_literals;
using api::test::Client;
using api::test::fetch;
using api::test::open_descriptors;

namespace {

/// Bytes that differ at every place.
std::string pattern(std::size_t size)
{
    std::mt19937 random(7);
    std::string bytes(size, '\0');
    for (auto& byte : bytes) {
        byte = static_cast<char>(random());
    }
    return bytes;
}

constexpr std::size_t big_size = 8 << 20;

const std::string& big_bytes()
{
    static const auto bytes = pattern(big_size);
    return bytes;
}

/// A file for range requests that is removed again.
struct BigFile {
    std::string path = "/tmp/machizu_server_test_" + std::to_string(::getpid());
    BigFile()
    {
        std::ofstream(path, std::ios::binary)
            .write(big_bytes().data(), static_cast<std::streamsize>(big_size));
    }
    ~BigFile() { ::unlink(path.c_str()); }
};

api::Response answer(const api::Request& request, const std::string& file)
{
    if (request.path == "/big") {
        return api::Response{200, {}, api::SharedBytes{nullptr, big_bytes()}};
    }
    if (request.path == "/file") {
        api::Response response{200, {}, api::body_of(api::OpenFile::open(file))};
        response.set("Accept-Ranges", "bytes").set("ETag", "\"v1\"");
        return api::apply_conditions(request, std::move(response));
    }
    if (request.path == "/slow") {
        std::this_thread::sleep_for(100ms);
    }
    return api::make_response(200, "text/plain", request.method + " " + request.target + " " + request.body);
}

struct TestServer {
    explicit TestServer(api::ServerOptions options = {})
        : server(std::move(options),
                 {[this](const api::Request& request) { return answer(request, file.path); },
                  [](const api::Request& request) { return request.path == "/slow"; },
                  [this](const api::LogEntry&, std::uint64_t) { ++logged; }})
    {
    }

    BigFile file{};
    std::atomic<int> logged = 0;
    api::PistacheServer server;
    std::uint16_t port = server.port();
};

} // namespace

TEST_CASE("a request is answered and its id comes back", "[server]")
{
    TestServer server;
    const auto answer = fetch(server.port, "/hello?a=b", "X-Request-Id: my-1\r\n");
    CHECK(answer.status == 200);
    CHECK(answer.body == "GET /hello?a=b ");
    CHECK(answer.header("X-Request-Id") == "my-1");
    CHECK(answer.header("Connection") == "keep-alive");
    CHECK_FALSE(fetch(server.port, "/").header("X-Request-Id").empty());
}

TEST_CASE("a thousand pipelined requests are answered in order", "[server]")
{
    TestServer server;
    Client client(server.port);
    std::string all;
    for (int i = 0; i < 1000; ++i) {
        all += "GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\n\r\n";
    }
    client.send(all);
    for (int i = 0; i < 1000; ++i) {
        const auto answer = client.receive();
        REQUIRE(answer.body == "GET /" + std::to_string(i) + " ");
    }
}

TEST_CASE("order is kept behind slow and large answers", "[server]")
{
    TestServer server;
    Client client(server.port);
    client.send("GET /slow?1 HTTP/1.1\r\nHost: a\r\n\r\nGET /big HTTP/1.1\r\nHost: a\r\n\r\n"
                "GET /2 HTTP/1.1\r\nHost: a\r\n\r\nGET /slow?3 HTTP/1.1\r\nHost: a\r\n\r\nGET /4 "
                "HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(client.receive().body == "GET /slow?1 ");
    CHECK(client.receive().body == big_bytes());
    CHECK(client.receive().body == "GET /2 ");
    CHECK(client.receive().body == "GET /slow?3 ");
    CHECK(client.receive().body == "GET /4 ");
}

TEST_CASE("a chunked body may be cut at every byte", "[server]")
{
    TestServer server;
    const std::string request =
        "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n";
    Client client(server.port);
    for (std::size_t cut = 1; cut < request.size(); ++cut) {
        client.send(request.substr(0, cut));
        std::this_thread::sleep_for(1ms);
        client.send(request.substr(cut));
        REQUIRE(client.receive().body == "POST /x hello!");
    }
    for (const char byte : request) {
        client.send(std::string(1, byte));
        std::this_thread::sleep_for(1ms);
    }
    CHECK(client.receive().body == "POST /x hello!");
}

TEST_CASE("random packets leave the server healthy", "[server]")
{
    TestServer server;
    std::mt19937 random(4);
    const std::string seed =
        "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
    for (int round = 0; round < 1000; ++round) {
        auto bytes = seed + seed;
        for (auto edits = random() % 3; edits > 0; --edits) {
            bytes[random() % bytes.size()] = static_cast<char>(random());
        }
        Client client(server.port);
        for (std::size_t begin = 0; begin < bytes.size();) {
            const auto part = 1 + random() % 60;
            client.send(std::string_view(bytes).substr(begin, part));
            begin += part;
        }
        if (random() % 2 == 0) {
            client.end_of_input();
            client.rest();
        }
    }
    CHECK(fetch(server.port, "/ok").status == 200);
}

TEST_CASE("after a malformed request the connection is answered and closed", "[server]")
{
    TestServer server;
    Client client(server.port);
    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3abc\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: "
                "a\r\n\r\n");
    const auto all = client.rest();
    CHECK(all.starts_with("HTTP/1.1 400 "));
    CHECK(all.find("smuggled") == std::string::npos);
    CHECK(all.find("application/problem+json") != std::string::npos);
    CHECK(all.find("HTTP/1.1", 1) == std::string::npos);
}

TEST_CASE("a client that ends its side still gets its answers whole", "[server]")
{
    TestServer server;
    for (const std::string target : {"/small", "/big", "/slow"}) {
        Client client(server.port);
        client.get(target);
        client.get("/last");
        client.end_of_input();
        const auto first = client.receive();
        CHECK(first.body == (target == "/big" ? big_bytes() : "GET " + target + " "));
        CHECK(client.receive().body == "GET /last ");
        CHECK(client.rest().empty());
    }
}

TEST_CASE("HTTP/1.0 and Connection: close end the connection", "[server]")
{
    TestServer server;
    Client old(server.port);
    old.send("GET /old HTTP/1.0\r\n\r\n");
    CHECK(old.receive().header("Connection") == "close");
    CHECK(old.rest().empty());
    Client polite(server.port);
    polite.get("/a", "Connection: close\r\n");
    CHECK(polite.receive().status == 200);
    CHECK(polite.rest().empty());
}

TEST_CASE("HEAD has the length and no body, 100 Continue comes before the body", "[server]")
{
    TestServer server;
    Client client(server.port);
    client.send("HEAD /big HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(client.receive(false).header("Content-Length") == std::to_string(big_size));
    client.send("POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
    CHECK(client.receive().status == 100);
    client.send("abc");
    CHECK(client.receive().body == "POST /p abc");
}

TEST_CASE("ranges of a file are exact to the byte", "[server]")
{
    TestServer server;
    Client client(server.port);
    std::mt19937 random(3);
    for (int i = 0; i < 40; ++i) {
        const auto first = random() % big_size;
        const auto last = std::min<std::size_t>(big_size - 1, first + random() % 1'000'000);
        client.get("/file", "Range: bytes=" + std::to_string(first) + "-" + std::to_string(last) + "\r\n");
        const auto answer = client.receive();
        REQUIRE(answer.status == 206);
        REQUIRE(answer.header("Content-Range") == "bytes " + std::to_string(first) + "-" +
                                                      std::to_string(last) + "/" + std::to_string(big_size));
        REQUIRE(answer.body == big_bytes().substr(first, last - first + 1));
    }
    client.get("/file");
    CHECK(client.receive().body == big_bytes());
    client.get("/file", "Range: bytes=-5\r\n");
    CHECK(client.receive().body == big_bytes().substr(big_size - 5));
    client.get("/file", "Range: bytes=99999999-\r\n");
    CHECK(client.receive().status == 416);
}

TEST_CASE("clients that do not read keep nobody waiting", "[server]")
{
    TestServer server;
    std::vector<Client> idlers;
    for (int i = 0; i < 8; ++i) {
        idlers.emplace_back(server.port, 4096);
        idlers.back().get(i % 2 == 0 ? "/big" : "/file");
    }
    for (int i = 0; i < 200; ++i) {
        REQUIRE(fetch(server.port, "/x").status == 200);
    }
    CHECK(idlers[0].receive().body == big_bytes());
    CHECK(idlers[1].receive().body == big_bytes());
}

TEST_CASE("a client that takes nothing is cut off in the end, and so is a request that never ends",
          "[server]")
{
    api::ServerOptions options;
    options.pump.stall = 300ms;
    options.connection.request = 300ms;
    TestServer server(options);
    Client idler(server.port, 4096);
    idler.get("/big");
    Client slow(server.port);
    slow.send("GET / HTTP/1.1\r\nHo");
    CHECK(slow.receive().status == 408);
    CHECK(eventually([&] { return server.logged == 2; }));
    CHECK(idler.rest().size() < big_size);
}

TEST_CASE("a transfer outlives the idle time of its connection", "[server]")
{
    api::ServerOptions options;
    options.keep_alive = 300ms;
    TestServer server(options);
    Client client(server.port, 4096);
    client.get("/big");
    std::this_thread::sleep_for(2s); // Pistache has closed its side of the socket by now
    CHECK(client.receive().body == big_bytes());
}

TEST_CASE("aborted transfers leave no descriptor behind", "[server]")
{
    TestServer server;
    for (int i = 0; i < 20; ++i) {
        fetch(server.port, "/file");
    }
    const auto before = open_descriptors();
    for (int i = 0; i < 120; ++i) {
        Client client(server.port, 4096);
        client.get(i % 3 == 0 ? "/big" : i % 3 == 1 ? "/file" : "/slow");
    }
    CHECK(eventually([&] { return open_descriptors() <= before; }));
}

TEST_CASE("connections beyond the limit are refused and the others served", "[server]")
{
    api::ServerOptions options;
    options.max_connections = options.max_of_client = 10;
    TestServer server(options);
    std::vector<Client> clients;
    for (int i = 0; i < 30; ++i) {
        clients.emplace_back(server.port);
        clients.back().get("/x");
    }
    int served = 0;
    for (auto& client : clients) {
        served += client.receive().status == 200 ? 1 : 0;
    }
    CHECK(served == 10);
}

TEST_CASE("a stopping server ends what it has begun", "[server]")
{
    TestServer server;
    std::atomic<int> whole = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&, i] {
            Client client(server.port);
            client.get(i % 2 == 0 ? "/slow" : "/big");
            std::this_thread::sleep_for(200ms);
            const auto answer = client.receive();
            whole += answer.status == 200 ? 1 : 0;
        });
    }
    std::this_thread::sleep_for(50ms);
    server.server.stop(3s);
    for (auto& thread : threads) {
        thread.join();
    }
    CHECK(whole == 4);
    CHECK_THROWS(Client(server.port));
}

TEST_CASE("a server with a client that never reads stops all the same", "[server]")
{
    TestServer server;
    Client idler(server.port, 4096);
    idler.get("/big");
    std::this_thread::sleep_for(50ms);
    server.server.stop(200ms);
    CHECK(idler.rest().size() < big_size);
}

TEST_CASE("a port in use is an error that names it", "[server]")
{
    TestServer first;
    api::ServerOptions options;
    options.port = first.port;
    CHECK_THROWS_WITH(TestServer(options), ContainsSubstring(std::to_string(first.port)));
}
