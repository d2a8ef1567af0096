#pragma once

namespace datasets {

/// The form under which a kanji is searched: 髙 is 高, 﨑 is 崎, 邊 and 邉 are 辺, 澤 is 沢, 齋, 齊 and 斎 are 斉. Others are
/// themselves. For looking up only: in a name the form that was written is the right one.
[[nodiscard]] char32_t common_kanji(char32_t code);

} // namespace datasets
