#include "api/http_parser.hpp"
#include "tests/support/catch.hpp"

#include <random>
#include <string>
#include <vector>

using api::RequestParser;
using Status = api::RequestParser::Status;

namespace {

/// 200 for a complete request, 0 for an incomplete one, else the status of the error.
int outcome(std::string_view bytes)
{
    RequestParser parser;
    parser.append(bytes);
    const auto status = parser.next();
    return status == Status::complete ? 200 : status == Status::incomplete ? 0 : parser.error_status();
}

api::Request parsed(std::string_view bytes)
{
    RequestParser parser;
    parser.append(bytes);
    REQUIRE(parser.next() == Status::complete);
    return parser.take();
}

std::string with_header(const std::string& line)
{
    return "GET / HTTP/1.1\r\nHost: a\r\n" + line + "\r\n\r\n";
}
std::string with_target(const std::string& target)
{
    return "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n";
}

} // namespace

TEST_CASE("a request is taken apart and decoded", "[http_parser]")
{
    const auto request =
        parsed("GET /a%20b/c%2Fd?q=%E6%8A%95+x&q=2&empty= HTTP/1.1\r\nHost: map.example:8080\r\n"
               "X-Request-ID:  abc \r\nAccept: */*\r\n\r\n");
    CHECK(request.method == "GET");
    CHECK(request.target == "/a%20b/c%2Fd?q=%E6%8A%95+x&q=2&empty=");
    CHECK(request.path == "/a%20b/c%2Fd");
    CHECK(request.segments == std::vector<std::string>{"a b", "c/d"});
    CHECK(request.query == api::Fields{{"q", "投 x"}, {"q", "2"}, {"empty", ""}});
    CHECK(request.header("host") == "map.example:8080");
    CHECK(request.id == "abc");
    CHECK(request.keep_alive);
}

TEST_CASE("what is legal though rare is understood", "[http_parser]")
{
    CHECK(outcome("\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n") == 200);
    CHECK(outcome("GET / HTTP/1.0\r\n\r\n") == 200);
    CHECK(outcome(with_header("Accept: *")) == 200);
    CHECK(outcome(with_header("Accept:")) == 200);
    CHECK(outcome(with_header("Cookie: foo")) == 200);
    CHECK(outcome(with_header("Cache-Control: Immutable, x")) == 200);
    CHECK(outcome(with_header("Content-Length: 0")) == 200);
    CHECK(outcome(with_target("/?q=投票所")) == 200);
    CHECK(outcome("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n") == 200);
    CHECK(outcome("GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n") == 200);
    CHECK(parsed("GET http://b.example/x?y=1 HTTP/1.1\r\nHost: a\r\n\r\n").target == "/x?y=1");
    CHECK(parsed("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n"
                 "3;name=\"v\"\r\nabc\r\n00A\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n")
              .body == "abc0123456789");
}

