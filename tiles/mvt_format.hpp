#pragma once

#include <cstdint>

/// The field numbers of vector_tile.proto (MVT 2.1, section 4), one enum a message: a number is written here and nowhere else.
namespace tiles::mvt {

enum class TileField : std::uint32_t { layers = 3 };

enum class LayerField : std::uint32_t {
    name = 1,
    features = 2,
    keys = 3,
    values = 4,
    extent = 5,
    version = 15
};

enum class FeatureField : std::uint32_t { id = 1, tags = 2, type = 3, geometry = 4 };

enum class ValueField : std::uint32_t {
    string_value = 1,
    float_value = 2,
    double_value = 3,
    int_value = 4,
    uint_value = 5,
    sint_value = 6,
    bool_value = 7
};

} // namespace tiles::mvt
