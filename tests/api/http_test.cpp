#include "api/conditions.hpp"
#include "api/http.hpp"
#include "tests/api/test_site.hpp"
#include "tests/support/catch.hpp"

using api::test::request;
using api::test::text_of;

namespace {

api::Response document(const std::string& body = "0123456789")
{
    auto response = api::make_response(200, "text/plain", body);
    response.set("ETag", "\"v1\"").set("Accept-Ranges", "bytes");
    return response;
}

api::Response answered(const std::string& headers)
{
    return api::apply_conditions(request("GET", "/", headers), document());
}

} // namespace

TEST_CASE("percent-encoding goes there and back, and refuses what is broken", "[http]")
{
    CHECK(api::percent_decode("a%20b%E6%8A%95") == "a b投");
    CHECK(api::percent_decode("a+b") == "a+b");
    CHECK(api::percent_decode("a+b", true) == "a b");
    CHECK(api::percent_decode(api::percent_encode("投票所 1/2?&")) == "投票所 1/2?&");
    for (const auto* broken : {"%", "%4", "%zz", "%00", "%0A", "%ff", "%c0%80", "%ed%a0%80"}) {
        CHECK_FALSE(api::percent_decode(broken));
    }
}

TEST_CASE("a known ETag is answered by 304", "[http]")
{
    CHECK(answered("If-None-Match: \"v1\"\r\n").status == 304);
    CHECK(answered("If-None-Match: \"x\", W/\"v1\"\r\n").status == 304);
    CHECK(answered("If-None-Match: *\r\n").status == 304);
    CHECK(answered("If-None-Match: \"v2\"\r\n").status == 200);
    CHECK(answered("If-None-Match: \"v1\"\r\n").header("ETag") == "\"v1\"");
}

TEST_CASE("a range is cut out of the body", "[http]")
{
    const auto part = [](const std::string& range) {
        const auto response = answered("Range: " + range + "\r\n");
        return std::to_string(response.status) + " " + text_of(response);
    };
    CHECK(part("bytes=0-0") == "206 0");
    CHECK(part("bytes=2-4") == "206 234");
    CHECK(part("bytes=8-") == "206 89");
    CHECK(part("bytes=8-100") == "206 89");
    CHECK(part("bytes=-3") == "206 789");
    CHECK(part("bytes=-100") == "206 0123456789");
    CHECK(part("bytes=10-") == "416 ");
    CHECK(part("bytes=-0") == "416 ");
    CHECK(part("bytes=4-2") == "200 0123456789");
    CHECK(part("bytes=a-b") == "200 0123456789");
    CHECK(part("bytes=0-1,3-4") == "200 0123456789");
    CHECK(part("items=0-1") == "200 0123456789");
    CHECK(answered("Range: bytes=2-4\r\n").header("Content-Range") == "bytes 2-4/10");
    CHECK(answered("Range: bytes=20-\r\n").header("Content-Range") == "bytes */10");
    CHECK(answered("Range: bytes=2-4\r\nIf-Range: \"v1\"\r\n").status == 206);
    CHECK(answered("Range: bytes=2-4\r\nIf-Range: \"v0\"\r\n").status == 200);
}

TEST_CASE("the language is the one asked for, else the browser's, else Japanese", "[http]")
{
    using api::Language;
    CHECK(language_of(request("GET", "/")) == Language::ja);
    CHECK(language_of(request("GET", "/", "Accept-Language: en-US,en;q=0.9,ja;q=0.8\r\n")) == Language::en);
    CHECK(language_of(request("GET", "/", "Accept-Language: fr, ja;q=0.5, en;q=0.1\r\n")) == Language::ja);
    CHECK(language_of(request("GET", "/", "Accept-Language: de\r\n")) == Language::ja);
    CHECK(language_of(request("GET", "/?lang=en", "Accept-Language: ja\r\n")) == Language::en);
}

TEST_CASE("gzip is sent only to those who take it", "[http]")
{
    CHECK(accepts_coding(request("GET", "/", "Accept-Encoding: br, gzip\r\n"), "gzip"));
    CHECK(accepts_coding(request("GET", "/", "Accept-Encoding: *\r\n"), "gzip"));
    CHECK_FALSE(accepts_coding(request("GET", "/", "Accept-Encoding: gzip;q=0, *\r\n"), "gzip"));
    CHECK_FALSE(accepts_coding(request("GET", "/", "Accept-Encoding: identity\r\n"), "gzip"));
    CHECK_FALSE(accepts_coding(request("GET", "/"), "gzip"));
}

TEST_CASE("dates are written as HTTP wants them", "[http]")
{
    CHECK(api::http_date(784111777) == "Sun, 06 Nov 1994 08:49:37 GMT");
}