TEST_CASE("what two readers could understand differently is refused", "[http_parser]")
{
    struct Case {
        std::string bytes;
        int status;
    };
    const std::vector<Case> cases = {
        {"GET / HTTP/1.1\nHost: a\n\n", 400},                  // bare LF
        {"GET / HTTP/1.1\r\nHost: a\n\r\n\r\n", 400},          //
        {"GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n", 400},      // bare CR
        {"GET /\r\nHost: a\r\n\r\n", 400},                     // no version
        {"GET /x \r\nHost: a\r\n\r\n", 400},                   //
        {"GET /x H\r\nHost: a\r\n\r\n", 400},                  //
        {"GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400},           // two spaces
        {"GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505},            //
        {"GET / HTTP/1.12\r\nHost: a\r\n\r\n", 400},           //
        {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},             //
        {"G@T / HTTP/1.1\r\nHost: a\r\n\r\n", 400},            //
        {std::string("\x16\x03\x01\x02\x00", 5), 400},         // TLS
        {"GET / HTTP/1.1\r\n\r\n", 400},                       // no Host
        {with_header("Host: b"), 400},                         // two
        {"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},          //
        {"GET / HTTP/1.1\r\nHost: a\"><script>\r\n\r\n", 400}, //
        {"GET / HTTP/1.1\r\nHost: a:999999\r\n\r\n", 400},     //
        {with_header(std::string("X: a\0b", 6)), 400},         // NUL
        {with_header("X: a\x01"), 400},                        //
        {with_header("X: a\r\n folded"), 400},                 // obs-fold
        {with_header("Name : x"), 400},                        //
        {with_header(": x"), 400},                             //
        {with_header("no colon"), 400},                        //
        {with_header("Content-Length: -1"), 400},              //
        {with_header("Content-Length: +3"), 400},              //
        {with_header("Content-Length: abc"), 400},             //
        {with_header("Content-Length: 3abc"), 400},            //
        {with_header("Content-Length:"), 400},                 //
        {with_header("Content-Length: 3, 3"), 400},            //
        {with_header("Content-Length: 3\r\nContent-Length: 3"), 400},
        {with_header("Content-Length: 3\r\nContent-Length: 6"), 400},
        {with_header("Content-Length: 99999999999999999999999"), 400},
        {with_header("Content-Length: 1000000000000"), 413},
        {with_header("Content-Length: 3\r\nTransfer-Encoding: chunked"), 400},
        {with_header("Transfer-Encoding : chunked"), 400},
        {with_header("Transfer-Encoding: ch"), 501},
        {with_header("Transfer-Encoding: gzip, chunked"), 501},
        {with_header("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"), 400},
        {"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
        {with_header("Expect: a miracle"), 417},
        {with_header("Transfer-Encoding: chunked") + "0x3\r\nabc\r\n0\r\n\r\n", 400},
        {with_header("Transfer-Encoding: chunked") + "-1\r\n", 400},
        {with_header("Transfer-Encoding: chunked") + "\r\n", 400},
        {with_header("Transfer-Encoding: chunked") + "3\r\nabcd\r\n", 400},
        {with_header("Transfer-Encoding: chunked") + "FFFFFFFFFFFFFFFF\r\n", 400},
        {with_header("Transfer-Encoding: chunked") + "FFFFFFF\r\n", 413},
        {with_header("Transfer-Encoding: chunked") + "1" + std::string(300, ' '), 400},
        {with_header("Transfer-Encoding: chunked") + "0\r\nbad trailer\r\n\r\n", 400},
        {with_target("/%zz"), 400},
        {with_target("/%"), 400},
        {with_target("/a%00b"), 400},
        {with_target("/%ff"), 400},
        {with_target("/a/../b"), 400},
        {with_target("/a/%2e%2e/b"), 400},
        {with_target("/?q=%ff"), 400},
        {with_target("x"), 400},
        {with_target("*"), 400},
        {with_target("/#x"), 400},
        {with_target("/" + std::string(9000, 'a')), 414},
        {with_header("X: " + std::string(20000, 'a')), 431},
        {std::string(20000, 'a'), 431},
    };
    for (const auto& c : cases) {
        INFO(c.bytes.substr(0, 200));
        CHECK(outcome(c.bytes) == c.status);
    }
    std::string many;
    for (int i = 0; i < 101; ++i) {
        many += "X-" + std::to_string(i) + ": 1\r\n";
    }
    CHECK(outcome(with_header(many + "Y: 1")) == 431);
    CHECK(outcome(with_target("/" + std::string(7000, '/'))) == 200);
}

TEST_CASE("the outcome does not depend on how the bytes were cut", "[http_parser]")
{
    const std::string stream =
        "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1;x=y\r\n!\r\n0\r\n"
        "T: 1\r\n\r\n\r\nPOST /b HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabcGET /c HTTP/1.1\r\nHost: "
        "a\r\n\r\n";
    const auto run = [&](const std::vector<std::size_t>& cuts) {
        RequestParser parser;
        std::string seen;
        std::size_t begin = 0;
        for (const auto cut : cuts) {
            parser.append(std::string_view(stream).substr(begin, cut - begin));
            begin = cut;
            while (parser.next() == Status::complete) {
                const auto request = parser.take();
                seen += request.path + "=" + request.body + ";";
            }
            if (parser.next() == Status::failed) {
                seen += "failed: " + parser.error();
                break;
            }
        }
        return seen;
    };
    const std::string expected = "/a=hello!;/b=abc;/c=;";
    for (std::size_t i = 0; i <= stream.size(); ++i) {
        CHECK(run({i, stream.size()}) == expected);
    }
    std::vector<std::size_t> every;
    for (std::size_t i = 1; i <= stream.size(); ++i) {
        every.push_back(i);
    }
    CHECK(run(every) == expected);
}

TEST_CASE("random bytes in random packets neither crash the parser nor get past its limits", "[http_parser]")
{
    std::mt19937 random(20261121);
    const std::string seed = "POST /a?b=%41 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nX: "
                             "y\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
    for (int round = 0; round < 20'000; ++round) {
        auto bytes = seed + seed;
        for (auto edits = random() % 4; edits > 0; --edits) {
            const auto at = random() % bytes.size();
            switch (random() % 3) {
            case 0:
                bytes[at] = static_cast<char>(random() % 256);
                break;
            case 1:
                bytes.erase(at, random() % 8);
                break;
            default:
                bytes.insert(at, std::string(random() % 8, "\r\n :0%;\xff"[random() % 8]));
                break;
            }
        }
        RequestParser parser;
        std::size_t begin = 0;
        while (begin < bytes.size()) {
            const auto part = 1 + random() % 40;
            parser.append(std::string_view(bytes).substr(begin, part));
            begin += part;
            while (parser.next() == Status::complete) {
                const auto request = parser.take();
                REQUIRE(request.body.size() <= 64 * 1024);
                REQUIRE(request.headers.size() <= 100);
            }
        }
    }
}

TEST_CASE("a client that expects 100 Continue is told once, and only if a body follows", "[http_parser]")
{
    RequestParser parser;
    parser.append("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
    CHECK(parser.next() == Status::incomplete);
    CHECK(parser.take_expectation());
    CHECK_FALSE(parser.take_expectation());
    parser.append("abc");
    CHECK(parser.next() == Status::complete);
    CHECK(parser.take().body == "abc");
}

TEST_CASE("connections stay open as the client wishes", "[http_parser]")
{
    CHECK(parsed("GET / HTTP/1.1\r\nHost: a\r\n\r\n").keep_alive);
    CHECK_FALSE(parsed("GET / HTTP/1.1\r\nHost: a\r\nConnection: foo, Close\r\n\r\n").keep_alive);
    CHECK_FALSE(parsed("GET / HTTP/1.0\r\n\r\n").keep_alive);
    CHECK(parsed("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n").keep_alive);
}
