#include "datasets/error.hpp"
#include "tests/support/catch.hpp"
#include "tests/tiles/wkt.hpp"
#include "tiles/mvt_format.hpp"
#include "tiles/mvt_geometry.hpp"
#include "tiles/mvt_layer.hpp"
#include "tiles/mvt_reader.hpp"

#include <protozero/pbf_builder.hpp>

using datasets::Value;
using tiles::GeomType;
using Integers = std::vector<std::uint32_t>;

namespace {

struct Example {
    const char* wkt;
    GeomType type;
    Integers integers;
};

/// MVT 2.1, section 4.3.5
const std::vector<Example> examples{
    {"MULTIPOINT (25 17)", GeomType::point, {9, 50, 34}},
    {"MULTIPOINT (5 7, 3 2)", GeomType::point, {17, 10, 14, 3, 9}},
    {"MULTILINESTRING ((2 2, 2 10, 10 10))", GeomType::linestring, {9, 4, 4, 18, 0, 16, 16, 0}},
    {"MULTILINESTRING ((2 2, 2 10, 10 10), (1 1, 3 5))",
     GeomType::linestring,
     {9, 4, 4, 18, 0, 16, 16, 0, 9, 17, 17, 10, 4, 8}},
    {"MULTIPOLYGON (((3 6, 8 12, 20 34, 3 6)))", GeomType::polygon, {9, 6, 12, 18, 10, 12, 24, 44, 15}},
    {"MULTIPOLYGON (((0 0, 10 0, 10 10, 0 10, 0 0)), ((11 11, 20 11, 20 20, 11 20, 11 11), (13 13, 13 17, 17 "
     "17, 17 13, 13 13)))",
     GeomType::polygon,
     {9, 0,  0,  26, 20, 0, 0, 20, 19, 0, 15, 9, 22, 2, 26, 18, 0,
      0, 18, 17, 0,  15, 9, 4, 13, 26, 0, 8,  8, 0,  0, 7,  15}}};

} // namespace

TEST_CASE("the examples of the specification are written and read", "[mvt]")
{
    for (const Example& example : examples) {
        INFO(example.wkt);
        const auto geometry = wkt::tile(example.wkt);
        CHECK(tiles::encode_geometry(geometry) == example.integers);
        CHECK(tiles::geom_type(geometry) == example.type);
        CHECK(wkt::text(tiles::decode_geometry(example.type, example.integers)) == example.wkt);
    }
}

TEST_CASE("a geometry cut short is refused, wherever it is cut", "[mvt]")
{
    for (const Example& example : examples) {
        const std::span all{example.integers};
        for (std::size_t size = 0; size < all.size(); ++size) {
            try {
                const auto shorter = tiles::decode_geometry(example.type, all.first(size));
                CHECK(wkt::text(shorter) != example.wkt); // cut between two parts
            } catch (const datasets::FormatError&) {
                SUCCEED();
            }
        }
    }
}

TEST_CASE("commands that a type does not allow are refused", "[mvt]")
{
    const auto decode = [](GeomType type, const Integers& integers) {
        return tiles::decode_geometry(type, integers);
    };
    CHECK_THROWS_AS(decode(GeomType::unknown, {9, 50, 34}), datasets::FormatError);
    CHECK_THROWS_AS(decode(GeomType::point, {10, 50, 34}), datasets::FormatError); // LineTo
    CHECK_THROWS_AS(decode(GeomType::point, {1}), datasets::FormatError);          // MoveTo no times
    CHECK_THROWS_AS(decode(GeomType::point, {0xfffffff9U, 1, 1}),
                    datasets::FormatError); // half a billion times
    CHECK_THROWS_AS(decode(GeomType::polygon, {9, 0, 0, 10, 2, 2, 15}), datasets::FormatError); // two corners
    CHECK_THROWS_AS(decode(GeomType::polygon, {9, 0, 0, 18, 2, 2, 2, 2, 15}),
                    datasets::FormatError); // no area
    CHECK_THROWS_AS(decode(GeomType::polygon, {9, 0, 0, 18, 0, 8, 8, 0, 15}),
                    datasets::FormatError); // interior ring first
    CHECK_THROWS_AS(decode(GeomType::linestring, {9, 0xfffffffeU, 0, 10, 0xfffffffeU, 0}),
                    datasets::FormatError);
}

