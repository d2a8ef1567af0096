#include "api/client_address.hpp"
#include "tests/support/catch.hpp"

#include <string>

using namespace api;

namespace {

Request from(const std::string& client, const Fields& headers)
{
    Request request;
    request.client = client;
    request.headers = headers;
    return request;
}

TrustedProxies proxies()
{
    TrustedProxies all;
    all.ranges = {*parse_address_range("127.0.0.1"), *parse_address_range("10.0.0.0/8")};
    return all;
}

} // namespace

TEST_CASE("addresses and ranges are read as proxies and operators write them", "[client_address]")
{
    CHECK(parse_address("192.0.2.1") == parse_address("::ffff:192.0.2.1"));
    CHECK(parse_address(" [2001:db8::1]:443 ") == parse_address("2001:db8::1"));
    CHECK(parse_address("192.0.2.1:8080") == parse_address("192.0.2.1"));
    for (const char* text : {"", "unknown", "1.2.3", "1.2.3.4.5", "[", "]", ":", "_hidden", "999.0.0.1"}) {
        CHECK_FALSE(parse_address(text));
    }
    CHECK(parse_address_range("10.0.0.0/8")->contains(*parse_address("10.255.0.1")));
    CHECK_FALSE(parse_address_range("10.0.0.0/8")->contains(*parse_address("11.0.0.1")));
    CHECK(parse_address_range("2001:db8::/33")->contains(*parse_address("2001:db8:7fff::1")));
    CHECK_FALSE(parse_address_range("2001:db8::/33")->contains(*parse_address("2001:db8:8000::1")));
    CHECK(parse_address_range("0.0.0.0/0")->contains(*parse_address("8.8.8.8")));
    CHECK_FALSE(parse_address_range("0.0.0.0/0")->contains(*parse_address("2001:db8::1")));
    for (const char* text : {"10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8x", "::/129", "x/8"}) {
        CHECK_FALSE(parse_address_range(text));
    }
}

TEST_CASE("a household with IPv6 is one client, and private networks are known", "[client_address]")
{
    CHECK(network_of("2001:db8:1:2:3:4:5:6") == network_of("2001:db8:1:2::9"));
    CHECK(network_of("2001:db8:1:2::1") != network_of("2001:db8:1:3::1"));
    CHECK(network_of("192.0.2.1") != network_of("192.0.2.2"));
    for (const char* text : {"127.0.0.1", "::1", "10.1.2.3", "172.31.0.1", "192.168.1.1", "fd00::1",
                             "fe80::1", "::ffff:127.0.0.1"}) {
        CHECK(is_private(text));
    }
    for (const char* text : {"172.32.0.1", "8.8.8.8", "2001:db8::1", "", "localhost"}) {
        CHECK_FALSE(is_private(text));
    }
}

TEST_CASE("only a trusted proxy is believed about who asks, and only as far as trusted ones wrote",
          "[client_address]")
{
    const auto all = proxies();
    CHECK(all.client_of(from("203.0.113.9", {{"x-forwarded-for", "192.0.2.1"}})) == "203.0.113.9");
    CHECK(all.client_of(from("127.0.0.1", {{"x-forwarded-for", "192.0.2.1"}})) == "192.0.2.1");
    // What the visitor wrote himself stands first; the proxy adds whom it saw at the end.
    CHECK(all.client_of(from("127.0.0.1", {{"x-forwarded-for", "1.1.1.1, 192.0.2.1"}})) == "192.0.2.1");
    CHECK(all.client_of(from("127.0.0.1", {{"x-forwarded-for", "1.1.1.1"},
                                           {"x-forwarded-for", "192.0.2.1, 10.0.0.7"}})) == "192.0.2.1");
    CHECK(all.client_of(from("127.0.0.1", {{"x-forwarded-for", "192.0.2.1, unknown"}})) == "127.0.0.1");
    CHECK(all.client_of(from("127.0.0.1", {})) == "127.0.0.1");
    CHECK(all.client_of(from("127.0.0.1", {{"x-forwarded-for", "10.0.0.9, 10.0.0.8"}})) == "10.0.0.9");
    CHECK(TrustedProxies{}.client_of(from("127.0.0.1", {{"x-forwarded-for", "192.0.2.1"}})) == "127.0.0.1");
}
