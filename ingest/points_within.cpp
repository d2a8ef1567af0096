#include "ingest/points_within.hpp"

#include "ingest/repairer.hpp"

#include <algorithm>

namespace ingest {

namespace {

std::vector<std::optional<datasets::LonLat>> positions_of(const PublishedDataset& dataset)
{
    const Repairer repairer;
    std::vector<std::optional<datasets::LonLat>> positions;
    dataset.for_each([&](const datasets::Feature& feature) {
        positions.push_back(feature.geometry ? repairer.point_on_surface(*feature.geometry) : std::nullopt);
    });
    return positions;
}

} // namespace

PointsWithin::PointsWithin(const std::vector<std::optional<datasets::LonLat>>& positions)
{
    for (const auto& position : positions) {
        if (position) {
            points_.push_back({*position});
        } else {
            ++without_position_;
        }
    }
    std::sort(points_.begin(), points_.end(),
              [](const Point& a, const Point& b) { return a.position.lat < b.position.lat; });
}

PointsWithin::PointsWithin(const PublishedDataset& dataset) : PointsWithin{positions_of(dataset)} {}

std::int64_t PointsWithin::count(const datasets::Area& area)
{
    const datasets::BBox& box = area.bbox();
    auto point = std::lower_bound(points_.begin(), points_.end(), box.min_lat,
                                  [](const Point& p, double lat) { return p.position.lat < lat; });
    std::int64_t count = 0;
    for (; point != points_.end() && point->position.lat <= box.max_lat; ++point) {
        if (area.contains(point->position)) {
            point->counted = true;
            ++count;
        }
    }
    return count;
}

std::int64_t PointsWithin::counted() const
{
    return std::count_if(points_.begin(), points_.end(), [](const Point& p) { return p.counted; });
}

std::int64_t PointsWithin::outside() const { return static_cast<std::int64_t>(points_.size()) - counted(); }

} // namespace ingest
