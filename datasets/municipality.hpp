#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace datasets {

/// The check digit of a municipality's code (全国地方公共団体コード): weights 6 to 2 on its five digits, 11 minus the sum's
/// remainder by 11, of which the last digit.
[[nodiscard]] char check_digit(std::string_view five_digits);

/// The five digits of a municipality's code given with or without its check digit, and with or without the leading zero that
/// spreadsheets take away. Nothing if it is no such code, or its check digit is wrong.
[[nodiscard]] std::optional<std::string> municipality_code(std::string_view text);

/// The plane-rectangular zone (1 to 19) of a prefecture by name (兵庫県) or of a municipality by code, as the notice of the Ministry
/// of Land (平成14年国土交通省告示第9号) draws them. Nothing if the name or code is unknown, or if its area lies in several zones:
/// 北海道, 東京都, 鹿児島県 and 沖縄県 by name, 三島村 and 薩摩川内市 (whose 甑島 are in zone I) by code.
[[nodiscard]] std::optional<int> plane_zone(std::string_view prefecture_or_code);

} // namespace datasets
