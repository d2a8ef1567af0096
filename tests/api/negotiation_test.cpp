#include "api/negotiation.hpp"
#include "api/problem.hpp"
#include "tests/api/test_site.hpp"
#include "tests/support/catch.hpp"

#include <nlohmann/json.hpp>

#include <array>

using api::Format;
using api::negotiate;
using api::test::request;

namespace {

const std::array<Format, 3> formats{Format{"json", "application/geo+json", {"geojson"}, {"application/json"}},
                                    Format{"html", "text/html; charset=utf-8", {}, {"application/xhtml+xml"}},
                                    Format{"csv", "text/csv; charset=utf-8", {}, {}}};

std::string chosen(const std::string& target, const std::string& headers = "")
{
    return std::string(negotiate(request("GET", target, headers), formats).name);
}

} // namespace

TEST_CASE("the format is what f says, whatever Accept wants", "[negotiation]")
{
    CHECK(chosen("/a?f=csv") == "csv");
    CHECK(chosen("/a?f=geojson", "Accept: text/html\r\n") == "json");
    CHECK_THROWS_AS(chosen("/a?f=pdf"), api::Problem);
}

TEST_CASE("without f the format is what Accept wants most", "[negotiation]")
{
    CHECK(chosen("/a") == "json");
    CHECK(chosen("/a", "Accept: */*\r\n") == "json");
    CHECK(chosen("/a", "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n") ==
          "html");
    CHECK(chosen("/a", "Accept: application/json\r\n") == "json");
    CHECK(chosen("/a", "Accept: text/*;q=0.5, text/csv\r\n") == "csv");
    CHECK(chosen("/a", "Accept: text/html;q=0, text/*;q=0.3\r\n") == "csv");
    CHECK(chosen("/a", "Accept: image/png\r\n") == "json");
}

TEST_CASE("each representation leads to the others with the same parameters", "[negotiation]")
{
    const auto asked = request("GET", "/a?f=html&limit=3&filter=a%3D1");
    const auto links = api::format_links(asked, "http://map.example", formats, negotiate(asked, formats));
    REQUIRE(links.size() == 3);
    CHECK(links[0].at("rel") == "self");
    CHECK(links[0].at("href") == "http://map.example/a?limit=3&filter=a%3D1&f=html");
    CHECK(links[2].at("href") == "http://map.example/a?limit=3&filter=a%3D1&f=csv");
    CHECK(links[2].at("type") == "text/csv; charset=utf-8");
}
