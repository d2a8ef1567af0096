#include "datasets/error.hpp"
#include "datasets/json_reader.hpp"
#include "datasets/value_limits.hpp"
#include "tests/datasets/both_languages.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/complaint.hpp"

#include <cstdint>
#include <string>

using Catch::Matchers::StartsWith;
using datasets::Breach;
using datasets::FieldType;
using datasets::Pattern;
using datasets::Value;

namespace {

datasets::ValueLimits limits_of(const std::string& text, FieldType type)
{
    const auto document = nlohmann::json::parse(text);
    return datasets::read_limits(datasets::JsonReader{document, "field"}, type);
}

std::string complaint(const std::string& text, FieldType type)
{
    return in_english(complaint_of([&] { (void)limits_of(text, type); }));
}

/// What a value breaches: "range > 100", "pattern", "not_listed"; "" if nothing.
std::string breached(const std::string& limits, FieldType type, const Value& value)
{
    const auto breach = datasets::breach_of(limits_of(limits, type), value);
    if (!breach) {
        return "";
    }
    constexpr const char* names[] = {"range ", "pattern", "not_listed"};
    return names[static_cast<int>(breach->kind)] + breach->bound;
}

} // namespace

TEST_CASE("a number must lie in its range, ends included, and a missing one always does", "[limits]")
{
    const std::string share = R"({"minimum": 0, "maximum": 100})";
    CHECK(breached(share, FieldType::integer, std::int64_t{0}).empty());
    CHECK(breached(share, FieldType::integer, std::int64_t{100}).empty());
    CHECK(breached(share, FieldType::integer, std::int64_t{101}) == "range > 100");
    CHECK(breached(share, FieldType::number, -0.001) == "range < 0");
    CHECK(breached(share, FieldType::number, Value{}).empty());
    CHECK(breached(R"({"minimum": 0.5})", FieldType::number, 0.25) == "range < 0.5");
}

TEST_CASE("of dates only what both sides tell is compared", "[limits]")
{
    const std::string years = R"({"minimum": "1868-01-25", "maximum": "2026-03-31T12:00"})";
    CHECK(breached(years, FieldType::date, std::string{"1868-01-25"}).empty());
    CHECK(breached(years, FieldType::date, std::string{"1868-01-24"}) == "range < 1868-01-25");
    CHECK(breached(years, FieldType::date, std::string{"2026-03-31"}).empty());
    CHECK(breached(years, FieldType::datetime, std::string{"2026-03-31T12:00"}).empty());
    CHECK(breached(years, FieldType::datetime, std::string{"2026-03-31T12:01"}) ==
          "range > 2026-03-31T12:00");
    CHECK(breached(years, FieldType::date, std::string{"2026-04-01"}) == "range > 2026-03-31T12:00");
}

TEST_CASE("a pattern is matched by the whole text, in folded width", "[limits]")
{
    const std::string board = R"({"pattern": "\\d{1,2}-\\d{1,2}"})";
    CHECK(breached(board, FieldType::text, std::string{"9-7"}).empty());
    CHECK(breached(board, FieldType::text, std::string{"１２－０３"}).empty());
    CHECK(breached(board, FieldType::text, std::string{"9-7 "}) == "pattern");
    CHECK(breached(board, FieldType::text, std::string{"x9-7"}) == "pattern");
}

TEST_CASE("a pattern counts characters, not bytes", "[limits]")
{
    CHECK(Pattern{"第.投票区"}.matches("第七投票区"));
    CHECK_FALSE(Pattern{"第.投票区"}.matches("第十七投票区"));
    CHECK(Pattern{"[ぁ-ん]+"}.matches("さくら"));
    CHECK_FALSE(Pattern{"[ぁ-ん]+"}.matches("サクラ"));
    CHECK(Pattern{"[ァ-ヶー]+"}.matches("ｻｸﾗｰﾄﾞ")); // half-width katakana is folded
}

