#pragma once

#include "datasets/geometry.hpp"

namespace ingest {

/// The centre of the grid square (JIS X 0410) that holds a position: 1000 m is the third mesh (30" of latitude by 45" of
/// longitude), 500, 250 and 125 m its halves, quarters and eighths.
[[nodiscard]] datasets::LonLat mesh_centre(datasets::LonLat position, int metres);

} // namespace ingest
