#include "datasets/search_folding.hpp"

#include "datasets/kanji_variants.hpp"
#include "datasets/text_folding.hpp"

#include <algorithm>

namespace datasets {

namespace {

constexpr char32_t small_ke = U'ゖ';

bool is_kanji(char32_t c)
{
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x20000 && c <= 0x3FFFF) ||
           c == U'々' || c == U'〆';
}

bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
bool is_letter(char32_t c) { return c >= U'a' && c <= U'z'; }
bool is_kana(char32_t c) { return (c >= U'ぁ' && c <= U'ゖ') || c == U'ー' || c == U'ゝ' || c == U'ゞ'; }

constexpr std::u32string_view numerals = U"一二三四五六七八九十";
bool is_numeral(char32_t c) { return numerals.find(c) != std::u32string_view::npos; }

/// What parts words and is no part of one.
bool is_gap(char32_t c)
{
    constexpr std::u32string_view gaps = U" 　・･,、。「」『』()（）[]〔〕【】〈〉《》“”\"";
    return c <= 0x20 || c == 0x7F || c == 0x200B || c == 0xFEFF || gaps.find(c) != std::u32string_view::npos;
}

bool is_selector(char32_t c) { return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF); }

bool is_hyphen(char32_t c)
{
    return c == U'-' || c == U'ー' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0x2500;
}

/// The letters of Latin-1 and the long vowels of Hepburn romaji without their marks.
char32_t without_accent(char32_t c)
{
    constexpr std::u32string_view marked = U"àáâãäåçèéêëìíîïñòóôõöùúûüýÿāēīōūĀĒĪŌŪ";
    constexpr std::u32string_view plain = U"aaaaaaceeeeiiiinooooouuuuyyaeiouaeiou";
    static_assert(marked.size() == plain.size());
    const auto at = marked.find(c);
    return at == std::u32string_view::npos ? c : plain[at];
}

char32_t fold_kana(char32_t c)
{
    if ((c >= U'ァ' && c <= U'ヶ') || c == U'ヽ' || c == U'ヾ') {
        c -= 0x60;
    }
    constexpr std::u32string_view small = U"ぁぃぅぇぉっゃゅょゎ";
    constexpr std::u32string_view large = U"あいうえおつやゆよわ";
    const auto at = small.find(c);
    return at == std::u32string_view::npos ? c : large[at];
}

char32_t fold_one(char32_t c)
{
    if ((c >= U'A' && c <= U'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7)) {
        c += 0x20;
    }
    return without_accent(common_kanji(fold_kana(c)));
}

void read_characters(std::string_view text, SearchText& out)
{
    bool gap = true;
    for (std::string_view rest = text; !rest.empty();) {
        const std::size_t begin = text.size() - rest.size();
        const char32_t c = fold_one(take_folded_width(rest));
        if (is_gap(c)) {
            gap = true;
        } else if (is_selector(c)) {
            if (!out.ends.empty()) {
                out.ends.back() = text.size() - rest.size();
            }
        } else {
            const char32_t before = out.folded.empty() ? 0 : out.folded.back();
            out.word_starts.push_back(gap || (is_digit(c) && !is_digit(before)) ||
                                      (is_letter(c) && !is_letter(before)));
            out.folded += c;
            out.begins.push_back(begin);
            out.ends.push_back(text.size() - rest.size());
            gap = false;
        }
    }
}

char32_t at(const std::u32string& text, std::size_t i) { return i < text.size() ? text[i] : 0; }

/// ヶ, ケ and が between kanji, か too after a number, become one; ヶ and ヵ elsewhere are what they sound like.
void fold_small_ke(std::u32string& text)
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char32_t c = text[i];
        if (c != small_ke && c != U'ゕ' && c != U'け' && c != U'が' && c != U'か') {
            continue;
        }
        const char32_t before = i == 0 ? 0 : text[i - 1];
        const bool counts = is_numeral(before) || is_digit(before);
        if ((is_kanji(before) || counts) && is_kanji(at(text, i + 1)) && (c != U'か' || counts)) {
            text[i] = small_ke;
        } else if (c == small_ke || c == U'ゕ') {
            text[i] = c == small_ke ? U'け' : U'か';
        }
    }
}

