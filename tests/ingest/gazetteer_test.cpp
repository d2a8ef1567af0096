#include "ingest/error.hpp"
#include "ingest/gazetteer.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/complaint.hpp"

#include <cmath>
#include <string>
#include <vector>

using datasets::AddressLevel;
using ingest::Gazetteer;
using ingest::NamedPlace;
using Kind = ingest::FoundAddress::Kind;

namespace {

const std::vector<NamedPlace> places{
    {"香川県", "高松市", "番町一丁目", "", {134.0464, 34.3428}},
    {"香川県", "高松市", "番町二丁目", "", {134.0455, 34.3413}},
    {"香川県", "高松市", "本町", "", {134.0526, 34.3485}},
    {"香川県", "高松市", "牟礼町牟礼", "", {134.1411, 34.3348}},
    {"香川県", "高松市", "西町", "", {134.0, 34.3}},
    {"香川県", "高松市", "太田", "", {134.05, 34.30}},
    {"香川県", "高松市", "太田一丁目", "", {134.06, 34.31}},
    {"香川県", "坂出市", "本町一丁目", "", {133.8558, 34.3163}},
    {"香川県", "坂出市", "府中町", "", {133.92, 34.29}},
    {"香川県", "木田郡三木町", "氷上", "", {134.1345, 34.2682}},
    {"広島県", "安芸郡府中町", "本町一丁目", "", {132.5, 34.4}},
    {"兵庫県", "神戸市中央区", "加納町六丁目", "", {135.1955, 34.6901}},
    {"兵庫県", "神戸市兵庫区", "荒田町一丁目", "", {135.17, 34.68}},
    {"愛知県", "豊田市", "足助町", "蔵ノ前", {137.31, 35.13}},
    {"愛知県", "豊田市", "足助町", "宮ノ後", {137.33, 35.15}},
    {"長野県", "北安曇郡松川村", "（大字なし）", "神戸", {137.85, 36.40}},
    {"京都府", "京都市中京区", "二条殿町", "", {135.7595, 35.0106}},
};

ingest::FoundAddress find(const std::string& address, const std::string& area = "")
{
    return Gazetteer{places, area}.find(address);
}

bool is(const ingest::FoundAddress& found, AddressLevel level, double lon, double lat)
{
    return found.kind == Kind::found && found.level == level && std::abs(found.position.lon - lon) < 1e-9 &&
           std::abs(found.position.lat - lat) < 1e-9;
}

} // namespace

TEST_CASE("an address is found by the longest name of a town that it begins with", "[gazetteer]")
{
    CHECK(is(find("香川県高松市番町１丁目８番１５号"), AddressLevel::chome, 134.0464, 34.3428));
    CHECK(is(find("香川県高松市牟礼町牟礼302番地1"), AddressLevel::town, 134.1411, 34.3348));
    CHECK(is(find("高松市 太田1-2-3"), AddressLevel::town, 134.05,
             34.30)); // 太田 stands by itself too: not 太田一丁目
    CHECK(is(find("高松市太田一丁目2-3"), AddressLevel::chome, 134.06, 34.31));
}

TEST_CASE("a number stands for a 丁目 where the town has nothing else", "[gazetteer]")
{
    CHECK(is(find("高松市番町1-8-15"), AddressLevel::chome, 134.0464, 34.3428));
    CHECK(is(find("高松市番町2"), AddressLevel::chome, 134.0455, 34.3413));
    CHECK(find("高松市番町3-1").level == AddressLevel::city); // no 三丁目 is known
    CHECK(find("高松市番町12-1").level == AddressLevel::city);
}

TEST_CASE("prefecture and county may be left out", "[gazetteer]")
{
    for (const char* address :
         {"香川県木田郡三木町氷上310", "木田郡三木町氷上310", "三木町氷上310", "香川県三木町大字氷上310"}) {
        INFO(address);
        CHECK(is(find(address), AddressLevel::town, 134.1345, 34.2682));
    }
}

