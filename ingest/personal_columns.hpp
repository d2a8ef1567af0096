#pragma once

#include <optional>
#include <string_view>

namespace ingest {

/// Why a column is not to be public unless a person decides so.
enum class PersonalKind {
    identity, ///< tells who a person is: 氏名, 車両番号, 生年月日. Then addresses in the same rows are persons' too
    contact,  ///< 電話, メール: a person's, or that of a facility
    role,     ///< 所有者, 代表者: a person, or a body
    free_text, ///< 備考: may hold anything
};

/// For people who read a draft: why, and what they may do about it.
struct PersonalReason {
    std::string_view ja;
    std::string_view en;
};
[[nodiscard]] PersonalReason reason_of(PersonalKind kind);

/// What a column's header, in Japanese or English, says of it; nothing if it does not look like persons' data. 団体名, 管理者 and
/// 説明 are meant for the public; so is 利用可能日時特記事項 of the standard datasets.
[[nodiscard]] std::optional<PersonalKind> personal_by_name(std::string_view column);

/// What one cell shows whatever its column is called: an e-mail address, a telephone number with its hyphens, a number plate.
[[nodiscard]] std::optional<PersonalKind> personal_by_value(std::string_view cell);

} // namespace ingest
