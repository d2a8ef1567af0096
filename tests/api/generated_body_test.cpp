#include "api/pistache_server.hpp"
#include "tests/api/test_client.hpp"
#include "tests/support/catch.hpp"

#include <atomic>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

using api::test::Client;

namespace {

constexpr int parts = 200;
constexpr std::size_t part_size = 50'000;

std::string part(int number) { return std::string(part_size, static_cast<char>('a' + number % 26)); }

/// 10 MB in parts; now and then a turn gives nothing. `/broken` fails in the middle.
api::Response answer(const api::Request& request)
{
    if (request.path != "/parts" && request.path != "/broken") {
        return api::make_response(200, "text/plain", request.target);
    }
    api::Response response{200, {}, {}};
    response.body = api::Generated{[number = std::make_shared<int>(0), turn = std::make_shared<int>(0),
                                    broken = request.path == "/broken"]() -> std::optional<std::string> {
        if (*number == parts) {
            return std::nullopt;
        }
        if (broken && *number == parts / 2) {
            throw std::runtime_error("the disk is gone");
        }
        return ++*turn % 3 == 0 ? std::string{} : part((*number)++);
    }};
    return response;
}

struct TestServer {
    std::atomic<int> logged = 0;
    std::atomic<std::uint64_t> bytes = 0;
    api::PistacheServer server;

    TestServer() : server({}, service()) {}

    api::Service service()
    {
        api::Service service;
        service.handle = answer;
        service.is_slow = [](const api::Request&) { return false; };
        service.log = [this](const api::LogEntry&, std::uint64_t sent) {
            ++logged;
            bytes = sent;
        };
        return service;
    }
};

std::string all_parts()
{
    std::string all;
    for (int i = 0; i < parts; ++i) {
        all += part(i);
    }
    return all;
}

/// The content of a chunked body, and what follows it; `whole` is false if the last chunk is missing.
struct Chunked {
    std::string content{};
    std::string rest{};
    bool whole = false;
};

Chunked decode(std::string_view bytes)
{
    Chunked decoded;
    while (!bytes.empty()) {
        const auto line = bytes.find("\r\n");
        if (line == std::string_view::npos) {
            break;
        }
        const auto size = std::stoul(std::string(bytes.substr(0, line)), nullptr, 16);
        bytes.remove_prefix(line + 2);
        if (size == 0) {
            decoded.whole = bytes.starts_with("\r\n");
            decoded.rest = bytes.substr(2);
            break;
        }
        if (bytes.size() < size + 2) {
            break;
        }
        decoded.content += bytes.substr(0, size);
        bytes.remove_prefix(size + 2);
    }
    return decoded;
}

std::string_view body_of(std::string_view answer) { return answer.substr(answer.find("\r\n\r\n") + 4); }

} // namespace

TEST_CASE("a body that is made while it is sent arrives whole, in chunks, before the next answer",
          "[generated]")
{
    TestServer test;
    Client client(test.server.port());
    client.get("/parts");
    client.get("/next", "Connection: close\r\n");
    const auto all = client.rest();
    CHECK_THAT(all.substr(0, 400), ContainsSubstring("\r\nTransfer-Encoding: chunked\r\n"));
    CHECK_THAT(all.substr(0, 400), !ContainsSubstring("Content-Length"));
    const auto decoded = decode(body_of(all));
    CHECK(decoded.whole);
    CHECK((decoded.content == all_parts()));
    CHECK(decoded.rest.starts_with("HTTP/1.1 200 OK"));
    CHECK(decoded.rest.ends_with("/next"));
}

TEST_CASE("clients that read such a body slowly, or leave, do not keep others waiting", "[generated]")
{
    TestServer test;
    std::vector<Client> silent;
    for (int i = 0; i < 8; ++i) {
        silent.emplace_back(test.server.port(), 4096);
        silent.back().get("/parts");
    }
    CHECK(api::test::fetch(test.server.port(), "/quick").status == 200);
    Client reader(test.server.port());
    reader.get("/parts", "Connection: close\r\n");
    CHECK((decode(body_of(reader.rest())).content == all_parts()));
    while (silent.size() > 4) {
        silent.pop_back();
    }
    silent.front().send("GET /next HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    CHECK((decode(body_of(silent.front().rest())).content == all_parts()));
}

TEST_CASE("HTTP/1.0 gets such a body without chunks, until the connection ends", "[generated]")
{
    TestServer test;
    Client client(test.server.port());
    client.send("GET /parts HTTP/1.0\r\nHost: localhost\r\n\r\n");
    const auto all = client.rest();
    CHECK_THAT(all.substr(0, 400), !ContainsSubstring("Transfer-Encoding"));
    CHECK((body_of(all) == all_parts()));
}

TEST_CASE("a body that cannot be made to its end is cut off, so that no client takes it for whole",
          "[generated]")
{
    TestServer test;
    Client client(test.server.port());
    client.get("/broken");
    const auto decoded = decode(body_of(client.rest()));
    CHECK_FALSE(decoded.whole);
    CHECK(decoded.content.size() <= parts / 2 * part_size);
    CHECK(api::test::fetch(test.server.port(), "/after").status == 200);
}

TEST_CASE("HEAD of such a body is its head", "[generated]")
{
    TestServer test;
    Client client(test.server.port());
    client.send("HEAD /parts HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    const auto all = client.rest();
    CHECK(all.starts_with("HTTP/1.1 200 OK"));
    CHECK(all.ends_with("\r\n\r\n"));
}
