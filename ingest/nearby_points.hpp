#pragma once

#include "datasets/geometry.hpp"

#include <cstddef>
#include <utility>
#include <vector>

namespace ingest {

/// Finds points of a set near a position, in metres on the ground.
class NearbyPoints {
public:
    struct Found {
        std::size_t index = 0; ///< in the order of `points`
        double metres = 0;
    };

    explicit NearbyPoints(const std::vector<datasets::LonLat>& points);

    /// Those at most so far away (up to some kilometres), the nearest first.
    [[nodiscard]] std::vector<Found> within(datasets::LonLat position, double metres) const;

private:
    std::vector<std::pair<datasets::LonLat, std::size_t>> by_latitude_{};
};

} // namespace ingest
