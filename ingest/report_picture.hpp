#pragma once

#include "datasets/bbox.hpp"
#include "datasets/geometry.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <utility>

namespace ingest {

/// A small map of where the rows of a run lie, as SVG. Thinned as it grows: what lies in one cell of a grid is one mark, and the
/// cells double when there are too many, so that it stays small whatever comes. Draws only what is given to it: give it positions
/// that are already blurred.
class ReportPicture {
public:
    enum class Mark { published, repaired, rejected };

    /// A line or polygon is drawn where the middle of its bbox is.
    void add(const datasets::Geometry<datasets::LonLat>& geometry, Mark mark);

    /// An <svg> element; empty if nothing was added.
    [[nodiscard]] std::string svg() const;

private:
    /// The occupied cells of a grid that begins at 0, 0.
    struct Grid {
        double cell = 1.0 / 8192; ///< degrees
        std::set<std::pair<std::int64_t, std::int64_t>> cells{};

        void add(datasets::LonLat position, std::size_t most);
    };

    std::array<Grid, 3> grids_{}; ///< by mark
    datasets::BBox bbox_{};
};

} // namespace ingest
