#include "tests/support/catch.hpp"
#include "tests/support/mlt_reader.hpp"
#include "tiles/mlt_encoder.hpp"
#include "tiles/mlt_stream.hpp"

#include <cmath>
#include <limits>

using datasets::Lines;
using datasets::Points;
using datasets::Polygons;
using datasets::Value;
using tiles::MvtFeature;
using tiles::MvtLayer;
using tiles::TilePoint;
using namespace std::string_literals;

namespace {

MvtFeature point(std::optional<std::uint64_t> id, TilePoint at,
                 std::vector<std::pair<std::string, Value>> properties = {})
{
    return {id, Points<TilePoint>{{at}}, std::move(properties)};
}

MvtLayer layer(std::vector<MvtFeature> features) { return {"parks", 2, 4096, std::move(features)}; }

MvtLayer there_and_back(const MvtLayer& layer)
{
    const std::vector<MvtLayer> layers{layer};
    const auto read = test::read_mlt(tiles::encode_mlt(layers));
    REQUIRE(read.size() == 1);
    CHECK(read.front().name == layer.name);
    CHECK(read.front().extent == layer.extent);
    REQUIRE(read.front().features.size() == layer.features.size());
    return read.front();
}

/// One property of points, as it comes back.
std::vector<Value> column(const std::vector<Value>& values)
{
    std::vector<MvtFeature> features;
    for (const Value& value : values) {
        features.push_back(point({}, {1, 2}));
        if (!datasets::is_missing(value)) {
            features.back().properties.emplace_back("p", value);
        }
    }
    std::vector<Value> back;
    for (const auto& feature : there_and_back(layer(features)).features) {
        const auto* const value = feature.property("p");
        back.push_back(value == nullptr ? Value{} : *value);
    }
    return back;
}

/// The bytes that the specification's example of a stream has.
std::string integers(tiles::mlt::Word word, const std::vector<std::uint64_t>& values)
{
    std::string out;
    tiles::mlt::add_integers(out, tiles::mlt::StreamType::data, word, values);
    return out;
}

} // namespace

TEST_CASE("the smallest MapLibre Tile is a layer with one point", "[mlt]")
{
    // size, tag, name, extent 4096, 2 columns: id, geometry; ids: data, varint, 1 value in 1 byte: 7;
    // 2 streams: types: data, varint, 1 value: 0; vertices: difference, 2 values in 2 bytes: zigzag of 3 and -1
    const std::string expected = "\x1d\x01\x05parks\x80\x20\x02\x00\x04"s
                                 "\x10\x02\x01\x01\x07"s
                                 "\x02\x10\x02\x01\x01\x00\x13\x42\x02\x02\x06\x01"s;
    const std::vector<MvtLayer> layers{layer({point(7, {3, -1})})};
    CHECK(tiles::encode_mlt(layers) == expected);
}

TEST_CASE("a layer without features disappears", "[mlt]")
{
    const std::vector<MvtLayer> layers{layer({})};
    CHECK(tiles::encode_mlt(layers).empty());
}

TEST_CASE("integers take the shortest of plain, differences, runs and runs of differences", "[mlt]")
{
    using enum tiles::mlt::Word;
    CHECK(integers(uint32, {9, 0, 7}) == "\x10\x02\x03\x03\x09\x00\x07"s);
    CHECK(integers(int32, {static_cast<std::uint64_t>(-1), 1}) == "\x10\x02\x02\x02\x01\x02"s);
    CHECK(integers(uint32, {5, 5, 5, 3, 3, 3, 3}) == "\x10\x62\x04\x04\x02\x07\x03\x04\x05\x03"s);
    CHECK(integers(uint32, {1, 2, 3, 4, 5, 6, 7, 8}) == "\x10\x2e\x02\x02\x01\x08\x08\x02"s);
    CHECK(integers(uint32, {1000, 1005, 1002}) == "\x10\x22\x03\x04\xd0\x0f\x0a\x05"s);
}

