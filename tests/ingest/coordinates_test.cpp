#include "ingest/coordinates.hpp"
#include "tests/support/catch.hpp"

#include <string>

using datasets::Notation;
using ingest::judge_position;
using ingest::read_degrees;
using Kind = ingest::JudgedPosition::Kind;

namespace {

Kind judged(const std::string& lon, const std::string& lat)
{
    return judge_position(lon, lat, Notation::decimal).kind;
}

} // namespace

TEST_CASE("decimal degrees are read in any width", "[coordinates]")
{
    CHECK(read_degrees("34.7333", Notation::decimal) == 34.7333);
    CHECK(read_degrees(" １３５．４０６ ", Notation::decimal) == 135.406);
    CHECK_FALSE(read_degrees("34.7.3", Notation::decimal));
    CHECK_FALSE(read_degrees("34,7", Notation::decimal));
    CHECK_FALSE(read_degrees("北緯34", Notation::decimal));
    CHECK_FALSE(read_degrees("nan", Notation::decimal));
    CHECK_FALSE(read_degrees("", Notation::decimal));
}

TEST_CASE("degrees, minutes and seconds are read with any signs between them", "[coordinates]")
{
    const double expected = 34 + 43 / 60.0 + 12.3 / 3600;
    for (const char* text : {"34°43'12.3\"", "34度43分12.3秒", "34:43:12.3", "34-43-12.3",
                             "北緯34度43分12.3秒", "３４°４３′１２．３″", "34 43 12.3"}) {
        INFO(text);
        CHECK(read_degrees(text, Notation::dms).value_or(0) == Approx(expected).margin(1e-12));
    }
    CHECK(read_degrees("34°43'", Notation::dms).value_or(0) == Approx(34 + 43 / 60.0).margin(1e-12));
}

TEST_CASE("sixty minutes or seconds are a slip, not a position", "[coordinates]")
{
    CHECK_FALSE(read_degrees("34°60'00\"", Notation::dms));
    CHECK_FALSE(read_degrees("34°43'60\"", Notation::dms));
    CHECK_FALSE(read_degrees("34 43 12 3", Notation::dms));
    CHECK_FALSE(read_degrees("度分秒", Notation::dms));
    CHECK_FALSE(read_degrees("420260000", Notation::coded_dms) == 43.0);
    CHECK_FALSE(read_degrees("420299999", Notation::coded_dms));
}

TEST_CASE("the code of the police is degrees, minutes, and seconds in thousandths", "[coordinates]")
{
    CHECK(read_degrees("344312300", Notation::coded_dms).value_or(0) == Approx(34.720083333).margin(1e-9));
    CHECK(read_degrees("420221769", Notation::coded_dms).value_or(0) == Approx(42.0393803).margin(5e-8));
    CHECK(read_degrees("1431731849", Notation::coded_dms).value_or(0) == Approx(143.2921803).margin(5e-8));
    CHECK(read_degrees("0", Notation::coded_dms) == 0.0);
    CHECK_FALSE(read_degrees("42.0393803", Notation::coded_dms));
    CHECK_FALSE(read_degrees("-420221769", Notation::coded_dms));
    CHECK_FALSE(read_degrees("99999999999999999999", Notation::coded_dms));
}

TEST_CASE("a position in Japan is good, and given with longitude first", "[coordinates]")
{
    const auto position = judge_position("135.5622222", "34.77722222", Notation::decimal);
    CHECK(position.kind == Kind::good);
    CHECK(position.position == datasets::LonLat{135.5622222, 34.77722222});
}

TEST_CASE("exchanged longitude and latitude are put right", "[coordinates]")
{
    const auto position = judge_position("34.77722222", "135.5622222", Notation::decimal);
    CHECK(position.kind == Kind::swapped);
    CHECK(position.position == datasets::LonLat{135.5622222, 34.77722222});
}

