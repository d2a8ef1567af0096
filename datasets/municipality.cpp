#include "datasets/municipality.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace datasets {

namespace {

struct Prefecture {
    std::string_view name;
    int zone; ///< 0: several
};

/// In the order of their codes, from 01 on.
constexpr std::array<Prefecture, 47> prefectures{{
    {"北海道", 0}, {"青森県", 10},  {"岩手県", 10}, {"宮城県", 10},  {"秋田県", 10}, {"山形県", 10},
    {"福島県", 9}, {"茨城県", 9},   {"栃木県", 9},  {"群馬県", 9},   {"埼玉県", 9},  {"千葉県", 9},
    {"東京都", 0}, {"神奈川県", 9}, {"新潟県", 8},  {"富山県", 7},   {"石川県", 7},  {"福井県", 6},
    {"山梨県", 8}, {"長野県", 8},   {"岐阜県", 7},  {"静岡県", 8},   {"愛知県", 7},  {"三重県", 6},
    {"滋賀県", 6}, {"京都府", 6},   {"大阪府", 6},  {"兵庫県", 5},   {"奈良県", 6},  {"和歌山県", 6},
    {"鳥取県", 5}, {"島根県", 3},   {"岡山県", 5},  {"広島県", 3},   {"山口県", 3},  {"徳島県", 4},
    {"香川県", 4}, {"愛媛県", 4},   {"高知県", 4},  {"福岡県", 2},   {"佐賀県", 2},  {"長崎県", 1},
    {"熊本県", 2}, {"大分県", 2},   {"宮崎県", 2},  {"鹿児島県", 0}, {"沖縄県", 0},
}};

struct Range {
    int first;
    int last;
    int zone; ///< 0: several
};

/// Municipalities of the four prefectures with several zones; the first range that holds a code decides. They follow the notice as
/// amended in 2010 (平成22年国土交通省告示第289号) and agree with the areas that the EPSG registry gives zones XI to XVII.
constexpr std::array<Range, 33> ranges{{
    // Hokkaido XI: 小樽, 函館, 伊達, 北斗, 渡島, 檜山, 後志, and 豊浦, 壮瞥, 洞爺湖 of 胆振 (虻田郡, 有珠郡)
    {1202, 1203, 11},
    {1233, 1233, 11},
    {1236, 1236, 11},
    {1331, 1371, 11},
    {1391, 1409, 11},
    {1571, 1571, 11},
    {1575, 1575, 11},
    {1584, 1584, 11},
    // XIII: 釧路, 帯広, 北見, 網走, 根室, オホーツク but for 紋別 city and county, 十勝, 釧路, 根室
    {1206, 1208, 13},
    {1211, 1211, 13},
    {1223, 1223, 13},
    {1543, 1547, 13},
    {1549, 1550, 13},
    {1552, 1552, 13},
    {1564, 1564, 13},
    {1631, 1649, 13},
    {1661, 1668, 13},
    {1691, 1700, 13},
    {1100, 1699, 12},
    // Tokyo: 小笠原 in XIV, where people live; all else in IX
    {13421, 13421, 14},
    {13100, 13499, 9},
    // Kagoshima: 十島, 奄美 and 大島 in I; 三島 lies on both sides of its line (130 E), 薩摩川内 with 甑島 too
    {46303, 46303, 0},
    {46215, 46215, 0},
    {46304, 46304, 1},
    {46222, 46222, 1},
    {46523, 46535, 1},
    {46200, 46599, 2},
    // Okinawa: 石垣, 宮古島, 多良間, 竹富, 与那国 in XVI; 大東 in XVII
    {47207, 47207, 16},
    {47214, 47214, 16},
    {47375, 47375, 16},
    {47381, 47382, 16},
    {47357, 47358, 17},
    {47200, 47399, 15},
}};

bool is_digits(std::string_view text)
{
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_checked(std::string_view six) { return check_digit(six.substr(0, 5)) == six[5]; }

/// Municipalities have numbers from 100 on in their prefecture.
bool is_municipality(std::string_view five)
{
    return five.substr(0, 2) >= "01" && five.substr(0, 2) <= "47" && five[2] != '0';
}

} // namespace

char check_digit(std::string_view five_digits)
{
    int sum = 0;
    for (std::size_t i = 0; i < 5; ++i) {
        sum += (five_digits[i] - '0') * (6 - static_cast<int>(i));
    }
    return static_cast<char>('0' + (11 - sum % 11) % 10);
}

std::optional<std::string> municipality_code(std::string_view text)
{
    if (!is_digits(text) || text.size() < 4 || text.size() > 6) {
        return std::nullopt;
    }
    // Five digits are a code without its check digit, or, as 11002 for 札幌市, one with it that lost its leading zero.
    const bool lost_zero = text.size() == 4 || (text.size() == 5 && !is_municipality(text));
    std::string code(lost_zero ? 1 : 0, '0');
    code += text;
    const bool good = is_municipality(code) && (code.size() == 5 || is_checked(code));
    return good ? std::optional{code.substr(0, 5)} : std::nullopt;
}

std::optional<int> plane_zone(std::string_view place)
{
    int zone = 0;
    if (const auto code = municipality_code(place)) {
        zone = prefectures.at(static_cast<std::size_t>(std::stoi(code->substr(0, 2)) - 1)).zone;
        const int number = std::stoi(*code);
        const auto* const range = std::find_if(ranges.begin(), ranges.end(), [&](const Range& r) {
            return number >= r.first && number <= r.last && r.first > 0;
        });
        if (zone == 0 && range != ranges.end()) {
            zone = range->zone;
        }
    } else {
        const auto* const found = std::find_if(prefectures.begin(), prefectures.end(),
                                               [&](const Prefecture& p) { return p.name == place; });
        zone = found != prefectures.end() ? found->zone : 0;
    }
    return zone > 0 ? std::optional{zone} : std::nullopt;
}

} // namespace datasets
