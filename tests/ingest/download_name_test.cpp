#include "ingest/download_name.hpp"
#include "tests/support/catch.hpp"

using ingest::download_name;

TEST_CASE("a file from the web is called as its server calls it", "[download_name]")
{
    CHECK(download_name("https://x/d?id=3", "attachment; filename=\"parks.csv\"", "text/csv") == "parks.csv");
    CHECK(download_name("https://x/d", "attachment;filename=parks.csv", "") == "parks.csv");
    CHECK(download_name("https://x/d",
                        "attachment; filename=\"a.csv\"; filename*=UTF-8''%E5%85%AC%E5%9C%92.csv",
                        "") == "公園.csv");
    CHECK(download_name("https://x/d", "Attachment; FileName=\"%E5%85%AC%E5%9C%92.csv\"", "") == "公園.csv");
}

TEST_CASE("else as its URL ends", "[download_name]")
{
    CHECK(download_name("https://x/data/%E5%85%AC%E5%9C%92.xlsx?v=2#top", "", "") == "公園.xlsx");
    CHECK(download_name("https://x/parks.csv", "attachment", "text/html") == "parks.csv");
    CHECK(download_name("https://x/100%.csv", "", "") == "100%.csv");
}

TEST_CASE("else the media type gives the ending", "[download_name]")
{
    CHECK(download_name("https://x/api/parks", "", "text/csv; charset=utf-8") == "parks.csv");
    CHECK(download_name("https://x/", "", "application/geo+json") == "source.geojson");
    CHECK(download_name("https://x", "", "application/zip") == "source.zip");
    CHECK(download_name("https://x/", "", "application/octet-stream") == "source");
}

TEST_CASE("a name from elsewhere is never a path, nor hidden, nor of other bytes than UTF-8",
          "[download_name]")
{
    CHECK(download_name("https://x/d", "attachment; filename=\"../../etc/parks.csv\"", "") == "parks.csv");
    CHECK(download_name("https://x/d", "attachment; filename=\"C:\\parks.csv\"", "") == "parks.csv");
    CHECK(download_name("https://x/%2e%2e%2fparks.csv", "", "") == "parks.csv");
    CHECK(download_name("https://x/d.csv", "attachment; filename=\".csv\"", "") == "d.csv");
    CHECK(download_name("https://x/d.csv", "attachment; filename=\"\x8c\xf6\x89\x80.csv\"", "") == "d.csv");
    CHECK(download_name("https://x/d.csv", "attachment; filename=\"a\n.csv\"", "") == "d.csv");
    CHECK(download_name("https://x/d.csv", "attachment; filename=" + std::string(300, 'a') + ".csv", "") ==
          "d.csv");
    CHECK(download_name("https://x/..", "", "text/csv") == "source.csv");
}
