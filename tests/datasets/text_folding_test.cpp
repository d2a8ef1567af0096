#include "datasets/text_folding.hpp"
#include "tests/support/catch.hpp"

using datasets::fold_search;
using datasets::fold_width;
using datasets::is_utf8;

TEST_CASE("full-width letters, digits, signs and the ideographic space become ASCII", "[text]")
{
    CHECK(fold_width("ＭＨ－０１２（Ａ）　ｚ～") == "MH-012(A) z~");
}

TEST_CASE("half-width katakana becomes full-width, its voicing marks joined", "[text]")
{
    CHECK(fold_width("ｼｵﾅｷﾞｼ ﾊﾟﾋﾞﾌﾟ ｳﾞｧ ｯｰ｡｢｣､･") == "シオナギシ パビプ ヴァ ッー。「」、・");
    CHECK(fold_width("ｱﾞ ﾝﾟ") == "ア゛ ン゜");
    CHECK(fold_width("ｶ") == "カ");
    CHECK(fold_width("か\u3099は\u309Aう\u3099ヽ\u3099 あ\u3099") == "がぱゔヾ あ\u3099");
}

TEST_CASE("width folding keeps what is a character of its own", "[text]")
{
    CHECK(fold_width("㈱髙﨑 ① 〜 ー") == "㈱髙﨑 ① 〜 ー");
}

TEST_CASE("bytes that are not UTF-8 become U+FFFD one by one, and what follows is kept", "[text]")
{
    CHECK(fold_width("a\xFF"
                     "b\xE3\x81") == "a\xEF\xBF\xBD"
                                     "b\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST_CASE("search folding ignores case, kind of kana and white space", "[text]")
{
    CHECK(fold_search("第１ トウヒョウジョ　ＡbＣ") == "第1とうひょうじょabc");
    CHECK(fold_search("ﾎﾟﾝﾌﾟ場") == fold_search("ポンプ場"));
    CHECK(fold_search("ポンプ場") == "ぽんぷ場");
    CHECK(fold_search("ヴヵヶヽヾー") == "ゔゕゖゝゞー");
    CHECK(fold_search("ÀÞ×ß") == "àþ×ß");
    CHECK(fold_search(" \t\r\n　") == "");
}

TEST_CASE("folding a folded text changes nothing", "[text]")
{
    for (const char* text : {"Ｍｈ－０１　ｶﾞ", "ヴァイオリン", "㈱髙", "\xFF"}) {
        CHECK(fold_width(fold_width(text)) == fold_width(text));
        CHECK(fold_search(fold_search(text)) == fold_search(text));
    }
}

TEST_CASE("UTF-8 is told from what only looks like it", "[text]")
{
    CHECK(is_utf8(""));
    CHECK(is_utf8("投票所 𠮷 \xEF\xBF\xBD"));      // U+FFFD itself is a character
    CHECK_FALSE(is_utf8("\x93\x8A\x95[\x8F\x8A")); // 投票所 in CP932
    CHECK_FALSE(is_utf8("\xC0\xAF"));              // overlong /
    CHECK_FALSE(is_utf8("\xE0\x80\xAF"));
    CHECK_FALSE(is_utf8("\xED\xA0\x80"));     // a surrogate
    CHECK_FALSE(is_utf8("\xF4\x90\x80\x80")); // above U+10FFFF
    CHECK_FALSE(is_utf8("\xE6\x8A"));         // cut short
}