TEST_CASE("a town that several cities have is found in none, unless the city is said", "[gazetteer]")
{
    CHECK(find("本町一丁目3").kind == Kind::ambiguous);
    CHECK(is(find("坂出市本町一丁目3"), AddressLevel::chome, 133.8558, 34.3163));
    CHECK(is(find("本町3", "高松市"), AddressLevel::town, 134.0526, 34.3485));
    CHECK(is(find("本町3", "香川県高松市"), AddressLevel::town, 134.0526, 34.3485));
    CHECK(find("府中町本町一丁目1").kind == Kind::found); // 安芸郡府中町
    CHECK(is(find("坂出市府中町100"), AddressLevel::town, 133.92, 34.29));
    CHECK(is(find("香川県府中町100"), AddressLevel::town, 133.92, 34.29));
}

TEST_CASE("an address of another city is not looked for in the one that the manifest says", "[gazetteer]")
{
    CHECK(is(find("坂出市本町一丁目3", "高松市"), AddressLevel::chome, 133.8558, 34.3163));
    CHECK(find("東京都千代田区本町3", "高松市").kind == Kind::unknown);
    CHECK(find("兵庫県本町3", "高松市").kind == Kind::unknown);
}

TEST_CASE("a name ends where another thing begins", "[gazetteer]")
{
    CHECK(find("高松市西町南2").level == AddressLevel::city); // not 西町
    CHECK(find("高松市西町イオン").level == AddressLevel::city);
    CHECK(is(find("高松市西町甲2"), AddressLevel::town, 134.0, 34.3));
    CHECK(is(find("高松市西町イ-2"), AddressLevel::town, 134.0, 34.3));
    CHECK(is(find("高松市西町 南公園"), AddressLevel::town, 134.0, 34.3));
    CHECK(is(find("高松市西町字南2"), AddressLevel::town, 134.0, 34.3));
    CHECK(is(find("高松市西町地内"), AddressLevel::town, 134.0, 34.3));
    CHECK(is(find("高松市番町一丁目中央公園"), AddressLevel::chome, 134.0464, 34.3428));
}

TEST_CASE("a city alone is the middle of its towns", "[gazetteer]")
{
    CHECK(is(find("香川県坂出市"), AddressLevel::city, (133.8558 + 133.92) / 2, (34.3163 + 34.29) / 2));
    CHECK(find("神戸市").kind == Kind::ambiguous); // which ward?
    CHECK(find("香川県").kind == Kind::unknown);
    CHECK(find("").kind == Kind::unknown);
}

TEST_CASE("a designated city without its ward is all of its wards", "[gazetteer]")
{
    CHECK(is(find("神戸市加納町6-5-1"), AddressLevel::chome, 135.1955, 34.6901));
    CHECK(is(find("神戸市中央区加納町六丁目5-1"), AddressLevel::chome, 135.1955, 34.6901));
    CHECK(find("神戸市兵庫区加納町六丁目5-1").level == AddressLevel::city); // which has none
}

TEST_CASE("小字 are found in their 大字, which without a point of its own is the middle of them",
          "[gazetteer]")
{
    CHECK(is(find("豊田市足助町蔵ノ前12"), AddressLevel::koaza, 137.31, 35.13));
    CHECK(is(find("豊田市足助町字宮の後12"), AddressLevel::koaza, 137.33, 35.15));
    CHECK(is(find("豊田市足助町12"), AddressLevel::town, 137.32, 35.14));
    CHECK(is(find("松川村神戸3"), AddressLevel::koaza, 137.85, 36.40));
}

TEST_CASE("in Kyoto the streets before the town are passed over", "[gazetteer]")
{
    CHECK(is(find("京都市中京区烏丸通御池上る二条殿町552"), AddressLevel::town, 135.7595, 35.0106));
}

TEST_CASE("an area that the gazetteer does not have is refused by name", "[gazetteer]")
{
    CHECK_THAT(complaint_of([] { Gazetteer(places, "丸亀市"); }),
               ContainsSubstring("丸亀市") && ContainsSubstring("geometry.area"));
}
