#include "datasets/error.hpp"
#include "datasets/regular_expression.hpp"
#include "datasets/text_folding.hpp"
#include "tests/datasets/both_languages.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/complaint.hpp"

#include <string>

using Catch::Matchers::StartsWith;
using datasets::code_points;
using datasets::RegularExpression;

namespace {

bool matches(const std::string& pattern, const std::string& text)
{
    return RegularExpression{code_points(pattern)}.matches(code_points(text));
}

std::string complaint(const std::string& pattern)
{
    return in_english(complaint_of([&] { (void)RegularExpression{code_points(pattern)}; }));
}

} // namespace

TEST_CASE("signs, alternatives and groups are read as ECMAScript has them", "[regular_expression]")
{
    CHECK(matches("", ""));
    CHECK_FALSE(matches("", "a"));
    CHECK(matches("第.投票区", "第七投票区"));
    CHECK_FALSE(matches("a.b", "a\nb"));
    CHECK(matches("有|無", "無"));
    CHECK(matches("|a", ""));
    CHECK(matches("(汚|雨)水(?:管|桝)", "雨水桝"));
    CHECK_FALSE(matches("(汚|雨)水(?:管|桝)", "雨水"));
    CHECK(matches("^a$", "a"));
    CHECK(matches("(^|-)a", "-a"));
    CHECK_FALSE(matches("a^b", "ab"));
    CHECK_FALSE(matches("a$b", "ab"));
    CHECK(matches("a]", "a]"));
}

TEST_CASE("repeats are counted", "[regular_expression]")
{
    CHECK(matches("a*", ""));
    CHECK(matches("a+", "aaa"));
    CHECK_FALSE(matches("a+", ""));
    CHECK(matches("ab?c", "ac"));
    CHECK(matches("\\d{2}-\\d{1,3}", "01-123"));
    CHECK_FALSE(matches("\\d{2}-\\d{1,3}", "01-1234"));
    CHECK(matches("a{2,}", "aaaa"));
    CHECK_FALSE(matches("a{2,}", "a"));
    CHECK(matches("(ab){0}c", "c"));
    CHECK(matches("(a*)*b", "aab"));
    CHECK(matches("a+?b*?", "aab")); // lazy or not is the same to a whole text
}

TEST_CASE("classes hold characters, ranges and their opposites", "[regular_expression]")
{
    CHECK(matches("[ぁ-ん]+", "さくら"));
    CHECK_FALSE(matches("[ぁ-ん]+", "サクラ"));
    CHECK(matches("[^0-9]", "x"));
    CHECK_FALSE(matches("[^0-9]", "5"));
    CHECK(matches("[a\\-z]", "-"));
    CHECK(matches("[-a]", "-"));
    CHECK(matches("[a-]", "-"));
    CHECK(matches("[\\d\\s]", "7"));
    CHECK(matches("[^]", "\n"));
    CHECK_FALSE(matches("[]", "a"));
    CHECK(matches("\\w\\W\\d\\D\\s\\S", "a-1x y"));
    CHECK(matches("\\u3042\\x41\\.\\\\", "あA.\\"));
}

TEST_CASE("what is not known, or not whole, is refused with its place", "[regular_expression]")
{
    CHECK(complaint("ab)") == "a ')' that closes nothing; write \\) for the sign itself (at character 3)");
    CHECK_THAT(complaint("(ab"), StartsWith("a '(' that is never closed"));
    CHECK_THAT(complaint("[ab"), StartsWith("a '[' that is never closed"));
    CHECK_THAT(complaint("*a"), StartsWith("'*' repeats nothing"));
    CHECK_THAT(complaint("a{"), StartsWith("expected {n}"));
    CHECK_THAT(complaint("a{3,2}"), StartsWith("expected {n}"));
    CHECK_THAT(complaint("a{1001}"), ContainsSubstring("up to 1000"));
    CHECK_THAT(complaint("(a)\\1"), StartsWith("back-references"));
    CHECK_THAT(complaint("a(?=b)"), ContainsSubstring("not lookahead"));
    CHECK_THAT(complaint("\\bword"), StartsWith("'\\b' is not known"));
    CHECK_THAT(complaint("\\u12"), StartsWith("4 hexadecimal digits"));
    CHECK_THAT(complaint("[z-a]"), ContainsSubstring("must go up"));
    CHECK_THAT(complaint("[[:digit:]]"), ContainsSubstring("write \\d"));
    CHECK_THAT(complaint("a\\"), StartsWith("nothing follows"));
}

TEST_CASE("no pattern and no text makes it run away", "[regular_expression]")
{
    const std::string many(5000, 'a');
    CHECK_FALSE(matches("(a+)+b", many));
    CHECK_FALSE(matches("(a|a)*b", many));
    CHECK_FALSE(matches("(a*)*(a*)*b", many));
    CHECK(matches("(a?){1000}", std::string(1000, 'a')));
    CHECK_FALSE(matches("(a?){1000}", many));
    CHECK_THAT(complaint("(a?){1000}(a?){1000}(a?){1000}(a?){1000}"), StartsWith("it repeats too much"));
    CHECK_THAT(complaint("((((a{99}){99}){99}){99})"), StartsWith("it repeats too much"));
    CHECK_THAT(complaint("((((){1000}){1000}){1000}){1000}"), StartsWith("it repeats too much"));
    CHECK_THAT(complaint(std::string(290, '(')), StartsWith("groups stand in each other too deeply"));
}
