#pragma once

#include "datasets/main_parts.hpp"

#include <string_view>

namespace ingest {

/// Reads well-known text (OGC 06-103r4, 7.2): points, lines and polygons, single and multi, and collections of them, in upper or
/// lower case, with "SRID=…;" before them or not. Z and M are dropped. Rings that are left open are closed.
/// Throws datasets::FormatError that says what stands there for anything else.
[[nodiscard]] datasets::MainParts<datasets::SourcePoint> main_parts_from_wkt(std::string_view text);

} // namespace ingest
