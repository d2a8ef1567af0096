#pragma once

#include <string>
#include <string_view>

namespace datasets {

/// True if all of the text fits the pattern, as in SQL: % any characters, _ one, \ takes the next one as it is. One character is
/// one code point.
[[nodiscard]] bool is_like(std::string_view text, std::string_view pattern);

/// The pattern with its plain parts put through `fold`; a folded text that happens to be % or _ stays plain.
[[nodiscard]] std::string fold_pattern(std::string_view pattern, std::string (*fold)(std::string_view));

} // namespace datasets
