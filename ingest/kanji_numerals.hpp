#pragma once

#include <string>
#include <string_view>

namespace ingest {

/// Kanji numerals before 年, 月, 日, 時 and 分 as digits: 昭和五十三年四月一日 becomes 昭和53年4月1日. Others may be part of a name, and stay.
[[nodiscard]] std::string with_date_digits(std::string_view text);

} // namespace ingest
