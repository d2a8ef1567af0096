#include "datasets/municipality.hpp"
#include "tests/support/catch.hpp"

#include <string>

using datasets::municipality_code;
using datasets::plane_zone;

TEST_CASE("the check digit of a municipality's code is the published one", "[municipality]")
{
    for (const char* code :
         {"272248", "282022", "282049", "282146", "372013", "222127", "011002", "131016"}) {
        INFO(code);
        CHECK(datasets::check_digit(std::string{code}.substr(0, 5)) == code[5]);
    }
}

TEST_CASE("a municipality's code is read with and without check digit and leading zero", "[municipality]")
{
    CHECK(municipality_code("27224") == "27224");
    CHECK(municipality_code("272248") == "27224");
    CHECK(municipality_code("01100") == "01100");
    CHECK(municipality_code("1100") == "01100");
    CHECK(municipality_code("11002") == "01100");
    CHECK(municipality_code("011002") == "01100");
    CHECK_FALSE(municipality_code("272249")); // a wrong check digit
    CHECK_FALSE(municipality_code("99999"));
    CHECK_FALSE(municipality_code("272"));
    CHECK_FALSE(municipality_code("2722a"));
    CHECK_FALSE(municipality_code(""));
}

TEST_CASE("the plane-rectangular zone follows from the prefecture or the city", "[municipality]")
{
    CHECK(plane_zone("兵庫県") == 5);
    CHECK(plane_zone("大阪府") == 6);
    CHECK(plane_zone("香川県") == 4);
    CHECK(plane_zone("静岡県") == 8);
    CHECK(plane_zone("28204") == 5);
    CHECK(plane_zone("272248") == 6);
    CHECK(plane_zone("42201") == 1);
}

TEST_CASE("a prefecture of several zones needs its city named", "[municipality]")
{
    for (const char* name : {"北海道", "東京都", "鹿児島県", "沖縄県", "汐凪県"}) {
        CHECK_FALSE(plane_zone(name));
    }
    CHECK(plane_zone("01202") == 11); // 函館
    CHECK(plane_zone("01100") == 12); // 札幌
    CHECK(plane_zone("01207") == 13); // 帯広
    CHECK(plane_zone("13101") == 9);
    CHECK(plane_zone("13421") == 14); // 小笠原
    CHECK(plane_zone("46201") == 2);
    CHECK(plane_zone("46222") == 1); // 奄美
    CHECK(plane_zone("47201") == 15);
    CHECK(plane_zone("47207") == 16); // 石垣
    CHECK(plane_zone("47357") == 17); // 南大東
    CHECK_FALSE(plane_zone("46303")); // 三島村 lies on the line
}
