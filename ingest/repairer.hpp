#pragma once

#include "datasets/geometry.hpp"

#include <memory>
#include <optional>
#include <string>

struct GEOSContextHandle_HS;

namespace ingest {

/// Makes geometries valid (OGC 06-103r4, 6.1), unites them, and finds points for them.
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

    /// One position that is part of the geometry: of a polygon its label point, of a line the vertex, of several points the one
    /// nearest to their middle. Nothing if it is empty.
    [[nodiscard]] std::optional<datasets::LonLat>
    point_on_surface(const datasets::Geometry<datasets::LonLat>& geometry) const;

    /// The centre of gravity, which may lie outside: of areas, else of lengths, else of points. In the plane of degrees, those
    /// to the east shortened as they are in the middle of the geometry, so that lengths weigh what they are on the ground.
    [[nodiscard]] std::optional<datasets::LonLat>
    centroid(const datasets::Geometry<datasets::LonLat>& geometry) const;

    /// All that the polygons cover, without overlaps. Each must be valid. Nothing if nothing is left.
    [[nodiscard]] std::optional<datasets::Geometry<datasets::LonLat>>
    united(const datasets::Polygons<datasets::LonLat>& polygons) const;

private:
    struct Deleter {
        void operator()(GEOSContextHandle_HS* context) const noexcept;
    };
    std::unique_ptr<GEOSContextHandle_HS, Deleter> context_;
};

[[nodiscard]] std::string geos_version();

} // namespace ingest
