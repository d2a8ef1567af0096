#include "datasets/time_interval.hpp"
#include "tests/support/catch.hpp"

using datasets::read_time_interval;
using datasets::TimeInterval;

TEST_CASE("moments of any zone are Japanese time", "[time_interval]")
{
    CHECK(read_time_interval("2026-04-01T00:00:00Z") ==
          TimeInterval{"2026-04-01T09:00:00", "2026-04-01T09:00:00"});
    CHECK(read_time_interval("2026-04-01T09:30:15.250+09:00") ==
          TimeInterval{"2026-04-01T09:30:15", "2026-04-01T09:30:15"});
    CHECK(read_time_interval("2025-12-31t20:00:00-05:00") ==
          TimeInterval{"2026-01-01T10:00:00", "2026-01-01T10:00:00"});
    CHECK(read_time_interval("2016-12-31T23:59:60Z") ==
          TimeInterval{"2017-01-01T08:59:59", "2017-01-01T08:59:59"});
}

TEST_CASE("a date is all of its day in Japan", "[time_interval]")
{
    CHECK(read_time_interval("2026-04-01") == TimeInterval{"2026-04-01T00:00:00", "2026-04-01T23:59:59"});
    CHECK(read_time_interval("2026-04-01/2026-04-30") ==
          TimeInterval{"2026-04-01T00:00:00", "2026-04-30T23:59:59"});
}

TEST_CASE("ends of an interval may be open", "[time_interval]")
{
    CHECK(read_time_interval("2026-04-01/..") == TimeInterval{"2026-04-01T00:00:00", ""});
    CHECK(read_time_interval("../2026-04-01") == TimeInterval{"", "2026-04-01T23:59:59"});
    CHECK(read_time_interval("/2026-04-01") == TimeInterval{"", "2026-04-01T23:59:59"});
    CHECK(read_time_interval("../..") == TimeInterval{});
    CHECK(read_time_interval("2026-04-01T00:00:00Z/2026-04-02T00:00:00+09:00") ==
          TimeInterval{"2026-04-01T09:00:00", "2026-04-02T00:00:00"});
}

TEST_CASE("what is no time and what ends before it begins is nothing", "[time_interval]")
{
    for (const char* text :
         {"", "yesterday", "2026", "2026-13-01", "2026-02-30", "2026-04-01T00:00:00", "2026-04-01T24:00:00Z",
          "2026-04-01 00:00:00Z", "2026-04-01T00:00Z", "2026-04-01T00:00:00+0900",
          "2026-04-01T00:00:00+09:60", "2026-04-02/2026-04-01", "2026-04-01/2026-04-02/2026-04-03",
          "-026-04-01", "2026-04-01T-1:00:00Z", "2026-04-01T00:00:00.Z5", "2026/04/01"}) {
        CAPTURE(text);
        CHECK_FALSE(read_time_interval(text));
    }
}

TEST_CASE("values of date and datetime fields have a first and a last second", "[time_interval]")
{
    CHECK(datasets::first_second("2026-04-01") == "2026-04-01T00:00:00");
    CHECK(datasets::last_second("2026-04-01") == "2026-04-01T23:59:59");
    CHECK(datasets::first_second("2026-04-01T09:30") == "2026-04-01T09:30:00");
    CHECK(datasets::last_second("2026-04-01T09:30") == "2026-04-01T09:30:59");
    CHECK(datasets::last_second("2026-04-01T09:30:15") == "2026-04-01T09:30:15");
}
