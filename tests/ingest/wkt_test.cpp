#include "ingest/wkt.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/complaint.hpp"

using datasets::SourcePoint;
using ingest::geometry_from_wkt;
using Points = datasets::Points<SourcePoint>;
using Lines = datasets::Lines<SourcePoint>;
using Polygons = datasets::Polygons<SourcePoint>;

namespace {

const datasets::Geometry<SourcePoint> one_point = Points{{{135.5, 34.7}}};

std::string said_of(std::string_view text)
{
    return complaint_of([&] { (void)geometry_from_wkt(text); });
}

} // namespace

TEST_CASE("points are read in every spelling", "[wkt]")
{
    for (const char* text :
         {"POINT (135.5 34.7)", "point(135.5 34.7)", " POINT Z (135.5 34.7 12) ", "POINT(135.5 34.7 12)",
          "SRID=6668;POINT(135.5 34.7)", "MULTIPOINT((135.5 34.7))", "MULTIPOINT(135.5 34.7)"}) {
        INFO(text);
        CHECK(geometry_from_wkt(text) == one_point);
    }
}

TEST_CASE("lines and polygons are read, single and multi", "[wkt]")
{
    CHECK(geometry_from_wkt("LINESTRING (0 0, 1 1)") ==
          datasets::Geometry<SourcePoint>{Lines{{{{0, 0}, {1, 1}}}}});
    CHECK(geometry_from_wkt("MULTILINESTRING ((0 0, 1 1), (2 2, -3 3e1))") ==
          datasets::Geometry<SourcePoint>{Lines{{{{0, 0}, {1, 1}}, {{2, 2}, {-3, 30}}}}});
    const auto square = Polygons{{{{{0, 0}, {4, 0}, {4, 4}, {0, 0}}, {{{1, 1}, {2, 1}, {2, 2}, {1, 1}}}}}};
    CHECK(geometry_from_wkt("POLYGON ((0 0, 4 0, 4 4, 0 0), (1 1, 2 1, 2 2, 1 1))") ==
          datasets::Geometry<SourcePoint>{square});
    CHECK(geometry_from_wkt("MULTIPOLYGON (((0 0, 4 0, 4 4), (1 1, 2 1, 2 2, 1 1)))") ==
          datasets::Geometry<SourcePoint>{square});
}

TEST_CASE("what is no well-known text is refused by what is wrong with it", "[wkt]")
{
    CHECK(said_of("GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (0 0, 1 1))") ==
          "WKT: 'GEOMETRYCOLLECTION' is not a point, line or polygon");
    CHECK(said_of("POINT (135.5)") == "WKT: a number is missing before ')'");
    CHECK(said_of("POINT (1 2") == "WKT: ')' is missing before ''");
    CHECK(said_of("POINT (1 2) x") == "WKT: something stands behind the geometry");
    CHECK_THAT(said_of(""), ContainsSubstring("WKT"));
    CHECK_THAT(said_of("SRID=6668"), ContainsSubstring("WKT"));
    CHECK_THAT(said_of("POLYGON EMPTY"), ContainsSubstring("WKT"));
    CHECK_THAT(said_of("34.7,135.5"), ContainsSubstring("WKT"));
}
