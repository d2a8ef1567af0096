#include "tiles/valid_polygon.hpp"

#include <geos_c.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <new>
#include <utility>
#include <vector>

namespace tiles {

namespace {

using datasets::Polygon;
using datasets::Polygons;
using Ring = std::vector<TilePoint>;

struct Destroy {
    GEOSContextHandle_t context;
    void operator()(GEOSGeometry* geometry) const noexcept { GEOSGeom_destroy_r(context, geometry); }
};
using Owned = std::unique_ptr<GEOSGeometry, Destroy>;

/// Our polygons as GEOS sees them, and back. Null from GEOS means that it ran out of memory or found what it cannot handle; the
/// caller treats both as "no polygon".
class Converter {
public:
    explicit Converter(GEOSContextHandle_t context) : context_{context} {}

    [[nodiscard]] Owned own(GEOSGeometry* geometry) const { return {geometry, Destroy{context_}}; }

    [[nodiscard]] Owned to_geos(const Polygons<TilePoint>& polygons) const
    {
        std::vector<GEOSGeometry*> parts; // GEOS takes them over, also if it then fails
        for (const auto& polygon : polygons.polygons) {
            std::vector<GEOSGeometry*> interiors;
            for (const Ring& ring : polygon.interiors) {
                interiors.push_back(linear_ring(ring));
            }
            parts.push_back(GEOSGeom_createPolygon_r(context_, linear_ring(polygon.exterior),
                                                     interiors.data(),
                                                     static_cast<unsigned>(interiors.size())));
        }
        return own(GEOSGeom_createCollection_r(context_, GEOS_MULTIPOLYGON, parts.data(),
                                               static_cast<unsigned>(parts.size())));
    }

    /// Gathers the polygons, also from within collections; lines and points have no area and are left. False if a vertex lay
    /// between tile units and had to be rounded.
    [[nodiscard]] bool from_geos(const GEOSGeometry* geometry, Polygons<TilePoint>& polygons) const
    {
        if (GEOSisEmpty_r(context_, geometry) != 0) {
            return true;
        }
        bool exact = true;
        const int type = GEOSGeomTypeId_r(context_, geometry);
        if (type == GEOS_POLYGON) {
            Polygon<TilePoint> polygon{ring(GEOSGetExteriorRing_r(context_, geometry), exact), {}};
            for (int i = 0; i < GEOSGetNumInteriorRings_r(context_, geometry); ++i) {
                polygon.interiors.push_back(ring(GEOSGetInteriorRingN_r(context_, geometry, i), exact));
            }
            polygons.polygons.push_back(std::move(polygon));
        } else if (type == GEOS_MULTIPOLYGON || type == GEOS_GEOMETRYCOLLECTION) {
            for (int i = 0; i < GEOSGetNumGeometries_r(context_, geometry); ++i) {
                exact = from_geos(GEOSGetGeometryN_r(context_, geometry, i), polygons) && exact;
            }
        }
        return exact;
    }

private:
    [[nodiscard]] GEOSGeometry* linear_ring(const Ring& ring) const
    {
        std::vector<double> xy;
        xy.reserve(2 * ring.size());
        for (const TilePoint p : ring) {
            xy.push_back(p.x);
            xy.push_back(p.y);
        }
        return GEOSGeom_createLinearRing_r(
            context_,
            GEOSCoordSeq_copyFromBuffer_r(context_, xy.data(), static_cast<unsigned>(ring.size()), 0, 0));
    }

    [[nodiscard]] Ring ring(const GEOSGeometry* geometry, bool& exact) const
    {
        const GEOSCoordSequence* sequence = GEOSGeom_getCoordSeq_r(context_, geometry);
        unsigned size = 0;
        GEOSCoordSeq_getSize_r(context_, sequence, &size);
        Ring ring(size);
        for (unsigned i = 0; i < size; ++i) {
            double x = 0;
            double y = 0;
            GEOSCoordSeq_getXY_r(context_, sequence, i, &x, &y);
            ring[i] = {static_cast<std::int32_t>(std::lround(x)), static_cast<std::int32_t>(std::lround(y))};
            exact = exact && ring[i].x == x && ring[i].y == y;
        }
        return ring;
    }

