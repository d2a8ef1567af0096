#include "ingest/instant.hpp"
#include "tests/support/catch.hpp"

#include <string>

using ingest::read_instant;

namespace {

std::string japanese_time(const std::string& text)
{
    const auto read = read_instant(text);
    return read ? read->iso : "none";
}

} // namespace

TEST_CASE("a moment in another zone becomes Japanese time", "[instant]")
{
    CHECK(japanese_time("2026-01-01T00:00:00Z") == "2026-01-01T09:00");
    CHECK(japanese_time("2025-12-31T15:00:00.000Z") == "2026-01-01T00:00");
    CHECK(japanese_time("2026-01-01 00:00:00+00") == "2026-01-01T09:00");
    CHECK(japanese_time("2026/01/01 00:00:00+00") == "2026-01-01T09:00");
    CHECK(japanese_time("20260101T000000Z") == "2026-01-01T09:00");
    CHECK(japanese_time("2024-02-28T20:30-0500") == "2024-02-29T10:30");
    CHECK(japanese_time("2026-01-01T05:45+05:45") == "2026-01-01T09:00");
    CHECK(read_instant("2026-01-01T00:00:00Z")->moved);
}

TEST_CASE("a moment in Japanese time stays what it is", "[instant]")
{
    const auto read = read_instant("2026-01-01T09:30:00+09:00");
    REQUIRE(read);
    CHECK(read->iso == "2026-01-01T09:30");
    CHECK_FALSE(read->moved);
}

TEST_CASE("a text that names no zone is no moment", "[instant]")
{
    for (const char* text : {"2026-01-01T00:00:00", "2026-01-01", "2026-01-01T00:00+", "2026-01-01T00:00 JST",
                             "2026-02-30T00:00Z", "2026-01-01T24:00Z", "2026-01-01T00:00+15:00", "Z", ""}) {
        INFO(text);
        CHECK_FALSE(read_instant(text));
    }
}

TEST_CASE("milliseconds since 1970, as ArcGIS writes them, are moments", "[instant]")
{
    CHECK(japanese_time("1767225600000") == "2026-01-01T09:00");
    CHECK(japanese_time("946684800000") == "2000-01-01T09:00");
    CHECK(japanese_time("-599616000000") == "1951-01-01T09:00");
    CHECK(read_instant("-2209161600000")->is_none);
}

TEST_CASE("numbers that may be something else are no milliseconds", "[instant]")
{
    for (const char* text :
         {"202601010930", "20260101", "20260101093000", "12345678901", "-12345678", "1.5"}) {
        INFO(text);
        CHECK_FALSE(read_instant(text));
    }
}