TEST_CASE("every kind of geometry comes back from a MapLibre Tile", "[mlt]")
{
    const std::vector<TilePoint> square{{0, 0}, {90, 0}, {90, 90}, {0, 90}, {0, 0}};
    const std::vector<TilePoint> hole{{10, 10}, {10, 20}, {20, 20}, {10, 10}};
    const std::vector<TilePoint> far{{-64, 4160}, {-60, 4160}, {-60, 4163}, {-64, 4160}};
    const MvtFeature one{1, Points<TilePoint>{{{5, 6}}}, {}};
    const MvtFeature several{2, Points<TilePoint>{{{5, 6}, {7, 8}}}, {}};
    const MvtFeature line{3, Lines<TilePoint>{{{{0, 0}, {4, 4}, {9, 1}}}}, {}};
    const MvtFeature lines{4, Lines<TilePoint>{{{{0, 0}, {4, 4}}, {{9, 1}, {1, 9}, {2, 2}}}}, {}};
    const MvtFeature polygon{5, Polygons<TilePoint>{{{square, {hole}}}}, {}};
    const MvtFeature polygons{6, Polygons<TilePoint>{{{square, {hole}}, {far, {}}}}, {}};
    const std::vector<std::vector<MvtFeature>> layers = {{one},
                                                         {several},
                                                         {line},
                                                         {lines},
                                                         {polygon},
                                                         {polygons},
                                                         {one, several},
                                                         {line, lines},
                                                         {polygon, polygons},
                                                         {one, line},
                                                         {several, line},
                                                         {one, lines, several},
                                                         {one, polygon},
                                                         {line, polygon},
                                                         {lines, polygon},
                                                         {several, line, polygons, one, polygon, lines}};
    for (const auto& features : layers) {
        const auto back = there_and_back(layer(features));
        for (std::size_t i = 0; i < features.size(); ++i) {
            CHECK(back.features[i].id == features[i].id);
            CHECK(back.features[i].geometry == features[i].geometry);
        }
    }
}

TEST_CASE("ids of a MapLibre Tile may be missing or long", "[mlt]")
{
    const auto some = there_and_back(layer({point({}, {1, 1}), point(8, {1, 1}), point({}, {1, 1})}));
    CHECK_FALSE(some.features[0].id);
    CHECK(some.features[1].id == 8U);
    CHECK_FALSE(there_and_back(layer({point({}, {1, 1})})).features[0].id);
    const auto most = std::numeric_limits<std::uint64_t>::max();
    const auto long_ids = there_and_back(layer({point(most, {1, 1}), point(0, {1, 1}), point(most, {1, 1})}));
    CHECK(long_ids.features[0].id == most);
    CHECK(long_ids.features[1].id == 0U);
}

TEST_CASE("values come back from a MapLibre Tile as they were", "[mlt]")
{
    const Value none;
    const std::int64_t most = std::numeric_limits<std::int64_t>::max();
    const std::vector<std::vector<Value>> columns = {
        {true, none, false},
        {std::int64_t{0}, std::int64_t{4294967295}},
        {std::int64_t{-1}, std::int64_t{2147483647}, none},
        {most, -most, none},
        {0.5, none, -1.25},
        {0.1, 1e300},
        {"桜"s, none, ""s, "桜"s},
        {"a"s, "b"s, "c"s},
        {none, none, none, none, none, none, none, none, none, none, none, std::int64_t{7}}};
    for (const auto& values : columns) {
        CHECK(column(values) == values);
    }
    std::vector<Value> many(1000, Value{"長い名前の地区"s});
    many[500] = none;
    CHECK(column(many) == many);
}

TEST_CASE("a column of a MapLibre Tile has one type", "[mlt]")
{
    CHECK(column({1.5, std::int64_t{2}}) == std::vector<Value>{1.5, 2.0});
    CHECK(column({2.0, 3.0}) == std::vector<Value>{std::int64_t{2}, std::int64_t{3}});
    CHECK(column({"x"s, std::int64_t{2}, true}) == std::vector<Value>{"x"s, "2"s, "true"s});
    CHECK(column({std::int64_t{1} << 40}) == std::vector<Value>{1099511627776.0});
    CHECK(std::signbit(std::get<double>(column({-0.0}).front())));
}
