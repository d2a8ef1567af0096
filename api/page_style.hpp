#pragma once

#include <string_view>

namespace api {

/// The file pages.css, which the build puts into the program.
extern const std::string_view page_style;

} // namespace api
