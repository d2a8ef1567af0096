#pragma once

#include "datasets/error.hpp"
#include "tiles/quantize.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace tiles {

/// MVT 4.3.4.2
enum class GeomType : std::uint32_t { unknown = 0, point = 1, linestring = 2, polygon = 3 };

[[nodiscard]] GeomType geom_type(const datasets::Geometry<TilePoint>& geometry);

/// The geometry as command and parameter integers (MVT 4.3): MoveTo, LineTo, ClosePath, zigzag deltas from the cursor. Lines need
/// two points, rings four with the closing one and the winding order of 4.3.4.4; `quantize` gives such.
[[nodiscard]] std::vector<std::uint32_t> encode_geometry(const datasets::Geometry<TilePoint>& geometry);

/// The same, appended.
void append_geometry(const datasets::Geometry<TilePoint>& geometry, std::vector<std::uint32_t>& integers);

/// An interior ring where an exterior one must be: the winding order is wrong, or rings are in the wrong order.
struct WindingError : datasets::FormatError {
    using FormatError::FormatError;
};

/// The way back; interior rings go to the exterior ring before them, and rings are closed again. Throws datasets::FormatError on
/// anything that MVT 4.3.4 does not allow for the type, a ring without area among it. Version 1 allowed to close lines.
[[nodiscard]] datasets::Geometry<TilePoint>
decode_geometry(GeomType type, std::span<const std::uint32_t> integers, std::uint32_t version = 2);

} // namespace tiles
