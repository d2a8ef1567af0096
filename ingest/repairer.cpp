#include "ingest/repairer.hpp"

#include "datasets/bbox.hpp"
#include "datasets/wkb.hpp"
#include "ingest/error.hpp"

#include <geos_c.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace ingest {

namespace {

using datasets::Geometry;
using datasets::Lines;
using datasets::LonLat;
using datasets::Points;
using datasets::Polygons;

/// Frees what GEOS hands out; each needs the context it came from.
struct GeosDeleter {
    GEOSContextHandle_t context = nullptr;
    void operator()(GEOSGeometry* geometry) const noexcept { GEOSGeom_destroy_r(context, geometry); }
    void operator()(GEOSWKBReader* reader) const noexcept { GEOSWKBReader_destroy_r(context, reader); }
    void operator()(GEOSWKBWriter* writer) const noexcept { GEOSWKBWriter_destroy_r(context, writer); }
    void operator()(GEOSMakeValidParams* params) const noexcept
    {
        GEOSMakeValidParams_destroy_r(context, params);
    }
    void operator()(void* memory) const noexcept { GEOSFree_r(context, memory); }
};

template <class T>
using Owned = std::unique_ptr<T, GeosDeleter>;

Owned<GEOSGeometry> to_geos(GEOSContextHandle_t context, const Geometry<LonLat>& geometry)
{
    const datasets::Bytes wkb = datasets::to_wkb(geometry);
    const Owned<GEOSWKBReader> reader{GEOSWKBReader_create_r(context), GeosDeleter{context}};
    return {GEOSWKBReader_read_r(context, reader.get(), reinterpret_cast<const unsigned char*>(wkb.data()),
                                 wkb.size()),
            GeosDeleter{context}};
}

Geometry<LonLat> from_geos(GEOSContextHandle_t context, const GEOSGeometry& geometry)
{
    const Owned<GEOSWKBWriter> writer{GEOSWKBWriter_create_r(context), GeosDeleter{context}};
    std::size_t size = 0;
    const Owned<unsigned char> bytes{GEOSWKBWriter_write_r(context, writer.get(), &geometry, &size),
                                     GeosDeleter{context}};
    if (bytes == nullptr) {
        throw IngestError{"GEOS could not write a geometry that it had made"};
    }
    return datasets::geometry_from_wkb<LonLat>({reinterpret_cast<const std::byte*>(bytes.get()), size});
}

/// GEOS refuses rings that are not closed or have less than four positions; such rings are mended or taken out first.
/// True if anything changed.
bool close_rings(Polygons<LonLat>& polygons)
{
    bool changed = false;
    const auto mend = [&](std::vector<LonLat>& ring) {
        if (!ring.empty() && ring.front() != ring.back()) {
            ring.push_back(ring.front());
            changed = true;
        }
        return ring.size() >= 4;
    };
    for (auto& polygon : polygons.polygons) {
        if (!mend(polygon.exterior)) {
            polygon.exterior.clear();
        }
        changed = std::erase_if(polygon.interiors, [&](auto& ring) { return !mend(ring); }) > 0 || changed;
    }
    return std::erase_if(polygons.polygons, [](const auto& p) { return p.exterior.empty(); }) > 0 || changed;
}

Repairer::Outcome repair_lines(Lines<LonLat> lines)
{
    bool repeated = false;
    for (auto& line : lines.lines) {
        const auto end = std::unique(line.begin(), line.end());
        repeated = repeated || end != line.end();
        line.erase(end, line.end());
    }
    const bool collapsed = std::erase_if(lines.lines, [](const auto& line) { return line.size() < 2; }) > 0;
    Repairer::Outcome outcome;
    if (repeated || collapsed) {
        outcome.reason = collapsed ? "Line of a single position" : "Repeated position";
    }
    if (!lines.lines.empty()) {
        outcome.geometry = std::move(lines);
    }
    return outcome;
}

Repairer::Outcome repair_polygons(GEOSContextHandle_t context, Polygons<LonLat> polygons)
{
    Repairer::Outcome outcome;
    if (close_rings(polygons)) {
        outcome.reason = "Ring not closed or too short";
    }
    if (polygons.polygons.empty()) {
        return outcome;
    }
    const auto geometry = to_geos(context, polygons);
    if (geometry == nullptr) {
        outcome.reason = "GEOS cannot read it";
        return outcome;
    }
    if (GEOSisValid_r(context, geometry.get()) == 1) {
        outcome.geometry = std::move(polygons);
        return outcome;
    }
    const Owned<char> reason{GEOSisValidReason_r(context, geometry.get()), GeosDeleter{context}};
    const std::string text = reason != nullptr ? reason.get() : "Invalid";
    outcome.reason = text.substr(0, text.find('[')); // without the position, which would not be stable

    const Owned<GEOSMakeValidParams> params{GEOSMakeValidParams_create_r(context), GeosDeleter{context}};
    GEOSMakeValidParams_setMethod_r(context, params.get(), GEOS_MAKE_VALID_STRUCTURE);
    GEOSMakeValidParams_setKeepCollapsed_r(context, params.get(), 0);
    const Owned<GEOSGeometry> valid{GEOSMakeValidWithParams_r(context, geometry.get(), params.get()),
                                    GeosDeleter{context}};
    if (valid != nullptr && GEOSisEmpty_r(context, valid.get()) == 0) {
        auto repaired = from_geos(context, *valid);
        if (std::holds_alternative<Polygons<LonLat>>(repaired)) {
            outcome.geometry = std::move(repaired);
        }
    }
    return outcome;
}

/// Takes the point.
std::optional<LonLat> position_of(GEOSContextHandle_t context, GEOSGeometry* made)
{
    const Owned<GEOSGeometry> point{made, GeosDeleter{context}};
    LonLat position;
    if (point == nullptr || GEOSGeomGetX_r(context, point.get(), &position.lon) != 1 ||
        GEOSGeomGetY_r(context, point.get(), &position.lat) != 1) {
        return std::nullopt;
    }
    return position;
}

} // namespace

