#pragma once

#include "datasets/geometry.hpp"

#include <optional>
#include <string>

namespace ingest {

/// The centre of the grid square (JIS X 0410) that holds a position: 1000 m is the third mesh (30" of latitude by 45" of
/// longitude), 500, 250 and 125 m its halves, quarters and eighths.
[[nodiscard]] datasets::LonLat mesh_centre(datasets::LonLat position, int metres);

/// The code of that square: 8 digits for 1000 m, 9 for 500, 10 for 250, 11 for 125. Nothing where the standard has no codes.
///
///     52 35  1 4  3 4  2       52: south edge in 40' of latitude; 35: west edge in degrees from 100
///     -----  ---  ---  -       1 4: row and column of eight in it; 3 4: of ten in that
///     80 km  10   1    0.5     2: the quarter of that, and so on: 1 south-west, 2 south-east, 3 north-west, 4 north-east
[[nodiscard]] std::optional<std::string> mesh_code(datasets::LonLat position, int metres);

} // namespace ingest
