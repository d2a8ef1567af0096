#include "datasets/error.hpp"
#include "datasets/main_parts.hpp"
#include "datasets/wkb.hpp"
#include "tests/support/catch.hpp"

#include <cmath>
#include <limits>
#include <string>
#include <string_view>

using datasets::Bytes;
using datasets::Geometry;

using datasets::Lines;
using datasets::LonLat;
using datasets::Points;
using datasets::Polygon;
using datasets::Polygons;
using datasets::to_wkb;

namespace {

Geometry<LonLat> geometry_from_wkb(std::span<const std::byte> bytes)
{
    return datasets::geometry_from_wkb<LonLat>(bytes);
}

Bytes bytes_from_hex(std::string_view hex)
{
    Bytes bytes;
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        bytes.push_back(static_cast<std::byte>(std::stoi(std::string{hex.substr(i, 2)}, nullptr, 16)));
    }
    return bytes;
}

std::string hex_of(const Bytes& bytes)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    for (const std::byte b : bytes) {
        hex += digits[std::to_integer<unsigned>(b) >> 4U];
        hex += digits[std::to_integer<unsigned>(b) & 15U];
    }
    return hex;
}

const Geometry<LonLat> point = Points<LonLat>{{{135.5, 34.75}}};
const Geometry<LonLat> points = Points<LonLat>{{{135, 34}, {136, 35}}};
const Geometry<LonLat> lines = Lines<LonLat>{{{{0, 0}, {1, 1}}, {{2, 2}, {3, 3}, {4, 4}}}};
const Geometry<LonLat> polygons =
    Polygons<LonLat>{{Polygon<LonLat>{{{0, 0}, {4, 0}, {4, 4}, {0, 0}}, {{{2, 1}, {3, 1}, {3, 2}, {2, 1}}}},
                      Polygon<LonLat>{{{9, 9}, {10, 9}, {10, 10}, {9, 9}}, {}}}};

} // namespace

TEST_CASE("a point is written as OGC 06-103r4 says: byte order, type, x, y", "[wkb]")
{
    CHECK(hex_of(to_wkb(Points<LonLat>{{{1, 2}}})) == "0101000000000000000000f03f0000000000000040");
}

TEST_CASE("every kind of geometry comes back from WKB as it was", "[wkb]")
{
    for (const auto& geometry : {point, points, lines, polygons}) {
        CHECK(geometry_from_wkb(to_wkb(geometry)) == geometry);
    }
}

TEST_CASE("geometry without parts comes back empty and of its kind", "[wkb]")
{
    const Geometry<LonLat> none[] = {Points<LonLat>{}, Lines<LonLat>{}, Polygons<LonLat>{}};
    for (const auto& geometry : none) {
        CHECK(geometry_from_wkb(to_wkb(geometry)) == geometry);
    }
}

TEST_CASE("big-endian WKB is read, also within a little-endian collection", "[wkb]")
{
    const auto big = bytes_from_hex("00000000013ff00000000000004000000000000000");
    CHECK(geometry_from_wkb(big) == Geometry<LonLat>{Points<LonLat>{{{1, 2}}}});

    const auto mixed = bytes_from_hex("010400000002000000"
                                      "00000000013ff00000000000004000000000000000"
                                      "0101000000000000000000f03f0000000000000040");
    CHECK(geometry_from_wkb(mixed) == Geometry<LonLat>{Points<LonLat>{{{1, 2}, {1, 2}}}});
}

TEST_CASE("a collection of one kind of parts is read as that kind, one of several kinds is refused", "[wkb]")
{
    const std::string one = "0101000000000000000000f03f0000000000000040";
    const std::string line = "010200000000000000";
    CHECK(geometry_from_wkb(bytes_from_hex("010700000001000000" + one)) ==
          Geometry<LonLat>{Points<LonLat>{{{1, 2}}}});
    CHECK_THROWS_AS(geometry_from_wkb(bytes_from_hex("010700000002000000" + one + line)),
                    datasets::FormatError);
}

