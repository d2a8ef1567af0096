#include "datasets/text_folding.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace datasets {

namespace {

constexpr char32_t replacement = 0xFFFD;

/// Takes one code point off the front. Overlong forms, surrogates and bytes out of place give U+FFFD and one byte is
/// taken, so that reading always goes on.
char32_t take(std::string_view& rest)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(rest[i]); };
    const unsigned first = byte(0);
    const std::size_t length = first < 0x80   ? 1
                               : first < 0xC2 ? 0
                               : first < 0xE0 ? 2
                               : first < 0xF0 ? 3
                               : first < 0xF5 ? 4
                                              : 0;
    constexpr std::array<unsigned, 5> masks{0, 0x7F, 0x1F, 0x0F, 0x07};
    constexpr std::array<char32_t, 5> smallest{0, 0, 0x80, 0x800, 0x10000};
    char32_t code = length == 0 ? replacement : first & masks[length];
    bool good = length > 0 && length <= rest.size();
    for (std::size_t i = 1; good && i < length; ++i) {
        good = (byte(i) & 0xC0U) == 0x80U;
        code = (code << 6U) | (byte(i) & 0x3FU);
    }
    good = good && code >= smallest[length] && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
    rest.remove_prefix(good ? length : 1);
    return good ? code : replacement;
}

void put(std::string& text, char32_t code)
{
    const auto byte = [&](char32_t value) { text += static_cast<char>(value); };
    if (code < 0x80) {
        byte(code);
    } else if (code < 0x800) {
        byte(0xC0 | (code >> 6U));
        byte(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        byte(0xE0 | (code >> 12U));
        byte(0x80 | ((code >> 6U) & 0x3F));
        byte(0x80 | (code & 0x3F));
    } else {
        byte(0xF0 | (code >> 18U));
        byte(0x80 | ((code >> 12U) & 0x3F));
        byte(0x80 | ((code >> 6U) & 0x3F));
        byte(0x80 | (code & 0x3F));
    }
}

/// U+FF61 to U+FF9D, half-width katakana and signs, in their full-width forms (JIS X 0201 order).
constexpr std::u32string_view full_katakana =
    U"。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソ"
    U"タチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン";
constexpr std::u32string_view takes_dakuten = U"カキクケコサシスセソタチツテトハヒフヘホヽ";
constexpr std::u32string_view takes_handakuten = U"ハヒフヘホ";

struct Marks {
    char32_t dakuten;
    char32_t handakuten;
};

constexpr Marks half_width{0xFF9E, 0xFF9F};
constexpr Marks combining{0x3099, 0x309A}; // what NFD writes, and macOS in the names of files

/// A kana in one piece with the voicing mark that stands at the front of the rest, which is taken; without one, as it is.
char32_t take_mark(char32_t kana, std::string_view& rest, Marks marks)
{
    const bool hiragana = (kana >= U'ぁ' && kana <= U'ん') || kana == U'ゝ';
    const char32_t katakana = hiragana ? kana + 0x60 : kana;
    if (rest.empty() || katakana < U'ァ' || katakana > U'ヽ') {
        return kana;
    }
    std::string_view ahead = rest;
    const char32_t mark = take(ahead);
    const auto is_one_of = [&](std::u32string_view letters) {
        return letters.find(katakana) != std::u32string_view::npos;
    };
    char32_t voiced = 0;
    if (mark == marks.dakuten && katakana == U'ウ') {
        voiced = kana + (U'ヴ' - U'ウ');
    } else if (mark == marks.dakuten && is_one_of(takes_dakuten)) {
        voiced = kana + 1;
    } else if (mark == marks.handakuten && is_one_of(takes_handakuten)) {
        voiced = kana + 2;
    } else {
        return kana;
    }
    rest = ahead;
    return voiced;
}

bool is_space(char32_t code)
{
    return code == U' ' || (code >= 0x09 && code <= 0x0D) || code == 0x200B || code == 0xFEFF;
}

char32_t fold_letter(char32_t code)
{
    if ((code >= U'A' && code <= U'Z') || (code >= 0xC0 && code <= 0xDE && code != 0xD7)) {
        return code + 0x20;
    }
    if ((code >= U'ァ' && code <= U'ヶ') || code == U'ヽ' || code == U'ヾ') {
        return code - 0x60;
    }
    return code;
}

} // namespace

char32_t take_folded_width(std::string_view& rest)
{
    const char32_t code = take(rest);
    if (code >= 0xFF01 && code <= 0xFF5E) {
        return code - 0xFEE0;
    }
    if (code >= 0xFF61 && code <= 0xFF9D) {
        return take_mark(full_katakana[code - 0xFF61], rest, half_width);
    }
    switch (code) {
    case 0x3000:
    case 0x00A0:
        return U' ';
    case 0xFFE5:
        return U'¥';
    case half_width.dakuten:
        return U'゛';
    case half_width.handakuten:
        return U'゜';
    default:
        return take_mark(code, rest, combining);
    }
}

namespace {

/// How many bytes at the front are ASCII. Most cells of most tables are nothing else, and folding leaves those as they are.
std::size_t ascii_prefix(std::string_view text)
{
    std::size_t n = 0;
    std::uint64_t eight = 0;
    for (; n + sizeof eight <= text.size(); n += sizeof eight) {
        std::memcpy(&eight, text.data() + n, sizeof eight);
        if ((eight & 0x8080808080808080U) != 0) {
            break;
        }
    }
    while (n < text.size() && static_cast<unsigned char>(text[n]) < 0x80) {
        ++n;
    }
    return n;
}

} // namespace

std::string fold_width(std::string_view text)
{
    const std::size_t plain = ascii_prefix(text);
    if (plain == text.size()) {
        return std::string{text};
    }
    std::string folded;
    folded.reserve(text.size());
    while (!text.empty()) {
        put(folded, take_folded_width(text));
    }
    return folded;
}

std::string compose_kana(std::string_view text)
{
    if (text.find("\u3099") == std::string_view::npos && text.find("\u309A") == std::string_view::npos) {
        return std::string{text};
    }
    std::string composed;
    composed.reserve(text.size());
    while (!text.empty()) {
        const char32_t code = take(text);
        put(composed, take_mark(code, text, combining));
    }
    return composed;
}

std::string fold_search(std::string_view text)
{
    std::string folded;
    folded.reserve(text.size());
    while (!text.empty()) {
        const char32_t code = fold_letter(take_folded_width(text));
        if (!is_space(code)) {
            put(folded, code);
        }
    }
    return folded;
}

std::u32string code_points(std::string_view text)
{
    std::u32string codes;
    while (!text.empty()) {
        codes += take(text);
    }
    return codes;
}

std::string utf8_text(std::u32string_view codes)
{
    std::string text;
    for (const char32_t code : codes) {
        put(text, code);
    }
    return text;
}

std::string lower_ascii(std::string text)
{
    for (char& c : text) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return text;
}

bool is_utf8(std::string_view bytes)
{
    for (bytes.remove_prefix(ascii_prefix(bytes)); !bytes.empty(); bytes.remove_prefix(ascii_prefix(bytes))) {
        const std::size_t before = bytes.size();
        const bool is_replacement_itself = bytes.starts_with("\xEF\xBF\xBD");
        if (take(bytes) == replacement && !(is_replacement_itself && before - bytes.size() == 3)) {
            return false;
        }
    }
    return true;
}

} // namespace datasets
