#include "ingest/kanji_numerals.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <vector>

namespace ingest {

namespace {

/// 0 to 9, or 10, 100 and 1000 as -1, -2, -3; nothing for other characters.
std::optional<int> kanji_numeral(std::string_view character)
{
    constexpr std::array<std::string_view, 10> digits{"〇", "一", "二", "三", "四",
                                                      "五", "六", "七", "八", "九"};
    constexpr std::array<std::string_view, 3> powers{"十", "百", "千"};
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (character == digits.at(i)) {
            return static_cast<int>(i);
        }
    }
    for (std::size_t i = 0; i < powers.size(); ++i) {
        if (character == powers.at(i)) {
            return -1 - static_cast<int>(i);
        }
    }
    return character == "零" ? std::optional{0} : std::nullopt;
}

/// 五十三 is 53 and so is 五三; 千九百七十八 is 1978. `numerals` as `kanji_numeral` gives them, at most nine.
int number_of(const std::vector<int>& numerals)
{
    int total = 0;
    int digits = 0;
    bool has_digits = false;
    for (const int numeral : numerals) {
        if (numeral >= 0) {
            digits = digits * 10 + numeral;
            has_digits = true;
        } else {
            constexpr std::array powers{10, 100, 1000};
            total += (has_digits ? digits : 1) * powers.at(static_cast<std::size_t>(-1 - numeral));
            digits = 0;
            has_digits = false;
        }
    }
    return total + digits;
}

} // namespace

std::string with_date_digits(std::string_view text)
{
    constexpr std::size_t kanji_bytes = 3;
    constexpr std::size_t longest = 7; // 千九百七十八
    constexpr std::array<std::string_view, 5> units{"年", "月", "日", "時", "分"};
    std::string result;
    for (std::size_t i = 0; i < text.size();) {
        std::vector<int> numerals;
        std::size_t end = i;
        while (const auto numeral = kanji_numeral(text.substr(end, kanji_bytes))) {
            numerals.push_back(*numeral);
            end += kanji_bytes;
        }
        const bool before_unit = std::any_of(units.begin(), units.end(), [&](std::string_view unit) {
            return text.substr(end).starts_with(unit);
        });
        if (!numerals.empty() && numerals.size() <= longest && before_unit) {
            result += std::to_string(number_of(numerals));
        } else {
            end = std::max(end, i + 1);
            result += text.substr(i, end - i);
        }
        i = end;
    }
    return result;
}

} // namespace ingest
