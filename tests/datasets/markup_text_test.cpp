#include "datasets/markup_text.hpp"
#include "tests/support/catch.hpp"

using datasets::markup_text;

TEST_CASE("what would be markup is text", "[markup_text]")
{
    CHECK(markup_text("1 < 2 & 3 > 2 \"'") == "1 &lt; 2 &amp; 3 &gt; 2 &quot;&#39;");
    CHECK(markup_text("髙﨑\t\r\n") == "髙﨑\t\r\n");
    std::string before = "<b>";
    datasets::append_markup_text(before, "a&b");
    CHECK(before == "<b>a&amp;b");
}

TEST_CASE("characters that no document may have are seen as such", "[markup_text]")
{
    CHECK(markup_text(std::string("a\0b\x1b\n", 5)) == "a\uFFFDb\uFFFD\n");
    CHECK(markup_text("a\x01 \uFFFF<\uFFFE") == "a\uFFFD \uFFFD&lt;\uFFFD");
    CHECK(markup_text("\uFFFD\uFF21\xEF") ==
          "\uFFFD\uFF21\xEF"); // those that begin with the same byte stay, half ones too
}