/// Every hyphen is "-", but for one behind kana, which was meant as a long vowel; that is left out where the word ends with it.
void fold_hyphens(SearchText& text)
{
    SearchText kept;
    for (std::size_t i = 0; i < text.folded.size(); ++i) {
        char32_t c = text.folded[i];
        if (is_hyphen(c)) {
            const bool vowel = !kept.folded.empty() && is_kana(kept.folded.back());
            const char32_t next = at(text.folded, i + 1);
            const bool ends_word = !is_kana(next) || (i + 1 < text.folded.size() && text.word_starts[i + 1]);
            const bool long_word = kept.folded.size() >= 2 && is_kana(kept.folded[kept.folded.size() - 2]);
            c = vowel ? U'ー' : U'-';
            if (vowel && ends_word && long_word) {
                kept.ends.back() = text.ends[i];
                continue;
            }
        }
        kept.folded += c;
        kept.begins.push_back(text.begins[i]);
        kept.ends.push_back(text.ends[i]);
        kept.word_starts.push_back(text.word_starts[i]);
    }
    text = std::move(kept);
}

/// 一 to 九十九 as a number; nothing if it is none.
std::u32string arabic(std::u32string_view kanji)
{
    const auto digit = [](char32_t c) { return static_cast<char32_t>(U'1' + numerals.find(c)); };
    const auto ten = kanji.find(U'十');
    if (ten == std::u32string_view::npos) {
        return kanji.size() == 1 ? std::u32string{digit(kanji[0])} : std::u32string{};
    }
    if (ten > 1 || kanji.size() > ten + 2 || (kanji.size() == ten + 2 && kanji[ten + 1] == U'十')) {
        return {};
    }
    return {ten == 0 ? U'1' : digit(kanji[0]), kanji.size() == ten + 2 ? digit(kanji[ten + 1]) : U'0'};
}

/// Puts `with` in place of the `count` characters from `first` on; all stand for what those stood for.
void replace(SearchText& text, std::size_t first, std::size_t count, const std::u32string& with)
{
    const auto from = static_cast<std::ptrdiff_t>(first), to = static_cast<std::ptrdiff_t>(first + count);
    const std::size_t begin = text.begins[first], end = text.ends[first + count - 1];
    text.folded.replace(first, count, with);
    const auto fill = [&](auto& list, auto value) {
        list.erase(list.begin() + from, list.begin() + to);
        list.insert(list.begin() + from, with.size(), value);
    };
    fill(text.begins, begin);
    fill(text.ends, end);
    fill(text.word_starts, false);
    text.word_starts[first] = true; // digits begin
}

void fold_chome(SearchText& text)
{
    for (auto chome = text.folded.find(U"丁目"); chome != std::u32string::npos;) {
        std::size_t first = chome;
        while (first > 0 && is_numeral(text.folded[first - 1])) {
            --first;
        }
        const auto digits = arabic(std::u32string_view{text.folded}.substr(first, chome - first));
        if (first < chome && !digits.empty()) {
            replace(text, first, chome - first, digits);
            chome = first + digits.size();
        }
        chome = text.folded.find(U"丁目", chome + 1);
    }
}

void add(std::vector<std::string>& forms, std::u32string_view form)
{
    auto text = utf8_text(form);
    if (!text.empty() && std::find(forms.begin(), forms.end(), text) == forms.end()) {
        forms.push_back(std::move(text));
    }
}

/// 霞け, け関, 霞が: what is not between kanji yet may come to be.
void add_small_ke(std::vector<std::string>& forms, std::u32string text)
{
    const auto may_be = [](char32_t c) { return c == U'け' || c == U'が'; };
    const std::size_t last = text.size() - 1;
    if (text.size() < 2) {
        return;
    }
    bool changed = false;
    if (may_be(text[last]) && is_kanji(text[last - 1])) {
        text[last] = small_ke;
        changed = true;
    }
    if (may_be(text[0]) && is_kanji(text[1])) {
        text[0] = small_ke;
        changed = true;
    }
    if (changed) {
        add(forms, text);
    }
}

/// 一, 十一, 一丁: the number of a 丁目 that is not written out yet.
void add_chome(std::vector<std::string>& forms, std::u32string_view text)
{
    const bool has_cho = text.ends_with(U'丁');
    const auto before = text.substr(0, text.size() - (has_cho ? 1 : 0));
    std::size_t first = before.size();
    while (first > 0 && is_numeral(before[first - 1])) {
        --first;
    }
    const auto digits = first < before.size() ? arabic(before.substr(first)) : std::u32string{};
    if (!digits.empty()) {
        add(forms, std::u32string{before.substr(0, first)} + digits + (has_cho ? U"丁" : U""));
    }
}