TEST_CASE("of a collection of several kinds the parts of the highest dimension can be had", "[wkb]")
{
    const std::string point = "0101000000000000000000f03f0000000000000040";
    const std::string line = "010200000002000000"
                             "0000000000000000"
                             "0000000000000000"
                             "000000000000f03f"
                             "000000000000f03f";
    const std::string no_point = "0101000000000000000000f87f000000000000f87f";
    const Geometry<LonLat> only_line{datasets::Lines<LonLat>{{{{0, 0}, {1, 1}}}}};
    for (const std::string& parts : {point + line, line + point}) {
        const auto read = datasets::main_parts_from_wkb<LonLat>(bytes_from_hex("010700000002000000" + parts));
        CHECK(read.left_out);
        CHECK(read.geometry == only_line);
    }
    const auto whole =
        datasets::main_parts_from_wkb<LonLat>(bytes_from_hex("010700000002000000" + no_point + line));
    CHECK_FALSE(whole.left_out); // nothing stood there
    CHECK(whole.geometry == only_line);
}

TEST_CASE("POINT EMPTY, which WKB writes as NaN NaN, is a geometry without a part", "[wkb]")
{
    CHECK(geometry_from_wkb(bytes_from_hex("0101000000000000000000f87f000000000000f87f")) ==
          Geometry<LonLat>{Points<LonLat>{}});
}

TEST_CASE("WKB that is cut short at any byte is refused", "[wkb]")
{
    for (const auto& geometry : {point, points, lines, polygons}) {
        const Bytes whole = to_wkb(geometry);
        for (std::size_t size = 0; size < whole.size(); ++size) {
            CHECK_THROWS_AS(geometry_from_wkb(std::span{whole}.first(size)), datasets::FormatError);
        }
    }
}

TEST_CASE("bytes left over, unknown types, Z and byte orders that do not exist are refused", "[wkb]")
{
    Bytes longer = to_wkb(point);
    longer.push_back(std::byte{0});
    CHECK_THROWS_AS(geometry_from_wkb(longer), datasets::FormatError);
    for (const char* hex : {"0108000000", "01e9030000000000000000f03f00000000000000400000000000000840",
                            "0201000000000000000000f03f0000000000000040"}) {
        CHECK_THROWS_AS(geometry_from_wkb(bytes_from_hex(hex)), datasets::FormatError);
    }
}

TEST_CASE("a count larger than the bytes that follow is refused before memory is reserved", "[wkb]")
{
    CHECK_THROWS_AS(geometry_from_wkb(bytes_from_hex("0102000000ffffffff")), datasets::FormatError);
    CHECK_THROWS_AS(geometry_from_wkb(bytes_from_hex("0106000000ffffff7f")), datasets::FormatError);
}

TEST_CASE("collections nested without end are refused", "[wkb]")
{
    std::string hex;
    for (int i = 0; i < 1000; ++i) {
        hex += "010700000001000000";
    }
    CHECK_THROWS_AS(geometry_from_wkb(bytes_from_hex(hex)), datasets::FormatError);
}

TEST_CASE("a GeoPackage geometry has its header, CRS 4326 and an envelope of x and y", "[wkb]")
{
    const auto blob = datasets::to_gpkg_blob(Lines<LonLat>{{{{1, 3}, {2, 4}}}});
    CHECK(hex_of(Bytes(blob.begin(), blob.begin() + 40)) ==
          "4750" // GP
          "00"   // version 1
          "03"   // little endian, envelope [minx, maxx, miny, maxy]
          "e6100000"
          "000000000000f03f" // 1
          "0000000000000040" // 2
          "0000000000000840" // 3
          "0000000000001040" /* 4 */);
}

TEST_CASE("every kind of geometry comes back from a GeoPackage geometry", "[wkb]")
{
    for (const auto& geometry : {point, points, lines, polygons, Geometry<LonLat>{Polygons<LonLat>{}}}) {
        CHECK(datasets::geometry_from_gpkg_blob(datasets::to_gpkg_blob(geometry)) == geometry);
    }
}

TEST_CASE("an empty GeoPackage geometry says so and has no envelope", "[wkb]")
{
    CHECK(hex_of(datasets::to_gpkg_blob(Points<LonLat>{})) == "47500011e6100000"
                                                              "010400000000000000");
}

TEST_CASE("a GeoPackage geometry without its header, or with a Z envelope, is refused", "[wkb]")
{
    for (const char* hex : {"", "4750", "4751000101000000", "47500005e6100000", "47500003e6100000"}) {
        CHECK_THROWS_AS(datasets::geometry_from_gpkg_blob(bytes_from_hex(hex)), datasets::FormatError);
    }
}
