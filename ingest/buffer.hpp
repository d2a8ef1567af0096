#pragma once

#include "ingest/repairer.hpp"

#include <optional>

namespace ingest {

/// The zone of all that lies within a distance of a geometry, in true metres on the ellipsoid: around each point a circle, around
/// each line its two sides and round ends, around a polygon the same outwards; all of it united.
///
///      .--'''--.                 Circles are polygons. Their vertices lie outside the true circle, the middles of their sides
///    ,'         '.      r + 1cm  inside it, by the same: at most a centimetre, which takes 274 sides for 300 m.
///    |     x     |               Edges are straight in degrees, as GeoJSON means them (RFC 7946, 3.1.1), and are taken in pieces
///    '.         ,'      r - 1cm  of at most 500 m, which keeps them within 4 mm of the shortest way.
///      '--...--'
///
/// Nothing if nothing is left of it. The polygon, if it is one, must be valid; so is what is returned.
[[nodiscard]] std::optional<datasets::Geometry<datasets::LonLat>>
buffer(const datasets::Geometry<datasets::LonLat>& geometry, double metres, const Repairer& repairer);

} // namespace ingest
