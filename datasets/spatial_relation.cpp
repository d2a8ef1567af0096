#include "datasets/spatial_relation.hpp"

#include "datasets/intersects.hpp"
#include "datasets/wkb.hpp"

#include <geos_c.h>

#include <algorithm>
#include <new>
#include <optional>
#include <utility>

namespace datasets {

namespace {

struct Finish {
    void operator()(GEOSContextHandle_HS* context) const noexcept { GEOS_finish_r(context); }
};
using Context = std::unique_ptr<GEOSContextHandle_HS, Finish>;

struct Destroy {
    GEOSContextHandle_t context = nullptr;
    void operator()(GEOSGeometry* geometry) const noexcept { GEOSGeom_destroy_r(context, geometry); }
    void operator()(const GEOSPreparedGeometry* prepared) const noexcept
    {
        GEOSPreparedGeom_destroy_r(context, prepared);
    }
};
using Owned = std::unique_ptr<GEOSGeometry, Destroy>;
using OwnedPrepared = std::unique_ptr<const GEOSPreparedGeometry, Destroy>;

Context new_context()
{
    Context context{GEOS_init_r()};
    if (!context) {
        throw std::bad_alloc{};
    }
    return context;
}

Owned to_geos(const Context& context, const Geometry<LonLat>& geometry)
{
    const Bytes wkb = to_wkb(geometry);
    Owned read{
        GEOSGeomFromWKB_buf_r(context.get(), reinterpret_cast<const unsigned char*>(wkb.data()), wkb.size()),
        Destroy{context.get()}};
    if (!read) {
        throw FormatError{"GEOS cannot take in a geometry"};
    }
    return read;
}

BBox bbox_of(const std::vector<Geometry<LonLat>>& parts)
{
    BBox box;
    for (const auto& part : parts) {
        box.extend(datasets::bbox_of(part));
    }
    return box;
}

/// What GEOS works on in this thread must be done by then; null if nobody minds.
thread_local const Deadline* watched = nullptr;

/// GEOS calls this every few thousand steps, on the thread that computes. Its own way to end a computation, GEOS_interruptRequest, sets
/// one flag for the whole process and may hit another thread's; an exception thrown where GEOS would throw its own hits none but this.
extern "C" void end_past_deadline()
{
    if (watched != nullptr) {
        watched->check();
    }
}

/// While it lives, GEOS keeps to the deadline on this thread: the call fails past it.
class Watch {
public:
    explicit Watch(const Deadline& deadline)
    {
        static auto* const before = GEOS_interruptRegisterCallback(end_past_deadline);
        static_cast<void>(before);
        watched = &deadline;
    }
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;
    ~Watch() { watched = nullptr; }
};

template <class Part>
void append(std::vector<Part>& all, const std::vector<Part>& more)
{
    all.insert(all.end(), more.begin(), more.end());
}

} // namespace

Op swapped(Op op) { return op == Op::s_within ? Op::s_contains : op == Op::s_contains ? Op::s_within : op; }

std::vector<Geometry<LonLat>> merged_parts(const Shape& shape)
{
    Points<LonLat> points;
    Lines<LonLat> lines;
    Polygons<LonLat> polygons;
    for (const auto& part : shape.parts) {
        if (const auto* some = std::get_if<Points<LonLat>>(&part)) {
            append(points.points, some->points);
        } else if (const auto* paths = std::get_if<Lines<LonLat>>(&part)) {
            append(lines.lines, paths->lines);
        } else {
            append(polygons.polygons, std::get<Polygons<LonLat>>(part).polygons);
        }
    }
    std::vector<Geometry<LonLat>> merged;
    for (Geometry<LonLat> geometry :
         {Geometry<LonLat>{points}, Geometry<LonLat>{lines}, Geometry<LonLat>{polygons}}) {
        if (!is_empty(geometry)) {
            merged.push_back(std::move(geometry));
        }
    }
    return merged;
}

struct SpatialRelation::Prepared {
    struct Part {
        Owned geometry;
        OwnedPrepared prepared;
    };

