#include "datasets/error.hpp"
#include "datasets/manifest.hpp"
#include "datasets/sentence.hpp"
#include "tests/datasets/both_languages.hpp"
#include "tests/support/catch.hpp"

#include <map>
#include <string>

using datasets::fill_sentence;
using datasets::gaps_of;

namespace {

datasets::Manifest with_here(const std::string& here)
{
    return datasets::parse_manifest(
        R"({"id": "a", "title": {"ja": "あ", "en": "a"}, "source": {"path": "a.csv"},
        "geometry": {"from": "source"}, "fields": [
            {"name": "name", "source": "名称", "label": {"ja": "名称", "en": "Name"}},
            {"name": "memo", "source": "備考", "label": {"ja": "備考", "en": "Memo"}, "public": false}],
        "here": )" +
            here + "}",
        "test");
}

} // namespace

TEST_CASE("a sentence is said with its gaps filled, without what stands in brackets around an empty one",
          "[here_rules]")
{
    const auto say = [](const char* sentence, std::map<std::string, std::string> values) {
        return fill_sentence(sentence, [&](std::string_view name) { return values[std::string{name}]; });
    };
    CHECK(say("ここは{a}です[（{b}）]。", {{"a", "港町"}, {"b", "東"}}).value() == "ここは港町です（東）。");
    CHECK(say("ここは{a}です[（{b}）]。", {{"a", "港町"}}).value() == "ここは港町です。");
    CHECK(say("[{a}][、{b}][、{c}]", {{"b", "2"}}).value() == "、2");
    CHECK(say("[{a}{b}]x", {{"b", "2"}}).value() == "x");
    CHECK(say("x", {}).value() == "x");
    CHECK(say("", {}).value().empty());
    CHECK_FALSE(say("ここは{a}です。", {}));
    CHECK(say("{a}", {{"a", "{b}[c]"}}).value() == "{b}[c]");
}

TEST_CASE("a sentence that cannot be read is refused", "[here_rules]")
{
    CHECK(gaps_of("{a}[{b}]{a}") == std::vector<std::string>{"a", "b", "a"});
    for (const char* sentence : {"{", "}", "[", "]", "{}", "{a", "{a[b]}", "[[a]]", "[a", "a]", "{a{b}}"}) {
        CAPTURE(sentence);
        CHECK_THROWS_AS(gaps_of(sentence), datasets::FormatError);
    }
}

TEST_CASE("a manifest says what a dataset tells of a place", "[here_rules]")
{
    const auto here = with_here(R"({"order": 3, "within": {"ja": "{name}です。", "en": "This is {name}."},
                      "near": {"ja": "{name}まで{distance}、{direction}。", "en": "{name}"}, "count": 2, "radius_m": 300})")
                          .here;
    CHECK(here.order == 3);
    CHECK(here.within.value().en == "This is {name}.");
    CHECK_FALSE(here.outside);
    CHECK(here.count == 2);
    CHECK(here.radius_m == 300);
    CHECK_FALSE(with_here(R"({"outside": {"ja": "外", "en": "out"}})").here.within);
}

TEST_CASE("a sentence about a place names public fields only", "[here_rules]")
{
    const auto complaint = [](const std::string& here) {
        try {
            (void)with_here(here);
        } catch (const datasets::FormatError& error) {
            return in_english(error.what());
        }
        return std::string{};
    };
    CHECK(complaint(R"({"within": {"ja": "{memo}", "en": "x"}})") ==
          "test: here.within.ja: {memo} is no public field");
    CHECK(complaint(R"({"within": {"ja": "x", "en": "{distance}"}})") ==
          "test: here.within.en: {distance} is no public field");
    CHECK(complaint(R"({"outside": {"ja": "{name}", "en": "x"}})") ==
          "test: here.outside.ja: {name} is no public field");
    CHECK(complaint(R"({"within": {"ja": "[", "en": "x"}})").find("here.within.ja") != std::string::npos);
    CHECK(complaint(R"({"order": 1})").find("expected a sentence") != std::string::npos);
    CHECK(complaint(R"({"near": {"ja": "x", "en": "x"}, "count": 0})").find("here.count") !=
          std::string::npos);
}
