#include "datasets/error.hpp"
#include "datasets/search_index.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

using datasets::MatchKind;
using datasets::search_query;
using datasets::SearchIndex;
using datasets::SearchIndexBuilder;

namespace {

/// An index of texts: the first is feature 1.
struct Texts {
    explicit Texts(const std::vector<std::string>& texts)
    {
        SearchIndexBuilder builder;
        for (std::size_t i = 0; i < texts.size(); ++i) {
            builder.add(static_cast<std::int64_t>(i + 1), 0, texts[i]);
        }
        bytes = builder.finish();
    }

    [[nodiscard]] SearchIndex index() const { return SearchIndex{std::as_bytes(std::span{bytes})}; }

    [[nodiscard]] std::vector<std::int64_t> found(std::string_view query, std::size_t most = 100) const
    {
        std::vector<std::int64_t> fids;
        for (const auto& hit : index().search(search_query(query), most)) {
            fids.push_back(hit.fid);
        }
        return fids;
    }

    std::string bytes{};
};

using Fids = std::vector<std::int64_t>;

} // namespace

TEST_CASE("one character, two, and a part of a text are found", "[search_index]")
{
    const Texts texts({"第1投票所 塩屋小学校", "第２投票所　潮凪市役所", "塩"});
    CHECK(texts.found("塩") == Fids{3, 1}); // the whole match first
    CHECK(texts.found("投票") == Fids{1, 2});
    CHECK(texts.found("票所潮") == Fids{2});
    CHECK(texts.found("所校").empty());
    CHECK(texts.found("").empty());
    CHECK(texts.found("　").empty());
}

TEST_CASE(
    "whole texts come first, then beginnings, then starts of words, then parts, short ones before long ones",
    "[search_index]")
{
    const Texts texts({"大中央公園前", "中央公園西", "西 公園", "西公園", "公園前通り", "公園前", "公園"});
    CHECK(texts.found("公園") == Fids{7, 6, 5, 3, 4, 2, 1});
    CHECK(texts.found("公園", 3) == Fids{7, 6, 5});
    const auto hits = texts.index().search(search_query("公園"), 100);
    CHECK(hits[0].kind == MatchKind::exact);
    CHECK(hits[1].kind == MatchKind::beginning);
    CHECK(hits[3].kind == MatchKind::word);
    CHECK(hits[4].kind == MatchKind::part);
}

TEST_CASE("each of several words must be in the feature, whichever value it is in", "[search_index]")
{
    SearchIndexBuilder builder;
    builder.add(1, 0, "中央公園");
    builder.add(1, 1, "汐凪市港町一丁目");
    builder.add(2, 0, "中央公園");
    builder.add(2, 1, "汐凪市浜町");
    builder.add(3, 0, "港町中央会館");
    const auto bytes = builder.finish();
    const SearchIndex index{std::as_bytes(std::span{bytes})};
    const auto found = [&](const char* query) {
        Fids fids;
        for (const auto& hit : index.search(search_query(query), 10)) {
            fids.push_back(hit.fid);
        }
        return fids;
    };
    CHECK(found("中央 港町") == Fids{3, 1});
    CHECK(found("中央　浜") == Fids{2});
    CHECK(found("中 央 公 園") == Fids{1, 2});
    CHECK(found("中央 山").empty());
    CHECK(index.search(search_query("中央公園"), 10)[0].kind == MatchKind::exact);
}

TEST_CASE("a feature is one hit, by its best value", "[search_index]")
{
    SearchIndexBuilder builder;
    builder.add(7, 0, "港の公園");
    builder.add(7, 3, "港");
    const auto bytes = builder.finish();
    const auto hits = SearchIndex{std::as_bytes(std::span{bytes})}.search(search_query("港"), 10);
    REQUIRE(hits.size() == 1);
    CHECK(hits[0].field == 3);
    CHECK(hits[0].kind == MatchKind::exact);
}

TEST_CASE("an index finds what looking at every text finds", "[search_index]")
{
    std::mt19937 random{5};
    const std::vector<std::string> letters{"大", "町", "一", "丁目", "ヶ", "原", "a",
                                           "1",  "-",  " ",  "カ",   "ー", "𠮷"};
    const auto text = [&](std::size_t longest) {
        std::string made;
        for (std::size_t i = 0, n = 1 + random() % longest; i < n; ++i) {
            made += letters[random() % letters.size()];
        }
        return made;
    };
    std::vector<std::string> all;
    for (int i = 0; i < 400; ++i) {
        all.push_back(text(9));
    }
    const Texts texts(all);
    for (int i = 0; i < 400; ++i) {
        const auto query = text(3);
        const auto parsed = search_query(query);
        std::set<std::int64_t> expected;
        for (std::size_t t = 0; t < all.size(); ++t) {
            const auto key = datasets::search_key(all[t]);
            const bool has = std::all_of(parsed.words.begin(), parsed.words.end(), [&](const auto& forms) {
                return std::any_of(forms.begin(), forms.end(),
                                   [&](const auto& form) { return key.find(form) != std::string::npos; });
            });
            if (has && !parsed.empty()) {
                expected.insert(static_cast<std::int64_t>(t + 1));
            }
        }
        const auto found = texts.found(query, 1000);
        CAPTURE(query);
        if (parsed.words.size() > 1) {
            CHECK(std::set(found.begin(), found.end()) == expected);
        } else {
            CHECK(std::set(found.begin(), found.end()).size() == found.size());
            for (const auto fid : expected) {
                CHECK(std::find(found.begin(), found.end(), fid) != found.end());
            }
        }
    }
}

TEST_CASE("an index of nothing finds nothing", "[search_index]")
{
    const Texts texts({});
    CHECK(texts.index().entries() == 0);
    CHECK(texts.found("x").empty());
}

TEST_CASE("damaged bytes are no index, or find less, and lead nowhere else", "[search_index]")
{
    const Texts whole({"大手町一丁目", "本町", "霞ヶ関 二丁目", "港町"});
    for (std::size_t size = 0; size < whole.bytes.size(); size += 3) {
        const std::vector<char> cut(whole.bytes.begin(),
                                    whole.bytes.begin() + static_cast<std::ptrdiff_t>(size));
        CHECK_THROWS_AS(SearchIndex{std::as_bytes(std::span{cut})}, datasets::FormatError);
    }
    std::mt19937 random{3};
    for (int i = 0; i < 3000; ++i) {
        auto bytes = whole.bytes;
        bytes[random() % bytes.size()] = static_cast<char>(random());
        try {
            const SearchIndex index{std::as_bytes(std::span{bytes})};
            for (const char* query : {"町", "丁目", "大手", "霞 二", "本町"}) {
                (void)index.search(search_query(query), 10);
            }
        } catch (const datasets::FormatError&) {
        }
    }
}