TEST_CASE("a layer comes back with ids, values of every kind and geometry", "[mvt]")
{
    tiles::LayerBuilder layer{"cultural-properties", 4096};
    CHECK(layer.empty());
    const Integers tags{layer.key("name"),   layer.value(std::string{"釜石不動"}),
                        layer.key("voters"), layer.value(std::int64_t{12'345'678'901}),
                        layer.key("change"), layer.value(std::int64_t{-7}),
                        layer.key("share"),  layer.value(0.25),
                        layer.key("open"),   layer.value(true)};
    layer.add(7, wkt::tile("POINT (25 17)"), tags);
    layer.add(std::nullopt, wkt::tile("LINESTRING (0 0, 1 1)"), {});
    const auto size = static_cast<double>(layer.size());
    const std::string bytes = layer.finish();
    CHECK(static_cast<double>(bytes.size()) == Approx(size).margin(24));

    const auto layers = tiles::read_mvt(bytes);
    REQUIRE(layers.size() == 1);
    CHECK(layers[0].name == "cultural-properties");
    CHECK(layers[0].version == 2);
    CHECK(layers[0].extent == 4096);
    REQUIRE(layers[0].features.size() == 2);
    const auto& feature = layers[0].features[0];
    CHECK(feature.id == 7);
    CHECK(*feature.property("name") == Value{"釜石不動"});
    CHECK(*feature.property("voters") == Value{std::int64_t{12'345'678'901}});
    CHECK(*feature.property("change") == Value{std::int64_t{-7}});
    CHECK(*feature.property("share") == Value{0.25});
    CHECK(*feature.property("open") == Value{true});
    CHECK(feature.property("absent") == nullptr);
    CHECK_FALSE(layers[0].features[1].id.has_value());
    CHECK(wkt::text(layers[0].features[1].geometry) == "MULTILINESTRING ((0 0, 1 1))");
}

TEST_CASE("keys and values are stored once", "[mvt]")
{
    tiles::LayerBuilder layer{"a", 4096};
    CHECK(layer.key("kind") == 0);
    CHECK(layer.key("name") == 1);
    CHECK(layer.key("kind") == 0);
    CHECK(layer.value(std::string{"1"}) == 0);
    CHECK(layer.value(std::int64_t{1}) == 1); // text and number differ
    CHECK(layer.value(1.0) == 2);
    CHECK(layer.value(std::string{"1"}) == 0);
}

TEST_CASE("an empty tile has no layers, damaged ones are refused", "[mvt]")
{
    CHECK(tiles::read_mvt("").empty());
    CHECK_THROWS_AS(tiles::read_mvt("no tile at all"), datasets::FormatError);

    tiles::LayerBuilder layer{"a", 4096};
    layer.add(1, wkt::tile("POINT (1 1)"), Integers{layer.key("k"), layer.value(true)});
    const std::string bytes = layer.finish();
    for (std::size_t size = 1; size < bytes.size(); ++size) {
        CHECK_THROWS_AS(tiles::read_mvt(std::string_view{bytes}.substr(0, size)), datasets::FormatError);
    }
}

TEST_CASE("a tag that points beyond the values is refused", "[mvt]")
{
    tiles::LayerBuilder layer{"a", 4096};
    layer.add(1, wkt::tile("POINT (1 1)"), Integers{layer.key("k"), 5});
    CHECK_THROWS_AS(tiles::read_mvt(layer.finish()), datasets::FormatError);
}

TEST_CASE("a known field with the wrong wire type is refused, an unknown one is skipped", "[mvt]")
{
    const auto tile = [](auto add) {
        std::string layer;
        protozero::pbf_builder<tiles::mvt::LayerField> builder{layer};
        builder.add_uint32(tiles::mvt::LayerField::version, 2);
        builder.add_string(tiles::mvt::LayerField::name, "a");
        add(builder);
        std::string bytes;
        protozero::pbf_builder<tiles::mvt::TileField>{bytes}.add_message(tiles::mvt::TileField::layers,
                                                                         layer);
        return bytes;
    };
    using tiles::mvt::LayerField;
    CHECK_THROWS_AS(tiles::read_mvt(tile([](auto& layer) { layer.add_uint32(LayerField::features, 7); })),
                    datasets::FormatError);
    CHECK_THROWS_AS(tiles::read_mvt(tile([](auto& layer) { layer.add_string(LayerField::extent, "large"); })),
                    datasets::FormatError);
    const auto layers = tiles::read_mvt(tile([](auto& layer) { layer.add_string(LayerField{9}, "new"); }));
    CHECK(layers.at(0).features.empty());
    CHECK(layers.at(0).extent == 4096);
}
