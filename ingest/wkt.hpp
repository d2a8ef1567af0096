#pragma once

#include "datasets/geometry.hpp"

#include <string_view>

namespace ingest {

/// Reads well-known text (OGC 06-103r4, 7.2): points, lines and polygons, single and multi, in upper or lower case, with
/// "SRID=…;" before them or not. Z and M are dropped. Rings that are left open are closed.
/// Throws datasets::FormatError that says what stands there for anything else.
[[nodiscard]] datasets::Geometry<datasets::SourcePoint> geometry_from_wkt(std::string_view text);

} // namespace ingest
