#pragma once

#include <cstdint>

/// The numbers of a MapLibre Tile, layer format 1, and nothing but the specification:
/// https://maplibre.org/maplibre-tile-spec/specification/v1/
namespace tiles::mlt {

/// A layer's format. What begins with another one is skipped by readers.
inline constexpr std::uint8_t layer_tag = 1;

/// "Column types". The next higher number is the same type with values missing.
enum class ColumnType : std::uint8_t {
    id = 0,
    long_id = 2,
    geometry = 4,
    boolean = 10,
    int32 = 16,
    uint32 = 18,
    int64 = 20,
    uint64 = 22,
    float32 = 24,
    float64 = 26,
    string = 28
};

/// "Stream types": category in the high half of the byte, kind in the low one.
enum class StreamType : std::uint8_t {
    present = 0x00,
    data = 0x10,
    data_dictionary = 0x11,
    data_vertex = 0x13,
    offset_string = 0x22,
    length_string = 0x30,
    length_geometries = 0x31,
    length_parts = 0x32,
    length_rings = 0x33,
    length_dictionary = 0x36
};

/// "Encoding byte", the combinations used here: logical encodings in bits 7 to 2, the physical one in bits 1 and 0.
enum class Encoding : std::uint8_t {
    none = 0b000'000'00,         ///< fixed width, little-endian
    varint = 0b000'000'10,       ///<
    delta = 0b001'000'10,        ///< zigzag differences
    delta_runs = 0b001'011'10,   ///< runs of those
    vertex_delta = 0b010'000'10, ///< zigzag differences of x and of y
    runs = 0b011'000'10,         ///< all run lengths, then all values
    boolean_runs = 0b011'000'00  ///< bits in bytes, those in the byte runs of ORC
};

enum class GeometryType : std::uint8_t {
    point = 0,
    line_string = 1,
    polygon = 2,
    multi_point = 3,
    multi_line_string = 4,
    multi_polygon = 5
};

} // namespace tiles::mlt