TEST_CASE("everything else is called by its name", "[coordinates]")
{
    CHECK(judged("", "") == Kind::missing);
    CHECK(judged("－", "-") == Kind::missing);
    CHECK(judged("不明", "") == Kind::missing);
    CHECK(judged("0", "0.000") == Kind::zero);
    CHECK(judged("135.5", "") == Kind::unreadable);
    CHECK(judged("東経135度", "34.7") == Kind::unreadable);
    CHECK(judged("34.7", "34.7") == Kind::equal);
    CHECK(judged("135.5", "135.5") == Kind::equal);
    CHECK(judged("135.5", "334.685097") == Kind::outside_japan);
    CHECK(judged("-72.9", "43.6") == Kind::outside_japan);
}

TEST_CASE("the islands at the corners of Japan are in Japan", "[coordinates]")
{
    CHECK(judged("153.986", "24.283") == Kind::good); // 南鳥島
    CHECK(judged("136.075", "20.423") == Kind::good); // 沖ノ鳥島
    CHECK(judged("122.933", "24.449") == Kind::good); // 与那国島
    CHECK(judged("148.752", "45.557") == Kind::good); // 択捉島
}

TEST_CASE("degrees, minutes and seconds are read with points or nothing between them", "[coordinates]")
{
    CHECK(read_degrees("34.43.12.3", Notation::dms).value_or(0) == Approx(34.7200833333).margin(1e-9));
    CHECK(read_degrees("344312.3", Notation::dms).value_or(0) == Approx(34.7200833333).margin(1e-9));
    CHECK(read_degrees("1352420", Notation::dms).value_or(0) == Approx(135.4055555556).margin(1e-9));
    CHECK(read_degrees("N34°43′12.3″", Notation::dms).value_or(0) == Approx(34.7200833333).margin(1e-9));
    CHECK(read_degrees("東経135度24分20秒", Notation::dms).value_or(0) ==
          Approx(135.4055555556).margin(1e-9));
    CHECK_FALSE(read_degrees("346012.3", Notation::dms)); // sixty minutes
    CHECK_FALSE(read_degrees("34.43.12.3.4", Notation::dms));
}

TEST_CASE("both coordinates in one cell are read in the stated order", "[coordinates]")
{
    using ingest::judge_pair;
    for (const char* text : {"34.7,135.4", "34.7, 135.4", "(34.7、135.4)", "３４．７，１３５．４",
                             "34.7 135.4", "34.7/135.4", "34.7;135.4"}) {
        INFO(text);
        const auto judged = judge_pair(text, true, Notation::decimal);
        CHECK(judged.kind == Kind::good);
        CHECK(judged.position == datasets::LonLat{135.4, 34.7});
    }
    CHECK(judge_pair("135.4,34.7", false, Notation::decimal).kind == Kind::good);
    CHECK(judge_pair("135.4,34.7", true, Notation::decimal).kind == Kind::swapped);
    CHECK(judge_pair(",", true, Notation::decimal).kind == Kind::missing);
    CHECK(judge_pair("", true, Notation::decimal).kind == Kind::missing);
    CHECK(judge_pair("0,0", true, Notation::decimal).kind == Kind::zero);
    CHECK(judge_pair("34.7", true, Notation::decimal).kind == Kind::unreadable);
    CHECK(judge_pair("34.7,135.4,12", true, Notation::decimal).kind == Kind::unreadable);
}

TEST_CASE("surveyors' X is north and Y is east", "[coordinates]")
{
    using ingest::judge_plane;
    const auto judged = judge_plane("-135,563.531", "▲40068.075");
    CHECK(judged.kind == Kind::good);
    CHECK(judged.position == datasets::SourcePoint{-40068.075, -135563.531});
    CHECK(judge_plane("", "－").kind == Kind::missing);
    CHECK(judge_plane("0", "0.0").kind == Kind::zero);
    CHECK(judge_plane("-135563", "").kind == Kind::unreadable);
    CHECK(judge_plane("北", "東").kind == Kind::unreadable);
}
