#pragma once

#include "tiles/mlt_format.hpp"
#include "tiles/mvt_reader.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tiles::mlt {

/// A column of a layer: its type (with 1 added if some features have no value), and its streams.
struct Column {
    std::uint8_t type = 0;
    std::string name{}; ///< empty for id and geometry, which have none
    std::string data{};
};

/// The ids of the features; nothing if none has one.
[[nodiscard]] std::optional<Column> id_column(std::span<const MvtFeature> features);

/// A column for each property, in the order in which they first come. All values of a column have one type:
///
/// - whole numbers the narrowest of 32 bits that holds all; beyond that doubles as long as those are exact (a browser
///   would get 64 bits as BigInt, which expressions of a style do not know), then 64 bits;
/// - other numbers float if that loses nothing, else double;
/// - text as it is, or by a dictionary if that is smaller; numbers and text under one name become text.
///
/// Of a name that a feature has twice the last value counts, as in other readers.
[[nodiscard]] std::vector<Column> property_columns(std::span<const MvtFeature> features);

} // namespace tiles::mlt
