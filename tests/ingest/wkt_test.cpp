#include "ingest/wkt.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/complaint.hpp"

using datasets::SourcePoint;
using ingest::main_parts_from_wkt;
using Points = datasets::Points<SourcePoint>;
using Lines = datasets::Lines<SourcePoint>;
using Polygons = datasets::Polygons<SourcePoint>;

namespace {

const datasets::Geometry<SourcePoint> one_point = Points{{{135.5, 34.7}}};

/// What a text holds all of.
datasets::Geometry<SourcePoint> whole(std::string_view text)
{
    auto [geometry, left_out] = main_parts_from_wkt(text);
    CHECK_FALSE(left_out);
    return geometry;
}

std::string said_of(std::string_view text)
{
    return complaint_of([&] { (void)main_parts_from_wkt(text); });
}

} // namespace

TEST_CASE("points are read in every spelling", "[wkt]")
{
    for (const char* text :
         {"POINT (135.5 34.7)", "point(135.5 34.7)", " POINT Z (135.5 34.7 12) ", "POINT(135.5 34.7 12)",
          "SRID=6668;POINT(135.5 34.7)", "MULTIPOINT((135.5 34.7))", "MULTIPOINT(135.5 34.7)"}) {
        INFO(text);
        CHECK(whole(text) == one_point);
    }
}

TEST_CASE("lines and polygons are read, single and multi", "[wkt]")
{
    CHECK(whole("LINESTRING (0 0, 1 1)") == datasets::Geometry<SourcePoint>{Lines{{{{0, 0}, {1, 1}}}}});
    CHECK(whole("MULTILINESTRING ((0 0, 1 1), (2 2, -3 3e1))") ==
          datasets::Geometry<SourcePoint>{Lines{{{{0, 0}, {1, 1}}, {{2, 2}, {-3, 30}}}}});
    const auto square = Polygons{{{{{0, 0}, {4, 0}, {4, 4}, {0, 0}}, {{{1, 1}, {2, 1}, {2, 2}, {1, 1}}}}}};
    CHECK(whole("POLYGON ((0 0, 4 0, 4 4, 0 0), (1 1, 2 1, 2 2, 1 1))") ==
          datasets::Geometry<SourcePoint>{square});
    CHECK(whole("MULTIPOLYGON (((0 0, 4 0, 4 4), (1 1, 2 1, 2 2, 1 1)))") ==
          datasets::Geometry<SourcePoint>{square});
}

TEST_CASE("of a collection the parts of the highest dimension are taken, and others said to be left out",
          "[wkt]")
{
    CHECK(whole("GEOMETRYCOLLECTION (LINESTRING (0 0, 1 1), LINESTRING (2 2, 3 3))") ==
          datasets::Geometry<SourcePoint>{Lines{{{{0, 0}, {1, 1}}, {{2, 2}, {3, 3}}}}});
    for (const char* text :
         {"GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (0 0, 1 1))",
          "GEOMETRYCOLLECTION (LINESTRING (0 0, 1 1), GEOMETRYCOLLECTION (POINT (1 2)))"}) {
        INFO(text);
        const auto parts = main_parts_from_wkt(text);
        CHECK(parts.left_out);
        CHECK(parts.geometry == datasets::Geometry<SourcePoint>{Lines{{{{0, 0}, {1, 1}}}}});
    }
    std::string nested = "POINT (1 2)";
    for (int i = 0; i < 9; ++i) {
        nested = "GEOMETRYCOLLECTION (" + nested + ")";
    }
    CHECK(said_of(nested) == "WKT: collections nested too deeply");
}

TEST_CASE("what is no well-known text is refused by what is wrong with it", "[wkt]")
{
    CHECK(said_of("CIRCULARSTRING (0 0, 1 1, 2 0)") ==
          "WKT: 'CIRCULARSTRING' is not a point, line or polygon");
    CHECK(said_of("POINT (135.5)") == "WKT: a number is missing before ')'");
    CHECK(said_of("POINT (1 2") == "WKT: ')' is missing before ''");
    CHECK(said_of("POINT (1 2) x") == "WKT: something stands behind the geometry");
    CHECK_THAT(said_of(""), ContainsSubstring("WKT"));
    CHECK_THAT(said_of("SRID=6668"), ContainsSubstring("WKT"));
    CHECK_THAT(said_of("POLYGON EMPTY"), ContainsSubstring("WKT"));
    CHECK_THAT(said_of("34.7,135.5"), ContainsSubstring("WKT"));
}