    Prepared(Op asked, Shape given, const Deadline& until)
        : op{asked}, shape{std::move(given)}, deadline{until}, context{new_context()}
    {
        const auto merged = merged_parts(shape);
        bbox = bbox_of(merged);
        for (const auto& geometry : merged) {
            Owned owned = to_geos(context, geometry);
            OwnedPrepared prepared{GEOSPrepare_r(context.get(), owned.get()), Destroy{context.get()}};
            if (!prepared) {
                throw std::bad_alloc{};
            }
            parts.push_back({std::move(owned), std::move(prepared)});
        }
    }

    /// GEOS prepares the first operand; of ours the second is the one that stays.
    [[nodiscard]] char ask(const Part& part, const GEOSGeometry* other) const
    {
        auto* const c = context.get();
        const auto* const p = part.prepared.get();
        switch (op) {
        case Op::s_equals:
            return GEOSEquals_r(c, part.geometry.get(), other);
        case Op::s_touches:
            return GEOSPreparedTouches_r(c, p, other);
        case Op::s_within:
            return GEOSPreparedContains_r(c, p, other);
        case Op::s_contains:
            return GEOSPreparedWithin_r(c, p, other);
        case Op::s_overlaps:
            return GEOSPreparedOverlaps_r(c, p, other);
        case Op::s_crosses: // not symmetric in GEOS: a line crosses an area
            return GEOSCrosses_r(c, other, part.geometry.get());
        default:
            return GEOSPreparedIntersects_r(c, p, other);
        }
    }

    [[nodiscard]] bool holds(const Geometry<LonLat>& geometry) const
    {
        if (!datasets::bbox_of(geometry).intersects(bbox)) {
            return false;
        }
        if (!shape.boxes.empty() && (op == Op::s_intersects || op == Op::s_disjoint)) {
            return std::any_of(shape.boxes.begin(), shape.boxes.end(),
                               [&](const BBox& box) { return intersects(geometry, box); });
        }
        const Owned other = to_geos(context, geometry);
        return std::any_of(parts.begin(), parts.end(), [&](const Part& part) {
            const char answer = [&] {
                const Watch watch{deadline};
                return ask(part, other.get());
            }();
            if (answer != 0 && answer != 1) {
                deadline.check();
                throw FormatError{"GEOS cannot compare a geometry with the filter's: it is broken"};
            }
            return answer == 1;
        });
    }

    Op op;
    Shape shape;
    Deadline deadline;
    BBox bbox{};
    Context context;
    std::vector<Part> parts{};
};

SpatialRelation::SpatialRelation(Op op, Shape shape, const Deadline& deadline)
    : prepared_{std::make_unique<Prepared>(op, std::move(shape), deadline)}
{
}

SpatialRelation::SpatialRelation(SpatialRelation&&) noexcept = default;
SpatialRelation& SpatialRelation::operator=(SpatialRelation&&) noexcept = default;
SpatialRelation::~SpatialRelation() = default;

bool SpatialRelation::operator()(const Geometry<LonLat>& geometry) const
{
    return prepared_->holds(geometry) != (prepared_->op == Op::s_disjoint);
}

std::string why_invalid(const Shape& shape)
{
    const Context context = new_context();
    for (const auto& geometry : merged_parts(shape)) {
        const Owned owned = to_geos(context, geometry);
        if (GEOSisValid_r(context.get(), owned.get()) != 1) {
            char* const reason = GEOSisValidReason_r(context.get(), owned.get());
            std::string text = reason != nullptr ? reason : "invalid";
            GEOSFree_r(context.get(), reason);
            const auto bracket = text.find('[');
            return bracket == std::string::npos ? text : text.insert(bracket, " ");
        }
    }
    return {};
}

} // namespace datasets