/// 番町1-8: a number, a hyphen and a number after a name are of an address, and its 丁目 may be all that is known.
void add_address(std::vector<std::string>& forms, std::u32string_view text)
{
    const auto hyphen = text.find(U'-');
    if (hyphen == std::u32string_view::npos || hyphen < 2 || !is_digit(text[hyphen - 1]) ||
        !is_digit(hyphen + 1 < text.size() ? text[hyphen + 1] : 0)) {
        return;
    }
    std::size_t digits = hyphen;
    while (digits > 0 && is_digit(text[digits - 1])) {
        --digits;
    }
    if (digits > 0 && (is_kanji(text[digits - 1]) || is_kana(text[digits - 1]))) {
        add(forms, std::u32string{text.substr(0, hyphen)} + U"丁目");
    }
}

/// The first match of any form from a character on.
struct Place {
    std::size_t first = 0, size = 0;
};

Place first_match(std::u32string_view text, std::size_t from, const std::vector<std::u32string>& forms)
{
    Place best{text.size(), 0};
    for (const auto& form : forms) {
        const auto found = text.find(form, from);
        if (found != std::u32string_view::npos &&
            (found < best.first || (found == best.first && form.size() > best.size))) {
            best = {found, form.size()};
        }
    }
    return best;
}

} // namespace

SearchText fold_for_search(std::string_view text)
{
    SearchText result;
    read_characters(text, result);
    fold_small_ke(result.folded);
    fold_hyphens(result);
    fold_chome(result);
    return result;
}

std::string search_key(std::string_view text) { return utf8_text(fold_for_search(text).folded); }

std::vector<std::string> search_forms(std::string_view text)
{
    const auto folded = fold_for_search(text).folded;
    std::vector<std::string> forms;
    if (folded.empty()) {
        return forms;
    }
    add(forms, folded);
    add_small_ke(forms, folded);
    add_chome(forms, folded);
    add_address(forms, folded);
    // ター may go on as タープ or end as センター does.
    if (folded.size() > 1 && folded.back() == U'ー') {
        add(forms, std::u32string_view{folded}.substr(0, folded.size() - 1));
    }
    return forms;
}

SearchQuery search_query(std::string_view text)
{
    SearchQuery query;
    query.whole = search_forms(text);
    const std::string spaced = fold_width(text);
    for (std::string_view rest = spaced; !rest.empty();) {
        const auto end = std::min(rest.find_first_of(" \t\n\r"), rest.size());
        if (auto forms = search_forms(rest.substr(0, end)); !forms.empty()) {
            query.words.push_back(std::move(forms));
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return query;
}

std::vector<SearchPart> marked(std::string_view text, const SearchQuery& query)
{
    const auto folded = fold_for_search(text);
    std::vector<std::u32string> forms;
    for (const auto& form : query.whole) {
        forms.push_back(code_points(form));
    }
    const bool whole = first_match(folded.folded, 0, forms).size > 0;
    for (const auto& word : query.words) {
        for (const auto& form : word) {
            forms.push_back(whole ? std::u32string{} : code_points(form));
        }
    }
    forms.erase(std::remove(forms.begin(), forms.end(), std::u32string{}), forms.end());
    std::vector<SearchPart> parts;
    std::size_t done = 0; // bytes
    for (std::size_t from = 0; from < folded.folded.size();) {
        const auto place = first_match(folded.folded, from, forms);
        if (place.size == 0) {
            break;
        }
        const auto begin = std::max(done, folded.begins[place.first]);
        const auto end = std::max(begin, folded.ends[place.first + place.size - 1]);
        if (begin > done) {
            parts.push_back({std::string{text.substr(done, begin - done)}, false});
        }
        if (end > begin) {
            parts.push_back({std::string{text.substr(begin, end - begin)}, true});
        }
        done = end;
        from = place.first + place.size;
    }
    if (done < text.size()) {
        parts.push_back({std::string{text.substr(done)}, false});
    }
    return parts;
}

} // namespace datasets
