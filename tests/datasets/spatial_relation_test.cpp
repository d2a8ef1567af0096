#include "datasets/spatial_relation.hpp"
#include "tests/support/catch.hpp"

#include <geos_c.h>

#include <chrono>
#include <thread>
#include <vector>

using datasets::Deadline;
using datasets::Geometry;
using datasets::LonLat;
using datasets::Op;
using datasets::Shape;
using datasets::SpatialRelation;
using namespace std::chrono_literals;

namespace {

/// A polygon with long teeth:
///
///   |\  |\  |\        standing ones and lying ones cross everywhere
///   | \ | \ | \.
///   |__\|__\|__\.
Geometry<LonLat> comb(int teeth, bool lies)
{
    std::vector<LonLat> ring;
    const auto put = [&](double x, double y) { ring.push_back(lies ? LonLat{y, x} : LonLat{x, y}); };
    put(-0.1, -0.05);
    for (int i = 0; i < teeth; ++i) {
        put(static_cast<double>(i) / teeth, lies ? 1.01 : 1.0);
        put((i + 0.5) / teeth, 0.0);
    }
    put(1.1, -0.05);
    put(-0.1, -0.05);
    return datasets::Polygons<LonLat>{{{ring, {}}}};
}

/// Until 3.13 GEOS computed every crossing; since then it knows the answer after the first one, and may be done before it is stopped.
constexpr bool computes_all = GEOS_VERSION_MAJOR == 3 && GEOS_VERSION_MINOR < 13;

/// True if the comparison was ended. Else it was done before, and then it must be right.
bool is_ended(const SpatialRelation& relation, const Geometry<LonLat>& geometry, bool expected)
{
    try {
        const bool holds = relation(geometry);
        CHECK(holds == expected);
        return false;
    } catch (const datasets::Overtime&) {
        return true;
    }
}

} // namespace

TEST_CASE("one comparison of two geometries that cross everywhere ends at the deadline", "[spatial_relation]")
{
    const auto lying = comb(60, true);
    const Shape standing{{comb(60, false)}, {}};
    for (const Op op : {Op::s_overlaps, Op::s_touches, Op::s_crosses}) {
        const bool expected = op == Op::s_overlaps;
        CHECK(SpatialRelation{op, standing, Deadline{1h}}(lying) == expected);
        const bool is_late_ended = is_ended({op, standing, Deadline{-1ms}}, lying, expected);
        CHECK((is_late_ended || !computes_all));
    }
}

// GEOS knows one function to call for the whole process.
TEST_CASE("a comparison that is past its deadline ends no other, on this thread or another",
          "[spatial_relation]")
{
    const auto lying = comb(60, true);
    const Shape standing{{comb(60, false)}, {}};
    int right = 0;
    std::jthread other{[&] {
        const SpatialRelation unhurried{Op::s_overlaps, standing};
        for (int i = 0; i < 20; ++i) {
            right += unhurried(lying) ? 1 : 0;
        }
    }};
    const SpatialRelation late{Op::s_overlaps, standing, Deadline{-1ms}};
    const SpatialRelation unhurried{Op::s_overlaps, standing};
    for (int i = 0; i < 20; ++i) {
        const bool is_late_ended = is_ended(late, lying, true);
        CHECK((is_late_ended || !computes_all));
        CHECK(unhurried(lying));
    }
    other.join();
    CHECK(right == 20);
}
