#include "tiles/world_point.hpp"

#include <algorithm>
#include <cmath>

namespace tiles {

WorldPoint to_world_point(UnitPoint point)
{
    const auto axis = [](double unit) {
        return static_cast<std::uint32_t>(std::clamp(std::round(unit * world_size), 0.0, world_size - 1));
    };
    return {axis(point.x), axis(point.y)};
}

WorldPoint to_world_point(datasets::LonLat position) { return to_world_point(to_unit_point(position)); }

datasets::Geometry<WorldPoint> to_world(const datasets::Geometry<datasets::LonLat>& geometry)
{
    return datasets::map_points(geometry, [](datasets::LonLat position) { return to_world_point(position); });
}

} // namespace tiles
