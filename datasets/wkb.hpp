#pragma once

#include "datasets/bbox.hpp"
#include "datasets/geometry.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace datasets {

using Bytes = std::vector<std::byte>;

/// Well-known binary, two-dimensional, little endian (OGC 06-103r4, 8.2). Points with one position are a Point, with
/// more a MultiPoint; lines and polygons are always multi, so that a table holds one type.
[[nodiscard]] Bytes to_wkb(const Geometry<LonLat>& geometry);

/// Reads points, lines and polygons, single and multi, of either byte order. A collection of one kind of parts is read as
/// that kind. Throws FormatError for anything else: other types, a Z or M, bytes cut short or left over.
/// `P` is the space the positions are in: LonLat or SourcePoint.
template <class P = LonLat>
[[nodiscard]] Geometry<P> geometry_from_wkb(std::span<const std::byte> bytes);

/// A GeoPackage geometry (OGC 12-128r18, 2.1.3): header with envelope, then WKB. CRS 4326, longitude first.
[[nodiscard]] Bytes to_gpkg_blob(const Geometry<LonLat>& geometry);
[[nodiscard]] Geometry<LonLat> geometry_from_gpkg_blob(std::span<const std::byte> bytes);

} // namespace datasets
