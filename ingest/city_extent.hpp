#pragma once

#include "datasets/bbox.hpp"
#include "datasets/geometry.hpp"
#include "datasets/manifest.hpp"
#include "datasets/store.hpp"

#include <string>
#include <utility>
#include <vector>

namespace ingest {

/// Where the positions of a city's data should lie: a rectangle, or the polygons of another published dataset.
class CityExtent {
public:
    /// Throws IngestError if the dataset is not published or has no polygon.
    CityExtent(const datasets::Extent& extent, const datasets::Store& store);

    /// True if one of the geometry's positions lies inside, or no farther outside than the margin.
    [[nodiscard]] bool holds(const datasets::Geometry<datasets::LonLat>& geometry) const;

    [[nodiscard]] const std::string& version() const
    {
        return version_;
    } ///< of the dataset; empty for a rectangle
    [[nodiscard]] const std::string& input_hash() const { return input_hash_; }

private:
    using Polygon = datasets::Polygon<datasets::LonLat>;

    [[nodiscard]] bool holds(datasets::LonLat position) const;

    double margin_m_;
    datasets::BBox bbox_{};
    std::vector<std::pair<datasets::BBox, Polygon>> polygons_{};
    std::string version_{};
    std::string input_hash_{};
};

} // namespace ingest
