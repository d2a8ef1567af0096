#pragma once

#include "datasets/geometry.hpp"

#include <memory>
#include <optional>
#include <string>

struct GEOSContextHandle_HS;

namespace ingest {

/// Makes geometries valid (OGC 06-103r4, 6.1) and finds the point of a polygon to write its name on.
/// Holds its own GEOS context, so one object belongs to one thread.
class Repairer {
public:
    Repairer();

    struct Outcome {
        std::optional<datasets::Geometry<datasets::LonLat>> geometry{}; ///< nothing if nothing of it is left
        std::string reason{}; ///< what was wrong; empty if it was valid
    };

    /// Polygons are made valid by GEOS' structure method, which keeps areas as their rings mean them; parts that collapse to
    /// lines or points go. Lines lose repeated positions, and parts with a single one. Points stay.
    [[nodiscard]] Outcome repair(const datasets::Geometry<datasets::LonLat>& geometry) const;

    /// A point inside the polygon, near the middle of its widest part. Nothing for points and lines.
    [[nodiscard]] std::optional<datasets::LonLat>
    label_point(const datasets::Geometry<datasets::LonLat>& geometry) const;

private:
    struct Deleter {
        void operator()(GEOSContextHandle_HS* context) const noexcept;
    };
    std::unique_ptr<GEOSContextHandle_HS, Deleter> context_;
};

[[nodiscard]] std::string geos_version();

} // namespace ingest
