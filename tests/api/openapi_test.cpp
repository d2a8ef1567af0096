#include "tests/api/test_site.hpp"
#include "tests/support/catch.hpp"

#include <nlohmann/json.hpp>

#include <string>

using api::test::TestSite;
using api::test::text_of;
using nlohmann::json;

namespace {

/// What the definition says of the answers to a path.
json responses_of(const json& definition, const std::string& path)
{
    return definition.at("paths").at(path).at("get").at("responses");
}

} // namespace

TEST_CASE("the definition of the API says what a tile may be: in either encoding, or empty", "[openapi]")
{
    const TestSite site;
    const auto definition = json::parse(text_of(site.get("/api/openapi.json")));
    for (const std::string path :
         {"/tiles/{dataset}/{z}/{x}/{y}", "/api/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}",
          "/api/collections/{collectionId}/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}"}) {
        CAPTURE(path);
        const auto responses = responses_of(definition, path);
        CHECK(responses.at("200").at("content").size() == 2);
        CHECK(responses.at("200").at("content").contains("application/vnd.mapbox-vector-tile"));
        CHECK(responses.at("200").at("content").contains("application/vnd.maplibre-tile"));
        CHECK_FALSE(responses.at("204").contains("content"));
    }
    const auto empty = site.get("/tiles/parks/0/0/0?filter=number%20%3E%20999");
    CHECK(empty.status == 204);
    CHECK_FALSE(empty.header("Content-Type"));
}

TEST_CASE("the definition of the API promises nothing of what is in a file", "[openapi]")
{
    const TestSite site;
    const auto definition = json::parse(text_of(site.get("/api/openapi.json")));
    const auto file = responses_of(definition, "/downloads/{file}").at("200").at("content").at("*/*");
    CHECK(file.at("schema") == json::object()); // a data dictionary is JSON, a table is text
}
