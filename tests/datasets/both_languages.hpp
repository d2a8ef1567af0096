#pragma once

#include "datasets/text_folding.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <string>

/// True if there is a sentence of Japanese: none is without hiragana, which no name in the tests has.
inline bool is_japanese(const std::string& text)
{
    const auto characters = datasets::code_points(text);
    return std::any_of(characters.begin(), characters.end(),
                       [](char32_t c) { return c >= U'\u3041' && c <= U'\u3096'; });
}

/// "where: 日本語 / english" without its Japanese, which must be there: "where: english".
inline std::string in_english(const std::string& complaint)
{
    CAPTURE(complaint);
    const auto slash = complaint.find(" / ");
    REQUIRE(slash != std::string::npos);
    const auto colon = complaint.rfind(": ", slash);
    const std::size_t begin = colon == std::string::npos ? 0 : colon + 2;
    const std::string where = complaint.substr(0, begin);
    const std::string english = complaint.substr(slash + 3);
    CHECK_FALSE(is_japanese(where.substr(0, where.find("行目の"))));
    CHECK(is_japanese(complaint.substr(begin, slash - begin)));
    CHECK_FALSE(is_japanese(english));
    return where + english;
}
