#include "ingest/judged_shape.hpp"

#include "datasets/bbox.hpp"

namespace ingest {

namespace {

using datasets::LonLat;
using datasets::SourcePoint;
using Kind = JudgedPosition::Kind;
using Shape = datasets::Geometry<SourcePoint>;

template <class P, class F>
bool all_of(const datasets::Geometry<P>& geometry, F&& f)
{
    bool all = true;
    datasets::for_each_point(geometry, [&](const P& p) { all = all && f(p); });
    return all;
}

bool is_one_point(const Shape& shape)
{
    const auto* points = std::get_if<datasets::Points<SourcePoint>>(&shape);
    return points != nullptr && points->points.size() == 1;
}

bool is_in_japan(const datasets::Geometry<LonLat>& geometry)
{
    return all_of(geometry, [](LonLat p) { return ingest::is_in_japan(p); });
}

/// A line from a city to a missing vertex is longer.
bool is_small(const datasets::Geometry<LonLat>& geometry)
{
    constexpr double most_degrees = 0.5;
    const datasets::BBox box = datasets::bbox_of(geometry);
    return box.max_lon - box.min_lon < most_degrees && box.max_lat - box.min_lat < most_degrees;
}

std::optional<datasets::Geometry<LonLat>> reprojected(const Shape& shape, const Reprojector& reprojector)
{
    bool inside = true;
    auto geometry = datasets::map_points(shape, [&](SourcePoint p) {
        const auto position = reprojector(p);
        inside = inside && position.has_value();
        return position.value_or(LonLat{});
    });
    return inside ? std::optional{std::move(geometry)} : std::nullopt;
}

} // namespace

JudgedShape judge_shape(const Shape& shape, const Reprojector& reprojector, bool anywhere)
{
    auto geometry = reprojected(shape, reprojector);
    const bool in_japan = geometry && is_in_japan(*geometry);
    if (!all_of(shape, [](SourcePoint p) { return p.x != 0 || p.y != 0; })) {
        const bool has_corner_there = in_japan && !is_one_point(shape) && is_small(*geometry);
        if (!has_corner_there) {
            return {Kind::zero, {}};
        }
    }
    if (geometry && (in_japan || anywhere)) {
        return {Kind::good, std::move(geometry)};
    }
    if (!anywhere && all_of(shape, [](SourcePoint p) { return ingest::is_in_japan({p.y, p.x}); })) {
        const auto exchange = [](SourcePoint p) { return SourcePoint{p.y, p.x}; };
        if (auto right = reprojected(datasets::map_points(shape, exchange), reprojector)) {
            return {Kind::swapped, std::move(right)};
        }
    }
    return {geometry ? Kind::outside_japan : Kind::outside_crs, {}};
}

} // namespace ingest