    GEOSContextHandle_t context_;
};

std::int64_t turn(TilePoint a, TilePoint b, TilePoint c)
{
    return (std::int64_t{b.x} - a.x) * (std::int64_t{c.y} - a.y) -
           (std::int64_t{b.y} - a.y) * (std::int64_t{c.x} - a.x);
}

/// True if the segments touch or cross.
bool meet(TilePoint a, TilePoint b, TilePoint c, TilePoint d)
{
    if (std::max(a.x, b.x) < std::min(c.x, d.x) || std::max(c.x, d.x) < std::min(a.x, b.x) ||
        std::max(a.y, b.y) < std::min(c.y, d.y) || std::max(c.y, d.y) < std::min(a.y, b.y)) {
        return false;
    }
    const auto apart = [](std::int64_t p, std::int64_t q) { return (p > 0 && q > 0) || (p < 0 && q < 0); };
    return !apart(turn(a, b, c), turn(a, b, d)) && !apart(turn(c, d, a), turn(c, d, b));
}

/// Most polygons are one small ring, such as a house: looking at every two of its edges takes a twentieth of the time that GEOS
/// needs to build a geometry. True if the polygon is surely valid.
bool is_plainly_valid(const Polygons<TilePoint>& polygons)
{
    constexpr std::size_t few = 32;
    if (polygons.polygons.size() != 1 || !polygons.polygons.front().interiors.empty() ||
        polygons.polygons.front().exterior.size() > few) {
        return false;
    }
    const Ring& ring = polygons.polygons.front().exterior;
    const std::size_t edges = ring.size() - 1;
    for (std::size_t i = 0; i < edges; ++i) {
        for (std::size_t k = i + 2; k < edges;
             ++k) { // neighbours have a vertex in common; `quantize` took spikes away
            const bool are_neighbours = i == 0 && k + 1 == edges;
            if (!are_neighbours && meet(ring[i], ring[i + 1], ring[k], ring[k + 1])) {
                return false;
            }
        }
    }
    return edges >= 3;
}

struct DestroyParams {
    GEOSContextHandle_t context;
    void operator()(GEOSMakeValidParams* params) const noexcept
    {
        GEOSMakeValidParams_destroy_r(context, params);
    }
};

/// "Structure": the area of the exterior rings less that of the interior ones. The other method, "linework", would turn every
/// second overlap into a hole.
Owned make_valid(GEOSContextHandle_t context, const Owned& geometry)
{
    const Converter converter{context};
    const std::unique_ptr<GEOSMakeValidParams, DestroyParams> params{GEOSMakeValidParams_create_r(context),
                                                                     {context}};
    GEOSMakeValidParams_setMethod_r(context, params.get(), GEOS_MAKE_VALID_STRUCTURE);
    GEOSMakeValidParams_setKeepCollapsed_r(context, params.get(), 0);
    return converter.own(GEOSMakeValidWithParams_r(context, geometry.get(), params.get()));
}

} // namespace

void PolygonMender::Finish::operator()(GEOSContextHandle_HS* context) const noexcept
{
    GEOS_finish_r(context);
}

PolygonMender::PolygonMender() : context_{GEOS_init_r()}
{
    if (!context_) {
        throw std::bad_alloc{};
    }
}

bool PolygonMender::is_valid(const Polygons<TilePoint>& polygons) const
{
    const Owned geometry = Converter{context_.get()}.to_geos(polygons);
    return geometry && GEOSisValid_r(context_.get(), geometry.get()) == 1;
}

Polygons<TilePoint> PolygonMender::mend(Polygons<TilePoint> polygons) const
{
    if (is_plainly_valid(polygons)) {
        return polygons;
    }
    const Converter converter{context_.get()};
    const Owned geometry = converter.to_geos(polygons);
    if (geometry && GEOSisValid_r(context_.get(), geometry.get()) == 1) {
        return polygons;
    }
    Polygons<TilePoint> mended;
    Owned valid = geometry ? make_valid(context_.get(), geometry) : converter.own(nullptr);
    if (valid && !converter.from_geos(valid.get(), mended)) {
        // Crossings have vertices between tile units. On a grid of 1, setPrecision rounds them by snap-rounding: the one way to round
        // that keeps a polygon valid. Where nothing crosses it stays away: it would also draw an edge to each vertex half a unit off,
        // which the neighbour on the other side of that edge does not have.
        mended.polygons.clear();
        valid = converter.own(GEOSGeom_setPrecision_r(context_.get(), valid.get(), 1.0, 0));
        if (valid && !converter.from_geos(valid.get(), mended)) {
            mended.polygons.clear();
        }
    }
    wind(mended);
    // What even GEOS cannot mend is left out rather than drawn wrongly; the caller counts it as omitted.
    return is_valid(mended) ? mended : Polygons<TilePoint>{};
}

} // namespace tiles
