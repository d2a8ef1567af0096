#include "ingest/address_text.hpp"

#include "datasets/text_folding.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace ingest {

namespace {

using Codes = std::u32string;
using View = std::u32string_view;

/// Stands where a name ends for certain, until the last step; no text of a city holds it.
constexpr char32_t break_sign = 0xE000;

bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
bool is_one_of(char32_t c, View all) { return all.find(c) != View::npos; }

/// Kana with a voicing mark behind them, as macOS writes file names, in one character.
Codes composed(const Codes& text)
{
    constexpr char32_t dakuten = 0x3099;
    constexpr char32_t handakuten = 0x309A;
    constexpr View voiced =
        U"かきくけこさしすせそたちつてとはひふへほカキクケコサシスセソタチツテトハヒフヘホ";
    constexpr View half_voiced = U"はひふへほハヒフヘホ";
    Codes result;
    for (const char32_t c : text) {
        const char32_t last = result.empty() ? U' ' : result.back();
        if (c == dakuten && is_one_of(last, voiced)) {
            ++result.back(); // Unicode has か, が, き, ぎ…
        } else if (c == handakuten && is_one_of(last, half_voiced)) {
            result.back() += 2;
        } else if (c != dakuten && c != handakuten) {
            result += c;
        }
    }
    return result;
}

Codes without_postal_code(const Codes& text)
{
    const auto begin = text.find_first_not_of(U' ');
    if (begin == Codes::npos || text[begin] != U'〒') {
        return text;
    }
    const auto end = text.find_first_not_of(U" 0123456789-‐−ー", begin + 1);
    return end == Codes::npos ? Codes{} : text.substr(end);
}

/// Letters that are written in several ways in the same name.
char32_t folded_letter(char32_t c)
{
    if (is_one_of(c, U"ヶケがガ")) {
        return U'ケ';
    }
    if (is_one_of(c, U"のノ之")) {
        return U'ノ';
    }
    if (is_one_of(c, U"ツッつっ")) {
        return U'ツ';
    }
    if (c == U'髙' || c == U'﨑') {
        return c == U'髙' ? U'高' : U'崎';
    }
    if (is_one_of(c, U"‐‑‒–—―−─")) {
        return U'-';
    }
    return c == U' ' || c == U'\t' || c == U'\n' || c == U'\r' || c == U',' || c == U'、' ? break_sign : c;
}

/// 大字, 小字 and 字 end the name before them. 文字 (十文字町) is part of a name.
Codes without_aza(const Codes& text)
{
    Codes result;
    for (const char32_t c : text) {
        const char32_t last = result.empty() ? U' ' : result.back();
        if (c != U'字' || last == U'文') {
            result += c;
            continue;
        }
        if (last == U'大' || last == U'小') {
            result.pop_back();
        }
        result += break_sign;
    }
    return result;
}

/// 0 to 9, or 10, 100 and 1000 as -1, -2, -3; nothing for other characters.
std::optional<int> kanji_numeral(char32_t c)
{
    constexpr View digits = U"〇一二三四五六七八九";
    constexpr View powers = U"十百千";
    if (const auto digit = digits.find(c); digit != View::npos) {
        return static_cast<int>(digit);
    }
    const auto power = powers.find(c);
    return power == View::npos ? std::nullopt : std::optional{-1 - static_cast<int>(power)};
}

/// 五十三 is 53 and so is 五三; 百二 is 102.
std::int64_t number_of(View numerals)
{
    std::int64_t total = 0;
    std::int64_t digits = 0;
    bool has_digits = false;
    for (const char32_t c : numerals) {
        const int numeral = kanji_numeral(c).value_or(0);
        if (numeral >= 0) {
            digits = digits * 10 + numeral;
            has_digits = true;
        } else {
            constexpr std::array<std::int64_t, 3> powers{10, 100, 1000};
            total += (has_digits ? digits : 1) * powers.at(static_cast<std::size_t>(-1 - numeral));
            digits = 0;
            has_digits = false;
        }
    }
    return total + digits;
}

/// Kanji numerals before what is counted in addresses, as digits. Elsewhere they are part of a name (三木町).
Codes with_digits(const Codes& text)
{
    constexpr std::array<View, 7> counted{U"丁", U"条", U"番", U"号", U"線", U"区", U"地割"};
    constexpr std::size_t longest = 7;
    Codes result;
    for (std::size_t i = 0; i < text.size();) {
        std::size_t end = i;
        while (end < text.size() && kanji_numeral(text[end])) {
            ++end;
        }
        const View behind = View{text}.substr(end);
        const bool counts =
            end > i && end - i <= longest &&
            std::any_of(counted.begin(), counted.end(), [&](View word) { return behind.starts_with(word); });
        if (counts) {
            for (const char digit : std::to_string(number_of(View{text}.substr(i, end - i)))) {
                result += static_cast<char32_t>(static_cast<unsigned char>(digit));
            }
        } else {
            end = std::max(end, i + 1);
            result += text.substr(i, end - i);
        }
        i = end;
    }
    return result;
}

/// Length of the words between the numbers of a house that a hyphen may stand for: 番地の, 番地, 番, 号 and long marks; 0 if there are
/// none. 番 in 8番町 and 4番丁, and 号 in 第1号, belong to names.
std::size_t house_sign(View text, View before)
{
    for (const View word : {View{U"番地ノ"}, View{U"番地"}, View{U"番"}, View{U"号"}}) {
        if (!text.starts_with(word)) {
            continue;
        }
        const char32_t next = text.size() > word.size() ? text[word.size()] : U' ';
        const auto digits = before.find_last_not_of(U"0123456789");
        const bool is_name = (word == U"番" && (next == U'町' || next == U'丁')) ||
                             (word == U"号" && digits != View::npos && before[digits] == U'第') ||
                             (word == U"号" && next == U'線');
        return is_name ? 0 : word.size();
    }
    const bool between = text.size() > 1 && is_one_of(text.front(), U"ー~〜ノ") && is_digit(text[1]);
    return between ? 1 : 0;
}

/// 8番15号 is 8-15, and so is 8番地の15.
Codes with_hyphens(const Codes& text)
{
    Codes result;
    for (std::size_t i = 0; i < text.size();) {
        const bool behind_digit = !result.empty() && is_digit(result.back());
        const std::size_t sign = behind_digit ? house_sign(View{text}.substr(i), result) : 0;
        result += sign > 0 ? U'-' : text[i];
        i += std::max<std::size_t>(sign, 1);
    }
    return result;
}

/// Puts hyphens together, and takes them and breaks off the end of numbers.
AddressText without_breaks(const Codes& text)
{
    Codes plain;
    std::vector<std::size_t> breaks;
    for (const char32_t c : text) {
        if (c == break_sign) {
            breaks.push_back(plain.size());
        } else if (c != U'-' || (!plain.empty() && plain.back() != U'-')) {
            plain += c;
        }
    }
    while (!plain.empty() && plain.back() == U'-') {
        plain.pop_back();
    }
    AddressText result;
    std::size_t begin = 0;
    for (const std::size_t end : breaks) {
        result.text += datasets::utf8_text(View{plain}.substr(std::min(begin, plain.size()), end - begin));
        if (result.breaks.empty() || result.breaks.back() != result.text.size()) {
            result.breaks.push_back(result.text.size());
        }
        begin = end;
    }
    result.text += datasets::utf8_text(View{plain}.substr(std::min(begin, plain.size())));
    return result;
}

} // namespace

AddressText address_text(std::string_view address)
{
    Codes text = composed(datasets::code_points(datasets::fold_width(address)));
    text = without_postal_code(text);
    std::transform(text.begin(), text.end(), text.begin(), folded_letter);
    return without_breaks(with_hyphens(with_digits(without_aza(text))));
}

} // namespace ingest