void Repairer::Deleter::operator()(GEOSContextHandle_HS* context) const noexcept { GEOS_finish_r(context); }

Repairer::Repairer() : context_{GEOS_init_r()} {}

Repairer::Outcome Repairer::repair(const Geometry<LonLat>& geometry) const
{
    if (const auto* lines = std::get_if<Lines<LonLat>>(&geometry)) {
        return repair_lines(*lines);
    }
    if (const auto* polygons = std::get_if<Polygons<LonLat>>(&geometry)) {
        return repair_polygons(context_.get(), *polygons);
    }
    return Outcome{datasets::is_empty(geometry) ? std::nullopt : std::optional{geometry}, ""};
}

std::optional<LonLat> Repairer::label_point(const Geometry<LonLat>& geometry) const
{
    return std::holds_alternative<Polygons<LonLat>>(geometry) ? point_on_surface(geometry) : std::nullopt;
}

std::optional<LonLat> Repairer::point_on_surface(const Geometry<LonLat>& geometry) const
{
    if (const auto* points = std::get_if<Points<LonLat>>(&geometry); points && points->points.size() == 1) {
        return points->points.front();
    }
    GEOSContextHandle_t context = context_.get();
    const auto read = to_geos(context, geometry);
    return position_of(context, read ? GEOSPointOnSurface_r(context, read.get()) : nullptr);
}

std::optional<LonLat> Repairer::centroid(const Geometry<LonLat>& geometry) const
{
    // In degrees a line to the east would weigh 1 / cos(latitude) of one as long to the north.
    const datasets::BBox box = datasets::bbox_of(geometry);
    if (box.empty()) {
        return std::nullopt;
    }
    constexpr double degree = std::numbers::pi / 180;
    const double shrink = std::max(std::cos((box.min_lat + box.max_lat) / 2 * degree), 1e-6);
    const auto level = datasets::map_points(geometry, [&](LonLat p) {
        return LonLat{p.lon * shrink, p.lat};
    });
    GEOSContextHandle_t context = context_.get();
    const auto read = to_geos(context, level);
    auto centre = position_of(context, read ? GEOSGetCentroid_r(context, read.get()) : nullptr);
    if (centre) {
        centre->lon /= shrink;
    }
    return centre;
}

std::optional<Geometry<LonLat>> Repairer::united(const Polygons<LonLat>& polygons) const
{
    GEOSContextHandle_t context = context_.get();
    const auto read = to_geos(context, polygons);
    const Owned<GEOSGeometry> whole{read ? GEOSUnaryUnion_r(context, read.get()) : nullptr,
                                    GeosDeleter{context}};
    if (whole == nullptr || GEOSisEmpty_r(context, whole.get()) != 0) {
        return std::nullopt;
    }
    return from_geos(context, *whole);
}

std::string geos_version() { return GEOSversion(); }

} // namespace ingest
