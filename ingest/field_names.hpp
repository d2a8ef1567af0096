#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ingest {

/// What a column of a Japanese city is called in English.
struct FieldName {
    std::string name{};     ///< for programs: a-z, digits and '_'
    std::string label_en{}; ///< for people
};

/// The English name of a column as cities head it: 名称 is name, 当日有権者数_男 registered_voters_male. Parts that '_' or
/// brackets set apart are looked up one by one. ASCII headers are taken as they are. Nothing if a part is not known.
[[nodiscard]] std::optional<FieldName> english_name(std::string_view column);

/// The ASCII letters and digits of a text in lower case, each run of anything else one `separator`; empty if there are none.
[[nodiscard]] std::string slug(std::string_view text, char separator);

} // namespace ingest
