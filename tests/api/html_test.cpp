#include "api/html.hpp"
#include "tests/support/catch.hpp"

#include <nlohmann/json.hpp>

using api::Html;

TEST_CASE("every text and every value of an attribute is escaped", "[html]")
{
    Html html;
    html.in("p", {{"title", "a \"b\" 'c' <d> & e"}}, [&] {
        html.text("1 < 2 & 3 > 2 \"'");
        html.leaf("b", "</b><script>", {{"class", "x\" onclick=\"y"}});
        html.single("input", {{"value", "\"><img>"}});
    });
    CHECK(html.written() ==
          "<p title=\"a &quot;b&quot; &#39;c&#39; &lt;d&gt; &amp; e\">1 &lt; 2 &amp; 3 &gt; 2 &quot;&#39;"
          "<b class=\"x&quot; onclick=&quot;y\">&lt;/b&gt;&lt;script&gt;</b>"
          "<input value=\"&quot;&gt;&lt;img&gt;\"></p>");
}

TEST_CASE("data in a script cannot end it", "[html]")
{
    Html html;
    html.json_ld({{"name", "</script><!-- & <b>"}});
    const auto& text = html.written();
    CHECK(text.find("</script>") == text.size() - 9);
    CHECK(text.find("<!--") == std::string::npos);
    const auto begin = text.find('{');
    CHECK(nlohmann::json::parse(text.substr(begin, text.rfind('}') + 1 - begin)).at("name") ==
          "</script><!-- & <b>");
}

TEST_CASE("only addresses of the web are linked", "[html]")
{
    CHECK(api::web_address("https://example.jp/a?b=c#d") == "https://example.jp/a?b=c#d");
    CHECK(api::web_address("http://example.jp/") == "http://example.jp/");
    for (const char* text : {"javascript:alert(1)", "https://a b", "JAVASCRIPT:x", "data:text/html,x",
                             "//example.jp", "", "https://a\nb", " https://example.jp"}) {
        CAPTURE(text);
        CHECK(api::web_address(text).empty());
    }
}
