#pragma once

#include <string>
#include <string_view>

/// What CASEI and ACCENTI of filters leave out of a comparison. Unicode calls it the third and the second level of difference
/// (UTS #10): a or A or Ａ, か or カ or ｶ; e or é.
namespace datasets {

/// Lower case (Latin, Greek, Cyrillic, Armenian; ß is ss), narrow letters and digits, katakana as hiragana. White space stays.
[[nodiscard]] std::string fold_case(std::string_view text);

/// Latin letters without their accents, composed or not; otherwise as it is. だ is no た with an accent: it stays.
[[nodiscard]] std::string fold_accents(std::string_view text);

} // namespace datasets
