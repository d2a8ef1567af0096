#include "ingest/address_names.hpp"

#include <algorithm>
#include <array>

namespace ingest {

namespace {

constexpr std::string_view chome = "丁目";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The end of the character that begins at `i` in UTF-8.
std::size_t next_character(std::string_view text, std::size_t i)
{
    ++i;
    while (i < text.size() && (static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80U) {
        ++i;
    }
    return i;
}

template <std::size_t size>
bool begins_with(std::string_view text, const std::array<std::string_view, size>& words)
{
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return text.starts_with(word); });
}

/// 甲12, イ3: lots of a town that are told apart by a letter.
bool begins_with_lot(std::string_view text)
{
    constexpr std::array<std::string_view, 10> letters{"甲", "乙", "丙", "丁", "イ",
                                                       "ロ", "ハ", "ニ", "ホ", "ヘ"};
    const std::string_view behind = text.substr(std::min(next_character(text, 0), text.size()));
    return begins_with(text, letters) &&
           (behind.empty() || behind.front() == '-' || is_digit(behind.front()));
}

} // namespace

std::vector<std::size_t> ends_of_characters(std::string_view text, std::size_t begin)
{
    std::vector<std::size_t> ends;
    for (std::size_t i = begin; i < text.size();) {
        i = next_character(text, i);
        ends.push_back(i);
    }
    std::reverse(ends.begin(), ends.end());
    return ends;
}

std::string without_county(const std::string& name)
{
    constexpr std::string_view county = "郡";
    const auto at = name.find(county, 1);
    const bool is_small = name.ends_with("町") || name.ends_with("村");
    return is_small && at != std::string::npos ? name.substr(at + county.size()) : name;
}

std::string designated_city(const std::string& name)
{
    constexpr std::string_view city = "市";
    const auto at = name.find(city, 1);
    return name.ends_with("区") && at != std::string::npos ? name.substr(0, at + city.size()) : "";
}

bool may_end(const AddressText& address, std::size_t begin, std::size_t end)
{
    const std::string_view text = address.text;
    if (begin == end || end == text.size() ||
        std::find(address.breaks.begin(), address.breaks.end(), end) != address.breaks.end()) {
        return true;
    }
    constexpr std::array<std::string_view, 12> ends{"-",  "(",    "〔",   "[",    "/",    ";",
                                                    "・", "番地", "無番", "地内", "地先", "付近"};
    constexpr std::array<std::string_view, 7> counters{"丁", "条", "番", "号", "線", "区", "地割"};
    const std::string_view name = text.substr(begin, end - begin);
    const std::string_view rest = text.substr(end);
    if (is_digit(name.back())) {
        return !is_digit(rest.front()) && !begins_with(rest, counters);
    }
    return is_digit(rest.front()) || name.ends_with(chome) || begins_with(rest, ends) ||
           begins_with_lot(rest);
}

std::size_t behind_streets(std::string_view text, std::size_t begin)
{
    constexpr std::array<std::string_view, 6> words{"上る", "上ル", "下る", "下ル", "入る", "入ル"};
    std::size_t behind = begin;
    for (const std::string_view word : words) {
        const auto at = text.rfind(word);
        if (at != std::string_view::npos && at >= begin) {
            behind = std::max(behind, at + word.size());
        }
    }
    return behind;
}

} // namespace ingest
