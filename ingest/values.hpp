#pragma once

#include "datasets/feature.hpp"
#include "datasets/schema.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace ingest {

/// What a cell means.
struct ReadValue {
    enum class Kind {
        value,       ///< read
        empty,       ///< nothing stands there
        missing,     ///< a word that means "no value": －, …, 不明
        uncontested, ///< 無投票: no vote was held, which is neither "not known" nor zero
        doubtful,    ///< read, but it cannot be right: a date that its era never had
        fiscal_year, ///< a fiscal year, read as its first day
        zone,        ///< a moment that stood in another time zone, read as Japanese time
        several,     ///< more than one date: which one is meant cannot be known
        unreadable,  ///< not of the field's type
    };
    Kind kind = Kind::empty;
    datasets::Value value{};
    std::string word{}; ///< for `missing` and `uncontested`: the word as it stands
};

/// What the manifest says of a field's cells that the cells do not say themselves.
struct ReadingRules {
    std::string era{};           ///< of dates whose year has one or two digits and no era: 平成
    std::optional<bool> empty{}; ///< booleans: what an empty cell, or －, stands for
};

/// Reads a cell as cities write them: full-width digits, thousands commas, ▲ for minus, per cent signs and units stuck to
/// numbers, ○ and 有 for true, wareki. Text stays as it is, but for the white space around it and kana
/// taken apart (compose_kana): codes keep their leading zeros.
/// Where a word changes the number (5未満, 1.5万人) it is not read at all: a wrong number would look right.
[[nodiscard]] ReadValue read_value(std::string_view cell, datasets::FieldType type,
                                   const ReadingRules& rules = {});

/// Without white space (the ideographic space too) at both ends.
[[nodiscard]] std::string_view trim(std::string_view text);

} // namespace ingest
