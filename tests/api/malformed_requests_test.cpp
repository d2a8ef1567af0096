#include "api/pistache_server.hpp"
#include "tests/api/test_client.hpp"
#include "tests/support/catch.hpp"

#include <string>
#include <vector>

using api::test::Client;

namespace {

/// What a stranger sends, and the status he gets. 0: no answer, since this is the beginning of a request that could still be one.
/// 200: legal though rare. After anything else the connection is closed.
struct Sent {
    const char* what;
    std::string bytes;
    int status;
};

std::string get(const std::string& target) { return "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n"; }
std::string with(const std::string& line) { return "GET / HTTP/1.1\r\nHost: a\r\n" + line + "\r\n\r\n"; }
std::string post(const std::string& headers, const std::string& body)
{
    return "POST / HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n\r\n" + body;
}
std::string chunked(const std::string& body) { return post("Transfer-Encoding: chunked", body); }
std::string bytes(std::initializer_list<int> codes)
{
    std::string text;
    for (const int code : codes) {
        text.push_back(static_cast<char>(code));
    }
    return text;
}

// clang-format off
std::vector<Sent> table()
{
    const std::string nul(1, '\0');
    std::vector<Sent> all = {
        // not HTTP at all
        {"nothing", "", 0},
        {"line ends only", "\r\n\r\n\r\n", 0},
        {"a bare LF", "\n", 400},
        {"a NUL", nul, 400},
        {"TLS", bytes({0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00}), 400},
        {"SSH", "SSH-2.0-OpenSSH_9.2\r\n\r\n", 400},
        {"the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
        {"a proxy protocol line", "PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\n\r\n", 400},
        {"RDP", bytes({0x03, 0x00, 0x00, 0x13, 0x0e, 0xe0}), 400},
        {"SOCKS 5", bytes({0x05, 0x01, 0x00}), 400},
        {"Redis", "*1\r\n$4\r\nPING\r\n\r\n", 400},
        {"a response", "HTTP/1.1 200 OK\r\n\r\n", 400},
        {"UTF-8 with a byte order mark", bytes({0xef, 0xbb, 0xbf}) + get("/"), 400},
        {"spaces first", " " + get("/"), 400},
        // request line
        {"no version", "GET /\r\n\r\n", 400},
        {"HTTP/0.9 with a host", "GET /\r\nHost: a\r\n\r\n", 400},
        {"a version cut short", "GET / H\r\nHost: a\r\n\r\n", 400},
        {"another protocol", "GET / ICY/1.1\r\nHost: a\r\n\r\n", 400},
        {"a version in lower case", "GET / http/1.1\r\nHost: a\r\n\r\n", 400},
        {"HTTP/1.2", "GET / HTTP/1.2\r\nHost: a\r\n\r\n", 505},
        {"HTTP/2.0", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505},
        {"HTTP/11", "GET / HTTP/11\r\nHost: a\r\n\r\n", 400},
        {"HTTP/1.10", "GET / HTTP/1.10\r\nHost: a\r\n\r\n", 400},
        {"no target", "GET HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"two spaces", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"a tab for the space", "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"a space in the target", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"a space at the end", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n", 400},
        {"a method with a slash", "G/T / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"a method of 40 letters", std::string(40, 'A') + " / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"a method of 20,000 letters", std::string(20'000, 'A'), 431},
        {"an empty method", " / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        // target
        {"no slash", get("tiles"), 400},
        {"an asterisk with GET", get("*"), 400},
        {"an authority", "CONNECT example.com:443 HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"a fragment", get("/#top"), 400},
        {"a broken escape", get("/%zz"), 400},
        {"half an escape", get("/%4"), 400},
        {"an escaped NUL", get("/%00"), 400},
        {"an escaped line end", get("/%0d%0aX: y"), 400},
        {"an overlong slash", get("/%c0%af"), 400},
        {"a surrogate", get("/%ed%a0%80"), 400},
        {"bytes that are not UTF-8", get("/" + bytes({0xff, 0xfe})), 400},
        {"up", get("/../etc/passwd"), 400},
        {"up, escaped", get("/%2e%2e/etc/passwd"), 400},
        {"up, half escaped", get("/.%2e/"), 400},
        {"here", get("/./"), 400},
        {"a query that cannot be decoded", get("/?q=%ff"), 400},
        {"a query with a control character", get("/?q=%07"), 400},
        {"a URL of 9,000 bytes", get("/" + std::string(9000, 'a')), 414},
        {"8,000 slashes", get(std::string(8000, '/')), 200},
        {"20,000 slashes", get(std::string(20'000, '/')), 431},
        {"a DEL", get("/" + bytes({0x7f})), 400},
        // header fields
        {"a bare LF as line end", "GET / HTTP/1.1\nHost: a\n\n", 400},
        {"a bare LF among others", "GET / HTTP/1.1\r\nHost: a\nX: y\r\n\r\n", 400},
        {"a bare CR", "GET / HTTP/1.1\r\nHost: a\rX: y\r\n\r\n", 400},
        {"CR CR LF", "GET / HTTP/1.1\r\r\nHost: a\r\n\r\n", 400},
        {"a NUL in a value", with("X: a" + nul + "b"), 400},
        {"a bell in a value", with("X: \a"), 400},
        {"a space before the colon", with("X : y"), 400},
        {"a tab before the colon", with("X\t: y"), 400},
        {"no colon", with("Nonsense"), 400},
        {"no name", with(": y"), 400},
        {"a folded line", with("X: y\r\n z"), 400},
        {"a folded first line", "GET / HTTP/1.1\r\n X: y\r\nHost: a\r\n\r\n", 400},
        {"brackets in a name", with("X[0]: y"), 400},
        {"Japanese in a name", with("名: y"), 400},
        {"a header of 20,000 bytes", with("X: " + std::string(20'000, 'a')), 431},
        {"101 headers", [] { std::string h; for (int i = 0; i < 101; ++i) h += "X: y\r\n"; return "GET / HTTP/1.1\r\nHost: a\r\n" + h + "\r\n"; }(), 431},
        {"100,000 headers", [] { std::string h; for (int i = 0; i < 100'000; ++i) h += "X: y\r\n"; return "GET / HTTP/1.1\r\n" + h + "\r\n"; }(), 431},
        {"headers without end", "GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n", 0},
        // host
        {"no Host", "GET / HTTP/1.1\r\n\r\n", 400},
        {"two Hosts", with("Host: b"), 400},
        {"a Host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},
        {"a Host with a quote", "GET / HTTP/1.1\r\nHost: a\"b\r\n\r\n", 400},
        {"a Host with a user", "GET / HTTP/1.1\r\nHost: me@a\r\n\r\n", 400},
        {"two Hosts in one", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", 400},
        {"a Host with a port of letters", "GET / HTTP/1.1\r\nHost: a:http\r\n\r\n", 400},
        {"a Host of broken IPv6", "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", 400},
        // length of the body
        {"a length below zero", post("Content-Length: -1", ""), 400},
        {"a length with a sign", post("Content-Length: +3", "abc"), 400},
        {"a length of letters", post("Content-Length: abc", "abc"), 400},
        {"a length and letters", post("Content-Length: 3abc", "abc"), 400},
        {"a length in hexadecimal", post("Content-Length: 0x3", "abc"), 400},
        {"an empty length", post("Content-Length:", "abc"), 400},
        {"a list of lengths", post("Content-Length: 3, 3", "abc"), 400},
        {"two lengths alike", post("Content-Length: 3\r\nContent-Length: 3", "abc"), 400},
        {"two lengths", post("Content-Length: 3\r\nContent-Length: 6", "abcdef"), 400},
        {"a length of a terabyte", post("Content-Length: 1000000000000", ""), 413},
        {"a length beyond 64 bits", post("Content-Length: 99999999999999999999", ""), 400},
        {"a length and chunks", post("Content-Length: 3\r\nTransfer-Encoding: chunked", "0\r\n\r\n"), 400},
        {"chunks and a length", post("Transfer-Encoding: chunked\r\nContent-Length: 3", "0\r\n\r\n"), 400},
        {"chunks in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
        {"two codings", post("Transfer-Encoding: gzip, chunked", ""), 501},
        {"chunks twice", post("Transfer-Encoding: chunked, chunked", ""), 501},
        {"chunks in two lines", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", ""), 400},
        {"a coding cut short", post("Transfer-Encoding: ch", ""), 501},
        {"a coding with a tab in it", post("Transfer-Encoding: \tchunke\td", ""), 501},
        {"a body that stops", post("Content-Length: 10", "abc"), 0},
        // chunks
        {"a chunk of no size", chunked("\r\nabc"), 400},
        {"a chunk size below zero", chunked("-1\r\n"), 400},
        {"a chunk size with 0x", chunked("0x3\r\nabc\r\n0\r\n\r\n"), 400},
        {"a chunk size beyond 64 bits", chunked("fffffffffffffffff\r\n"), 400},
        {"a chunk of 4 GB", chunked("ffffffff\r\n"), 413},
        {"a chunk longer than its size", chunked("3\r\nabcdef\r\n0\r\n\r\n"), 400},
        {"a chunk with a bare LF", chunked("3\nabc\n0\n\n"), 0},
        {"an extension without end", chunked("3;" + std::string(1000, 'x')), 400},
        {"a space in a chunk's size", chunked("3 3\r\nabc\r\n0\r\n\r\n"), 400},
        {"a trailer that is none", chunked("0\r\nnonsense\r\n\r\n"), 400},
        {"a trailer of 100 kB", chunked("0\r\nX: " + std::string(100'000, 'a')), 431},
        {"a legal extension", chunked("3;a=b\r\nabc\r\n0\r\n\r\n"), 200},
        {"a legal trailer", chunked("3\r\nabc\r\n0\r\nX: y\r\n\r\n"), 200},
        // else
        {"an expectation nobody knows", post("Expect: miracles\r\nContent-Length: 0", ""), 417},
        {"a method nobody knows", "BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 200},
        {"an absolute URL", get("http://example.com/x"), 200},
        {"an absolute URL of ftp", get("ftp://example.com/x"), 400},
        {"a request, then nonsense", get("/") + "\x01\x02", 200},
    };
    return all;
}
// clang-format on

} // namespace

TEST_CASE("a hundred malformed requests each get their answer and an end, and harm nobody",
          "[server][malformed]")
{
    api::PistacheServer server(
        {}, {[](const api::Request&) { return api::make_response(200, "text/plain", "ok"); },
             [](const api::Request&) { return false; }, [](const api::LogEntry&, std::uint64_t) {}});
    Client bystander(server.port());
    const auto sent = table();
    CHECK(sent.size() >= 100);
    for (const auto& [what, bytes, status] : sent) {
        INFO(what);
        Client client(server.port());
        client.send(bytes);
        if (status == 0) {
            client.end_of_input(); // half a request never becomes a whole one
            CHECK(client.rest().empty());
            continue;
        }
        const auto answer = client.receive();
        CHECK(answer.status == status);
        if (status != 200) {
            CHECK(answer.header("Connection") == "close");
            client.send(get("/smuggled"));
            CHECK(client.rest().find("HTTP/1.1 200") == std::string::npos);
        }
        bystander.get("/");
        REQUIRE(bystander.receive().status == 200);
    }
}
