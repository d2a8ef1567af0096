#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ingest {

/// Other names under which a column of the standard datasets is met: those of the two editions (推奨データセット, then
/// 自治体標準オープンデータセット), their known misspellings (所在地_連結標記), and what cities write instead. The likeliest
/// first, without `name` itself; empty if no standard knows it.
[[nodiscard]] std::vector<std::string_view> standard_variants(std::string_view name);

/// A column's name without what is written one way or another: width, case, kind of kana, spaces, '_', brackets, dots.
/// 名称カナ, 名称_カナ and 名称（かな） are one.
[[nodiscard]] std::string loose_name(std::string_view name);

} // namespace ingest
