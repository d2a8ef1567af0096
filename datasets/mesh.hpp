#pragma once

#include "datasets/bbox.hpp"
#include "datasets/geometry.hpp"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>

namespace datasets {

/// A grid square of JIS X 0410: 1000 m is the third mesh (30" of latitude by 45" of longitude), 500, 250 and 125 m its halves,
/// quarters and eighths. Counted from the equator and the meridian of Greenwich.
struct MeshCell {
    std::int32_t row = 0;
    std::int32_t column = 0;
    friend auto operator<=>(const MeshCell&, const MeshCell&) = default;
};

/// `metres`: 1000, 500, 250 or 125.
[[nodiscard]] MeshCell mesh_cell(LonLat position, int metres);
[[nodiscard]] BBox bbox_of(MeshCell cell, int metres);

/// The centre of the square that holds a position.
[[nodiscard]] LonLat mesh_centre(LonLat position, int metres);

/// The code of the square: 8 digits for 1000 m, 9 for 500, 10 for 250, 11 for 125. Nothing where the standard has no codes.
///
///     52 35  1 4  3 4  2       52: south edge in 40' of latitude; 35: west edge in degrees from 100
///     -----  ---  ---  -       1 4: row and column of eight in it; 3 4: of ten in that
///     80 km  10   1    0.5     2: the quarter of that, and so on: 1 south-west, 2 south-east, 3 north-west, 4 north-east
[[nodiscard]] std::optional<std::string> mesh_code(MeshCell cell, int metres);
[[nodiscard]] std::optional<std::string> mesh_code(LonLat position, int metres);

} // namespace datasets
