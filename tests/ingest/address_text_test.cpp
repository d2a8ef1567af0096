#include "ingest/address_text.hpp"
#include "tests/support/catch.hpp"

#include <string>
#include <vector>

using ingest::address_text;

namespace {

std::string text_of(const std::string& address) { return address_text(address).text; }

} // namespace

TEST_CASE("addresses that differ in width, hyphens and kanji numerals are one", "[address_text]")
{
    for (const char* address :
         {"香川県高松市番町一丁目８番１５号", "香川県高松市番町１丁目８－１５",
          "香川県 高松市　番町1丁目8‐15", "〒760-0017 香川県高松市番町1丁目8番地15",
          "香川県高松市番町1丁目8ー15", "香川県高松市番町1丁目8−15号", "香川県高松市番町一丁目8〜15",
          "香川県高松市番町一丁目八番十五号", "香川県高松市番町1丁目8番地の15"}) {
        CHECK(text_of(address) == "香川県高松市番町1丁目8-15");
    }
}

TEST_CASE("大字, 字 and 番地の are left out", "[address_text]")
{
    CHECK(text_of("大字川東下字原1886番地の2") == text_of("川東下原1886-2"));
    CHECK(text_of("香南町字由佐１１７２番地") == "香南町由佐1172");
    CHECK(text_of("十文字町3") == "十文字町3"); // 文字 is no 字
}

TEST_CASE("letters that are written in several ways are one", "[address_text]")
{
    CHECK(text_of("自由が丘") == text_of("自由ヶ丘"));
    CHECK(text_of("自由ケ丘") == text_of("自由ガ丘"));
    CHECK(text_of("霞の目") == text_of("霞之目"));
    CHECK(text_of("霞ノ目") == text_of("霞之目"));
    CHECK(text_of("四ツ谷") == text_of("四っ谷"));
    CHECK(text_of("ニュータウン") == "ニュータウン"); // no hyphen
}

TEST_CASE("kana with marks of their own, as macOS writes them, are one with the others", "[address_text]")
{
    CHECK(text_of("か\u3099す\u3099は\u309Aり") == text_of("がずぱり"));
    CHECK(text_of("ハ\u3099ス") == "バス");
}

TEST_CASE("numbers that belong to a name stay", "[address_text]")
{
    CHECK(text_of("八番町2番3号") == "8番町2-3");
    CHECK(text_of("四番丁") == "4番丁");
    CHECK(text_of("塩江町安原下第一号123番地") == "塩江町安原下第1号123");
    CHECK(text_of("三木町氷上310") == "三木町氷上310"); // 三 counts nothing
    CHECK(text_of("北一条西二丁目") == "北1条西2丁目");
    CHECK(text_of("西五号線百二番地") == "西5号線102");
}

TEST_CASE("a name is a prefix of the address that begins with it", "[address_text]")
{
    for (const auto& [name, rest] :
         std::vector<std::pair<std::string, std::string>>{{"番町一丁目", "8番15号"},
                                                          {"安原下第一号", "123番地"},
                                                          {"自由ヶ丘", "の南"},
                                                          {"香南町由佐", "字1172"},
                                                          {"北二十五番", "地12"}}) {
        INFO(name);
        CHECK(text_of(name + rest).starts_with(text_of(name)));
    }
}

TEST_CASE("where a space or 字 stood a name has ended", "[address_text]")
{
    const auto address = address_text("栗林町 字北 1-2");
    CHECK(address.text == "栗林町北1-2");
    CHECK(address.breaks == std::vector<std::size_t>{9, 12});
    CHECK(address_text("栗林町北1-2").breaks.empty());
}
