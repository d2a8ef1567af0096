#include "ingest/error.hpp"
#include "ingest/text_encoding.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/complaint.hpp"

#include <string>
#include <string_view>

using ingest::decode_text;
using ingest::detect_encoding;
using ingest::TextEncoding;
using namespace std::string_view_literals;

namespace {

std::string detected_and_decoded(std::string_view bytes)
{
    return decode_text(bytes, detect_encoding(bytes, "a.csv"), "a.csv");
}

} // namespace

TEST_CASE("ASCII is read as UTF-8", "[text_encoding]")
{
    CHECK(detect_encoding("NO,name\n", "a.csv") == TextEncoding::utf8);
    CHECK(detect_encoding("", "a.csv") == TextEncoding::utf8);
}

TEST_CASE("a UTF-8 byte order mark is taken off", "[text_encoding]")
{
    CHECK(detected_and_decoded("\xEF\xBB\xBF番号") == "番号");
}

TEST_CASE("CP932 is found out and decoded with the characters that Shift_JIS lacks", "[text_encoding]")
{
    constexpr auto bytes = "\x87\x40\x81\x60\x81\x7C\xFB\xFC\x87\x8A"sv;
    CHECK(detect_encoding(bytes, "a.csv") == TextEncoding::cp932);
    CHECK(detected_and_decoded(bytes) == "①～－髙㈱");
}

TEST_CASE("half-width katakana of CP932 are kept as they are", "[text_encoding]")
{
    CHECK(detected_and_decoded("\xB1\xB2\xB3 \x8E\x73"sv) == "ｱｲｳ 市");
}

TEST_CASE("UTF-16 with a byte order mark is decoded in both byte orders", "[text_encoding]")
{
    CHECK(detected_and_decoded("\xFF\xFE\x6A\x75,\0"sv) == "番,");
    CHECK(detected_and_decoded("\xFE\xFF\x75\x6A\0,"sv) == "番,");
}

TEST_CASE("a text in neither UTF-8 nor CP932 is refused with the offsets of the bytes that do not fit",
          "[text_encoding]")
{
    const std::string message = complaint_of([] { (void)detect_encoding("caf\xE9\n", "shops.csv"); });
    CHECK_THAT(message, ContainsSubstring("shops.csv") && ContainsSubstring("UTF-8 (byte 3 ") &&
                            ContainsSubstring("CP932 (byte 3)"));
}

TEST_CASE("a stated encoding that the bytes contradict is refused with the offset", "[text_encoding]")
{
    const auto bad_byte = [](std::string_view bytes, TextEncoding encoding) {
        return complaint_of([&] { (void)decode_text(bytes, encoding, "a.csv"); });
    };
    CHECK(bad_byte("a\x80z", TextEncoding::utf8) ==
          "a.csv: 1 バイト目が UTF-8 ではありません / byte 1 is not UTF-8");
    CHECK(bad_byte("番\x8A", TextEncoding::utf8) ==
          "a.csv: 3 バイト目が UTF-8 ではありません / byte 3 is not UTF-8");
    CHECK(bad_byte("番\xE7\x95", TextEncoding::utf8) ==
          "a.csv: 3 バイト目が UTF-8 ではありません / byte 3 is not UTF-8");
    CHECK(bad_byte("\xEF\xBB\xBF\xFF", TextEncoding::utf8) ==
          "a.csv: 3 バイト目が UTF-8 ではありません / byte 3 is not UTF-8");
    CHECK(bad_byte("ab\x87", TextEncoding::cp932) ==
          "a.csv: 2 バイト目が CP932 ではありません / byte 2 is not CP932");
    CHECK(bad_byte("\xFF\xFE\x6A", TextEncoding::utf16_le) ==
          "a.csv: 2 バイト目が UTF-16LE ではありません / byte 2 is not UTF-16LE");
}

TEST_CASE("a text much longer in UTF-8 than in its own encoding is decoded whole", "[text_encoding]")
{
    const std::string decoded = decode_text(std::string(100'000, '\xB1'), TextEncoding::cp932, "a.csv");
    CHECK(decoded.size() == 300'000);
    CHECK(decoded.ends_with("ｱ"));
}

TEST_CASE("encodings are named as manifests name them", "[text_encoding]")
{
    CHECK(ingest::text_encoding_from("UTF-8") == TextEncoding::utf8);
    CHECK(ingest::text_encoding_from("CP932") == TextEncoding::cp932);
    CHECK_FALSE(ingest::text_encoding_from("detect"));
    CHECK(ingest::to_string(TextEncoding::cp932) == "CP932");
}
