#include "api/pistache_server.hpp"
#include "tests/api/test_client.hpp"
#include "tests/support/catch.hpp"

#include <atomic>
#include <cstdlib>
#include <random>
#include <string>
#include <thread>
#include <vector>

using api::test::Client;

namespace {

struct Score {
    std::atomic<long> served = 0;
    std::atomic<long> aborted = 0;
    std::atomic<long> mismatched = 0;
    std::atomic<long> lost = 0; ///< no answer though the client stayed
};

/// Bodies of all sizes that matter: one packet, more than one read, more than a socket's buffer (which goes to the pump).
api::Response answer(const api::Request& request)
{
    static const std::string filler(300'000, 'x');
    const auto size =
        static_cast<std::size_t>(std::atoi(std::string(request.parameter("size").value_or("0")).c_str()));
    return api::make_response(200, "text/plain", request.id + "\n" + filler.substr(0, size));
}

std::string request_for(const std::string& id, unsigned long dice)
{
    const int size = dice % 100 == 0 ? 250'000 : dice % 10 == 0 ? 20'000 : 200;
    const std::string path = dice % 7 == 0 ? "/slow" : "/quick";
    return "GET " + path + "?size=" + std::to_string(size) + " HTTP/1.1\r\nHost: a\r\nX-Request-Id: " + id +
           "\r\n\r\n";
}

/// Leaves right after asking: closing, resetting, or after a first look at the answer.
void leave(Client& client, unsigned long dice)
{
    if (dice % 3 == 0) {
        const linger reset{1, 0};
        ::setsockopt(client.descriptor(), SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    } else if (dice % 3 == 1) {
        char byte = 0;
        (void)::recv(client.descriptor(), &byte, 1, MSG_DONTWAIT);
    }
    client.close();
}

void storm(std::uint16_t port, unsigned seed, long goal, Score& score)
{
    std::mt19937 random(seed);
    long number = 0;
    while (score.served < goal) {
        Client client(port);
        const bool leaves = random() % 2 == 0;
        const int requests = 1 + static_cast<int>(random() % 8);
        std::vector<std::string> ids;
        std::string bytes;
        for (int i = 0; i < requests; ++i) {
            ids.push_back(std::to_string(seed) + "-" + std::to_string(++number));
            bytes += request_for(ids.back(), random());
        }
        client.send(bytes);
        if (leaves) {
            score.aborted += requests;
            leave(client, random());
            continue;
        }
        for (const auto& id : ids) {
            const auto got = client.receive();
            if (got.status == 0) {
                ++score.lost;
                break;
            }
            const bool matches = got.header("X-Request-Id") == id && got.body.starts_with(id + "\n");
            (matches ? score.served : score.mismatched) += 1;
        }
    }
}

} // namespace

// Half of the clients leave before their answer, as map viewers do all day. Descriptors are closed and their numbers given to the
// next client the whole time: an answer written by number alone, or late, would reach a stranger.
TEST_CASE("in an abort storm every answer reaches the client that asked", "[server][storm]")
{
    const auto* wanted = std::getenv("MACHIZU_STORM");
    const long goal = wanted != nullptr ? std::atol(wanted) : 200'000;
    api::PistacheServer server({},
                               {answer, [](const api::Request& request) { return request.path == "/slow"; },
                                [](const api::LogEntry&, std::uint64_t) {}});
    Score score;
    std::vector<std::thread> threads;
    for (unsigned seed = 1; seed <= 8; ++seed) {
        threads.emplace_back([&, seed] { storm(server.port(), seed, goal, score); });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    INFO("served " << score.served << ", aborted " << score.aborted);
    CHECK(score.served >= goal);
    CHECK(score.aborted > goal / 4);
    CHECK(score.mismatched == 0);
    CHECK(score.lost == 0);
}
