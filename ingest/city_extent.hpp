#pragma once

#include "datasets/bbox.hpp"
#include "datasets/geometry.hpp"
#include "datasets/manifest.hpp"
#include "ingest/published_dataset.hpp"

#include <utility>
#include <vector>

namespace ingest {

/// Where the positions of a city's data should lie: a rectangle, or the polygons of another published dataset.
class CityExtent {
public:
    /// The rectangle that `extent` states.
    explicit CityExtent(const datasets::Extent& extent);
    /// The polygons of `city`, the dataset that `extent` names. Throws IngestError if it has none.
    CityExtent(const datasets::Extent& extent, const PublishedDataset& city);

    /// True if one of the geometry's positions lies inside, or no farther outside than the margin.
    [[nodiscard]] bool holds(const datasets::Geometry<datasets::LonLat>& geometry) const;

    /// True if it reaches beyond Japan, as that of data from abroad: then positions may lie there too.
    [[nodiscard]] bool is_abroad() const;

private:
    using Polygon = datasets::Polygon<datasets::LonLat>;

    [[nodiscard]] bool holds(datasets::LonLat position) const;

    double margin_m_;
    datasets::BBox bbox_{};
    std::vector<std::pair<datasets::BBox, Polygon>> polygons_{};
};

} // namespace ingest
