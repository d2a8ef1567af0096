#pragma once

#include "tiles/quantize.hpp"

#include <memory>

struct GEOSContextHandle_HS;

namespace tiles {

/// Makes quantised polygons valid: no ring crosses itself or another, interior rings lie within their exterior ring, the polygons of
/// a feature do not overlap. Clipping bridges rings along the edge, simplifying and rounding push vertices over edges nearby; only
/// what comes out invalid is repaired. Holds its own GEOS context, so one object belongs to one thread.
class PolygonMender {
public:
    PolygonMender();

    [[nodiscard]] bool is_valid(const datasets::Polygons<TilePoint>& polygons) const;

    /// The polygons themselves if they are valid, else the area they cover, with vertices on tile units again. Parts that have no
    /// area at this scale disappear. Rings are wound as MVT 4.3.4.4 says.
    [[nodiscard]] datasets::Polygons<TilePoint> mend(datasets::Polygons<TilePoint> polygons) const;

private:
    struct Finish {
        void operator()(GEOSContextHandle_HS* context) const noexcept;
    };
    std::unique_ptr<GEOSContextHandle_HS, Finish> context_;
};

} // namespace tiles
