#pragma once

#include "datasets/cql2.hpp"
#include "datasets/deadline.hpp"

#include <memory>
#include <string>

namespace datasets {

/// Tells of many geometries how they lie to one shape: `op(geometry, shape)`, such as s_within: the geometry lies within the
/// shape. Plane geometry in degrees, relations as OGC 06-103r4, 6.1.15 defines them (DE-9IM), by GEOS; boxes by `intersects`.
/// Holds a GEOS context, so one object belongs to one thread.
class SpatialRelation {
public:
    /// The shape is one geometry, or a collection of one kind; for s_intersects and s_disjoint of several.
    SpatialRelation(Op op, Shape shape, const Deadline& deadline = {});
    SpatialRelation(SpatialRelation&&) noexcept;
    SpatialRelation& operator=(SpatialRelation&&) noexcept;
    ~SpatialRelation();

    /// Throws FormatError if GEOS cannot tell, because the geometry is broken; Overtime past the deadline, also in the middle of a
    /// comparison: of two geometries of thousands of vertices that cross everywhere one alone takes minutes.
    [[nodiscard]] bool operator()(const Geometry<LonLat>& geometry) const;

private:
    struct Prepared;
    std::unique_ptr<Prepared> prepared_;
};

/// `op(a, b)` is `swapped(op)(b, a)`.
[[nodiscard]] Op swapped(Op op);

/// Geometries of the same kind made one: one or several that GEOS takes for what the shape is.
[[nodiscard]] std::vector<Geometry<LonLat>> merged_parts(const Shape& shape);

/// Why the shape is no valid geometry, such as "Self-intersection [135 34]"; empty if it is one.
[[nodiscard]] std::string why_invalid(const Shape& shape);

} // namespace datasets