TEST_CASE("no text makes a pattern run away, and one too long matches none", "[limits]")
{
    // A matcher that backtracks would try 2^999 ways.
    CHECK_FALSE(Pattern{"(a+)+b"}.matches(std::string(999, 'a')));
    CHECK(Pattern{"a*"}.matches(std::string(1000, 'a')));
    CHECK_FALSE(Pattern{"a*"}.matches(std::string(1001, 'a')));
    CHECK_FALSE(Pattern{"a*"}.matches(std::string(2'000'000, 'a')));
    CHECK_FALSE(Pattern{"(a?){1000}b"}.matches(std::string(1000, 'a')));
}

TEST_CASE("an enumeration holds whole values, whatever their width", "[limits]")
{
    const std::string kinds = R"({"one_of": ["有", "無", "ABC-1"]})";
    CHECK(breached(kinds, FieldType::text, std::string{"有"}).empty());
    CHECK(breached(kinds, FieldType::text, std::string{"ＡＢＣ－１"}).empty());
    CHECK(breached(kinds, FieldType::text, std::string{"有り"}) == "not_listed");
}

TEST_CASE("limits that make no sense are errors of the manifest that name the key", "[limits]")
{
    CHECK_THAT(complaint(R"({"pattern": "(["})", FieldType::text),
               StartsWith("field.pattern: not a regular expression"));
    CHECK_THAT(complaint(R"x({"pattern": "(a)\\1"})x", FieldType::text),
               ContainsSubstring("back-references"));
    CHECK_THAT(complaint(R"({"pattern": ""})", FieldType::text), StartsWith("field.pattern"));
    CHECK_THAT(complaint(R"({"pattern": "（株）.*"})", FieldType::text), ContainsSubstring("half width"));
    CHECK_THAT(complaint("{\"pattern\": \"" + std::string(301, 'a') + "\"}", FieldType::text),
               ContainsSubstring("at most 300 bytes"));
    CHECK_THAT(complaint("{\"pattern\": \"" + std::string(290, '(') + "\"}", FieldType::text),
               ContainsSubstring("not a regular expression"));
    CHECK_THAT(complaint(R"x({"pattern": "((((a{99}){99}){99}){99})"})x", FieldType::text),
               ContainsSubstring("not a regular expression"));
    CHECK_THAT(complaint(R"({"pattern": "a"})", FieldType::integer), StartsWith("field.pattern: only"));
    CHECK_THAT(complaint(R"({"one_of": ["a"]})", FieldType::date), StartsWith("field.one_of: only"));
    CHECK_THAT(complaint(R"({"one_of": []})", FieldType::text), StartsWith("field.one_of: expected"));
    CHECK_THAT(complaint(R"({"minimum": 1})", FieldType::text), StartsWith("field.minimum: only"));
    CHECK_THAT(complaint(R"({"minimum": "a"})", FieldType::integer), StartsWith("field.minimum"));
    CHECK_THAT(complaint(R"({"minimum": 5, "maximum": 4})", FieldType::integer),
               StartsWith("field.minimum: it is above"));
    CHECK_THAT(complaint(R"({"maximum": "2026-4-1"})", FieldType::date), StartsWith("field.maximum"));
    CHECK_THAT(complaint(R"({"maximum": "2026-13-01"})", FieldType::date), StartsWith("field.maximum"));
    CHECK_THAT(complaint(R"({"minimum": "2026-04-02", "maximum": "2026-04-01"})", FieldType::date),
               StartsWith("field.minimum: it is above"));
    CHECK_THAT(complaint(R"({"minimum": 0, "on_breach": "warning"})", FieldType::integer),
               StartsWith("field.on_breach: expected warn or reject"));
    CHECK_THAT(complaint(R"({"on_breach": "reject"})", FieldType::integer),
               StartsWith("field.on_breach: there is no"));
    CHECK(limits_of(R"({"minimum": 0, "on_breach": "reject"})", FieldType::integer).reject);
}
