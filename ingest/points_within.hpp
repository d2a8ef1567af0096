#pragma once

#include "datasets/contains.hpp"
#include "ingest/published_dataset.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace ingest {

/// Counts the features of a dataset that lie in areas, each by one position. Remembers which were counted.
class PointsWithin {
public:
    /// The features as they are published, which is where they were blurred to: by their point on surface (`Repairer`).
    explicit PointsWithin(const PublishedDataset& dataset);
    /// One position a feature; nothing where it is not known.
    explicit PointsWithin(const std::vector<std::optional<datasets::LonLat>>& positions);

    /// What lies on a border is counted in one of the areas that share it (`datasets::Area`); where areas overlap, in each.
    [[nodiscard]] std::int64_t count(const datasets::Area& area);

    [[nodiscard]] std::int64_t counted() const; ///< features, in one area or more
    [[nodiscard]] std::int64_t outside() const; ///< in none so far
    [[nodiscard]] std::int64_t without_position() const { return without_position_; }

private:
    struct Point {
        datasets::LonLat position{};
        bool counted = false;
    };

    std::vector<Point> points_{}; ///< from south to north
    std::int64_t without_position_ = 0;
};

} // namespace ingest
