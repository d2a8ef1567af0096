#pragma once

#include "datasets/geometry.hpp"

#include <algorithm>
#include <limits>

namespace datasets {

/// A rectangle of positions, edges included. A new one is empty and grows by `extend`.
struct BBox {
    double min_lon = std::numeric_limits<double>::infinity();
    double min_lat = std::numeric_limits<double>::infinity();
    double max_lon = -std::numeric_limits<double>::infinity();
    double max_lat = -std::numeric_limits<double>::infinity();

    [[nodiscard]] bool empty() const { return min_lon > max_lon || min_lat > max_lat; }

    void extend(LonLat p)
    {
        min_lon = std::min(min_lon, p.lon);
        min_lat = std::min(min_lat, p.lat);
        max_lon = std::max(max_lon, p.lon);
        max_lat = std::max(max_lat, p.lat);
    }

    void extend(const BBox& other)
    {
        min_lon = std::min(min_lon, other.min_lon);
        min_lat = std::min(min_lat, other.min_lat);
        max_lon = std::max(max_lon, other.max_lon);
        max_lat = std::max(max_lat, other.max_lat);
    }

    [[nodiscard]] bool intersects(const BBox& other) const
    {
        return min_lon <= other.max_lon && other.min_lon <= max_lon && min_lat <= other.max_lat &&
               other.min_lat <= max_lat;
    }

    friend bool operator==(const BBox&, const BBox&) = default;
};

[[nodiscard]] inline BBox bbox_of(const Geometry<LonLat>& geometry)
{
    BBox box;
    for_each_point(geometry, [&](LonLat p) { box.extend(p); });
    return box;
}

} // namespace datasets
