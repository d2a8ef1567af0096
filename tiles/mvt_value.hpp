#pragma once

#include "datasets/feature.hpp"

#include <string>
#include <string_view>

namespace tiles {

/// Appends a value as an MVT `Value` message (4.4): integers as integers, in the shorter of their forms. The value must not be
/// missing: MVT has no null, the tag is left out instead.
void append_mvt_value(const datasets::Value& value, std::string& message);

/// The way back. Throws datasets::FormatError if the message holds no value.
[[nodiscard]] datasets::Value read_mvt_value(std::string_view message);

} // namespace tiles
