#pragma once

#include <string>
#include <string_view>

namespace datasets {

/// Text (UTF-8) as it must stand in HTML or XML, between tags or in a quoted attribute: & < > " ' as references. What no document of
/// XML 1.0 (section 2.2) may have, control characters other than tab and line ends, U+FFFE and U+FFFF, becomes U+FFFD, so that a
/// stray one in a cell of a table is seen and does not make the whole document unreadable.
[[nodiscard]] std::string markup_text(std::string_view text);

/// The same, appended.
void append_markup_text(std::string& markup, std::string_view text);

} // namespace datasets
