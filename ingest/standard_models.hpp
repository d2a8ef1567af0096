#pragma once

#include <string_view>
#include <vector>

namespace ingest {

/// What the cells of a standard dataset's column hold.
enum class StandardRule {
    any,
    id,               ///< tells rows apart: no value twice
    code,             ///< 全国地方公共団体コード: six digits, the last a check digit
    corporate_number, ///< 法人番号: thirteen digits, the first a check digit
    number,
    latitude,  ///< in decimal degrees, in Japan
    longitude, ///< the same
    time,      ///< 8:30
    date,      ///< 2026-04-01
    url,
    one_of, ///< one of the values allowed
};

struct StandardColumn {
    std::string_view name{};
    bool required = false;     ///< the file must have the column
    bool may_be_empty = false; ///< though it is required: an empty cell says "no" (災害種別)
    StandardRule rule = StandardRule::any;
    std::vector<std::string_view> allowed{};
};

/// A dataset as a standard defines it.
struct StandardModel {
    std::string_view name{};
    bool is_head_only = false; ///< only its first columns are known here, and not which of them are required
    std::vector<StandardColumn> columns{};
};

/// The 14 of 推奨データセット 基本編, then the columns that all of 自治体標準オープンデータセット begin with.
[[nodiscard]] const std::vector<StandardModel>& standard_models();

/// By name, whatever its width, with or without 一覧; null if there is none.
[[nodiscard]] const StandardModel* find_standard_model(std::string_view name);

} // namespace ingest
