#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace datasets {

/// A text as it is searched, and what of the written text each of its characters stands for.
struct SearchText {
    std::u32string folded{};
    std::vector<std::size_t> begins{}; ///< of each folded character: bytes into the written text
    std::vector<std::size_t> ends{};
    std::vector<bool>
        word_starts{}; ///< after a space, a bracket, a middle dot; where digits or letters begin
};

/// One form for what people write alike. Beyond width, case and kind of kana (`text_folding.hpp`):
///
///   髙橋、邉見、齋藤       高橋、辺見、斉藤      `kanji_variants.hpp`; variation selectors are dropped
///   霞ケ関、霞が関         霞ヶ関                between kanji, and after numbers (三か所)
///   一丁目、１丁目         1丁目                 numbers before 丁目, up to 九十九
///   センター、きょう       センタ、きよう        a long vowel that ends a word; small kana
///   1‐2、1－2、1ー2        1-2                   every sign that is used as a hyphen
///   サン・プラザ、（北）   サンプラザ、北        spaces, middle dots, brackets and commas go
///   Ōsaka, É               osaka, e              Latin letters without their accents
[[nodiscard]] SearchText fold_for_search(std::string_view text);

/// The folded text as UTF-8.
[[nodiscard]] std::string search_key(std::string_view text);

/// What a text that somebody is still typing may become: 霞ケ is the beginning of 霞ヶ関 and of nothing else, 一丁 of 1丁目, 番町1-8
/// lies in 番町1丁目. The first is its `search_key`; empty if nothing is left of the text.
[[nodiscard]] std::vector<std::string> search_forms(std::string_view text);

/// What is looked for: all words, each in any of its forms, and best of all the whole.
struct SearchQuery {
    std::vector<std::string> whole{};
    std::vector<std::vector<std::string>> words{}; ///< one, or several that spaces part

    [[nodiscard]] bool empty() const { return whole.empty(); }
};

[[nodiscard]] SearchQuery search_query(std::string_view text);

/// A part of a written text, and whether it is what was looked for.
struct SearchPart {
    std::string text{};
    bool is_match = false;
    friend bool operator==(const SearchPart&, const SearchPart&) = default;
};

/// The text in parts, put together again the same: those that match a form of the query, and those between.
[[nodiscard]] std::vector<SearchPart> marked(std::string_view text, const SearchQuery& query);

} // namespace datasets
