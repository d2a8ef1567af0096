#pragma once

#include "datasets/feature.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace tiles {

/// Appends a value as an MVT `Value` message (4.4): integers as integers, in the shorter of their forms. The value must not be
/// missing: MVT has no null, the tag is left out instead.
void append_mvt_value(const datasets::Value& value, std::string& message);

/// What a `Value` message holds: one value if it is as it should be, else the last of them, or none.
struct FoundValue {
    datasets::Value value{};
    std::size_t count = 0;
};

/// Called for a field of 4.4 that comes with another wire type than it must have.
using TakeMisfit = std::function<void(std::uint32_t field, int wire_type)>;

/// Reads a message whatever is wrong with it. Throws protozero's exceptions if its bytes are no fields.
[[nodiscard]] FoundValue find_mvt_value(std::string_view message, const TakeMisfit& misfit = {});

/// The way back. Throws datasets::FormatError if the message holds no value.
[[nodiscard]] datasets::Value read_mvt_value(std::string_view message);

} // namespace tiles
