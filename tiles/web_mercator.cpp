#include "tiles/web_mercator.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tiles {

namespace {
using std::numbers::pi;
constexpr double degree = pi / 180;
} // namespace

UnitPoint to_unit_point(datasets::LonLat position)
{
    constexpr double near_pole = 89.9;
    const double lat = std::clamp(position.lat, -near_pole, near_pole) * degree;
    return {(position.lon + 180) / 360, (1 - std::asinh(std::tan(lat)) / pi) / 2};
}

datasets::LonLat to_lon_lat(UnitPoint point)
{
    return {point.x * 360 - 180, std::atan(std::sinh(pi * (1 - 2 * point.y))) / degree};
}

datasets::Geometry<UnitPoint> project(const datasets::Geometry<datasets::LonLat>& geometry)
{
    return datasets::map_points(geometry, to_unit_point);
}

TileId tile_at(UnitPoint point, int zoom)
{
    const auto across = static_cast<double>(tiles_across(zoom));
    const auto index = [&](double unit) {
        return static_cast<std::uint32_t>(std::clamp(std::floor(unit * across), 0.0, across - 1));
    };
    return {zoom, index(point.x), index(point.y)};
}

} // namespace tiles
