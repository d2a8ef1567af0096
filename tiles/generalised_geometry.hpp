#pragma once

#include "tiles/world_point.hpp"

#include <cstdint>

namespace tiles {

/// A vertex and the first zoom that draws it; deeper zooms draw it as well.
struct ZoomVertex {
    WorldPoint position{};
    std::uint8_t zoom = 0;
    friend bool operator==(const ZoomVertex&, const ZoomVertex&) = default;
};

/// Geometry for all zooms at once, made by `generalise`. Rings are closed: the last vertex repeats the first.
using GeneralisedGeometry = datasets::Geometry<ZoomVertex>;

/// What a zoom draws of it: its vertices of that zoom and those above. Lines keep their ends. A ring of which fewer than three
/// vertices are left has no area at this zoom and disappears, an exterior one with its interior rings.
[[nodiscard]] datasets::Geometry<WorldPoint> at_zoom(const GeneralisedGeometry& geometry, int zoom);

/// Geometry of which every zoom draws every vertex.
[[nodiscard]] GeneralisedGeometry for_every_zoom(const datasets::Geometry<WorldPoint>& geometry);

} // namespace tiles
