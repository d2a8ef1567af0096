#include "ingest/dbf_text.hpp"
#include "ingest/error.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/complaint.hpp"
#include "tests/support/shapefile.hpp"

#include <string>

using ingest::dbf_text_encoding;
using ingest::TextEncoding;
using ingest::without_half_character;

namespace {

const std::string park_in_cp932 = "\x8C\xF6\x89\x80"; // 公園

} // namespace

TEST_CASE("the encoding of a dBASE table is found from its text", "[dbf_text]")
{
    CHECK(dbf_text_encoding(dbf_bytes({{"NAME", 20}}, {{"park"}}), "a.dbf") == TextEncoding::utf8);
    CHECK(dbf_text_encoding(dbf_bytes({{"NAME", 20}}, {{"公園"}}), "a.dbf") == TextEncoding::utf8);
    CHECK(dbf_text_encoding(dbf_bytes({{"NAME", 20}}, {{park_in_cp932}}), "a.dbf") == TextEncoding::cp932);
    CHECK(dbf_text_encoding(dbf_bytes({{park_in_cp932, 20}}, {}), "a.dbf") == TextEncoding::cp932);
}

TEST_CASE("widths of columns and lengths of records are no text", "[dbf_text]")
{
    // As bytes 254 fits no encoding and 200 is a half-width ﾈ of CP932.
    CHECK(dbf_text_encoding(dbf_bytes({{"NAME", 254}}, {{park_in_cp932}}), "a.dbf") == TextEncoding::cp932);
    CHECK(dbf_text_encoding(dbf_bytes({{"NAME", 200}}, {{"公園"}}), "a.dbf") == TextEncoding::utf8);
}

TEST_CASE("names and cells that are cut within a character do not hide the encoding", "[dbf_text]")
{
    CHECK(dbf_text_encoding(dbf_bytes({{"NO\x8C\xF6\x89\x80\x96\xBC\x8F\xCC\x8C", 3}}, {{"\x8C\xF6\x89"}}),
                            "a.dbf") == TextEncoding::cp932);
    CHECK(dbf_text_encoding(dbf_bytes({{"NAME", 4}}, {{std::string{"公園"}.substr(0, 4)}}), "a.dbf") ==
          TextEncoding::utf8);
}

TEST_CASE("a table that names its encoding is left to GDAL, ANSI is no name", "[dbf_text]")
{
    CHECK_FALSE(dbf_text_encoding(dbf_bytes({{"NAME", 20}}, {{park_in_cp932}}, '\x13'), "a.dbf"));
    CHECK(dbf_text_encoding(dbf_bytes({{"NAME", 20}}, {{park_in_cp932}}, '\x57'), "a.dbf") ==
          TextEncoding::cp932);
}

TEST_CASE("text that fits no encoding is refused", "[dbf_text]")
{
    CHECK_THAT(complaint_of([] {
                   (void)dbf_text_encoding(dbf_bytes({{"NAME", 9}}, {{"caf\xE9 xx"}}), "a.dbf");
               }),
               ContainsSubstring("a.dbf") && ContainsSubstring("neither UTF-8"));
}

TEST_CASE("a table that is cut short is read as far as it goes", "[dbf_text]")
{
    const std::string whole = dbf_bytes({{"NAME", 20}, {"ADDRESS", 30}}, {{"公園", "汐凪市"}});
    for (std::size_t size = 0; size < whole.size(); ++size) {
        CHECK(dbf_text_encoding(whole.substr(0, size), "a.dbf") == TextEncoding::utf8);
    }
}

TEST_CASE("half a character at the end of a text is left out", "[text_encoding]")
{
    CHECK(without_half_character("公園", TextEncoding::utf8) == "公園");
    CHECK(without_half_character(std::string_view{"公園"}.substr(0, 5), TextEncoding::utf8) == "公");
    CHECK(without_half_character("ab\x8C", TextEncoding::cp932) == "ab");
    CHECK(without_half_character("\xB1\xB2", TextEncoding::cp932) == "\xB1\xB2");
    CHECK(without_half_character("", TextEncoding::cp932).empty());
}
