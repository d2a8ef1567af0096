#include "tests/support/catch.hpp"
#include "tests/tiles/built_tiles.hpp"
#include "tests/tiles/index_features.hpp"
#include "tests/tiles/wkt.hpp"
#include "tiles/index_filter.hpp"
#include "tiles/index_of_store.hpp"
#include "tiles/index_tile.hpp"
#include "tiles/line_labels.hpp"
#include "tiles/mvt_reader.hpp"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <random>
#include <set>

using datasets::Feature;
using datasets::Lines;
using datasets::LonLat;
using tiles::MvtFeature;
using tiles::MvtLayer;
using tiles::TileId;
using tiles::TileOptions;
using tiles::TilePoint;

namespace {

const datasets::Schema& pipe_schema()
{
    using datasets::FieldType;
    static const datasets::Schema schema{
        {{"kind", FieldType::text, {}, "", false}, {"number", FieldType::integer, {}, "", false}}};
    return schema;
}

Feature line(std::int64_t fid, std::vector<std::vector<LonLat>> lines, std::string kind = "a")
{
    return {fid, fmt::format("id-{}", fid), Lines<LonLat>{std::move(lines)}, {std::move(kind), fid}};
}

TileOptions naming()
{
    TileOptions options;
    options.line_labels = {"kind", "number"};
    return options;
}

TileOptions joining(int low, int high)
{
    TileOptions options = naming();
    options.minzoom = low;
    options.maxzoom = high;
    options.join_lines = true;
    options.polygons = tiles::PolygonRule::scattered; // a tile on request must know
    options.from_zoom = {{"number", high}};           // else none would agree with another
    return options;
}

struct Label {
    TileId tile{};
    TilePoint at{};
    MvtFeature feature{};
};

struct Published {
    std::vector<Feature> features;
    TileOptions options;
    tiles::Tiler tiler;
    std::map<TileId, std::string> mvt{};
    tiles::TileStatistics statistics{};

    Published(std::vector<Feature> all, TileOptions how)
        : features{std::move(all)}, options{std::move(how)}, tiler{"pipes", {"kind", "number"}, options}
    {
        for (const Feature& feature : features) {
            tiler.add(feature);
        }
        static_cast<void>(tiler.generalise());
        BuiltTiles built = built_tiles(tiler);
        mvt = std::move(built.mvt);
        statistics = std::move(built.statistics);
    }

    [[nodiscard]] tiles::IndexedFeatures index() const
    {
        return index_of_words(
            writer_of(features, pipe_schema())
                .assemble({std::string(64, 'a'), false}, tiles::drawn_of(tiler.features())));
    }

    [[nodiscard]] std::vector<Label> labels(int zoom) const
    {
        std::vector<Label> labels;
        for (const auto& [tile, bytes] : mvt) {
            for (const MvtLayer& layer : tiles::read_mvt(bytes)) {
                if (tile.z != zoom || layer.name != "pipes-labels") {
                    continue;
                }
                for (const MvtFeature& feature : layer.features) {
                    const auto& points = std::get<datasets::Points<TilePoint>>(feature.geometry).points;
                    labels.push_back({tile, points.at(0), feature});
                }
            }
        }
        return labels;
    }
};

std::int64_t number(const MvtFeature& feature, std::string_view name)
{
    const auto* value = feature.property(name);
    return value == nullptr ? -1 : std::get<std::int64_t>(*value);
}

double distance(TilePoint p, TilePoint a, TilePoint b)
{
    const double x = b.x - a.x;
    const double y = b.y - a.y;
    const double along = (p.x - a.x) * x + (p.y - a.y) * y;
    const double t = std::clamp(along / std::max(1.0, x * x + y * y), 0.0, 1.0);
    return std::hypot(a.x + t * x - p.x, a.y + t * y - p.y);
}

/// How far a label is from the nearest line that its tile draws, in tile units.
double off_line(const Published& made, const Label& label)
{
    double nearest = 1e9;
    for (const MvtLayer& layer : tiles::read_mvt(made.mvt.at(label.tile))) {
        for (const MvtFeature& feature : layer.features) {
            if (layer.name != "pipes") {
                continue;
            }
            for (const auto& path : std::get<Lines<TilePoint>>(feature.geometry).lines) {
                for (std::size_t i = 1; i < path.size(); ++i) {
                    nearest = std::min(nearest, distance(label.at, path[i - 1], path[i]));
                }
            }
        }
    }
    return nearest;
}

/// Pipes between the crossings of a grid, bent, cut into several here and there, of two kinds by rows, with a ring aside.
std::vector<Feature> network(int across, unsigned seed)
{
    std::mt19937 random{seed};
    std::uniform_real_distribution<double> bend{-0.002, 0.002};
    std::vector<std::vector<LonLat>> all;
    const auto crossing = [&](int i, int k) { return LonLat{134.0 + 0.02 * i, 34.2 + 0.015 * k}; };
    const auto pipe = [&](LonLat a, LonLat b) {
        const LonLat middle{(a.lon + b.lon) / 2 + bend(random), (a.lat + b.lat) / 2 + bend(random)};
        if (random() % 2 == 0) {
            all.push_back({a, middle});
            all.push_back({b, middle}); // against each other
        } else {
            all.push_back({a, middle, b});
        }
    };
    for (int i = 0; i < across; ++i) {
        for (int k = 0; k < across; ++k) {
            if (random() % 4 != 0) {
                pipe(crossing(i, k), crossing(i + 1, k));
            }
            if (random() % 4 == 0) {
                pipe(crossing(i, k), crossing(i, k + 1));
            }
        }
    }
    const LonLat a = crossing(across + 1, 0), b = crossing(across + 2, 0), c = crossing(across + 2, 1);
    all.insert(all.end(), {{a, b}, {c, b}, {c, a}});
    std::ranges::shuffle(all, random);
    std::vector<Feature> features;
    for (const auto& path : all) {
        const auto fid = static_cast<std::int64_t>(features.size()) + 1;
        features.push_back(line(fid, {path}, path.front().lat > 34.3 ? "a" : "b"));
    }
    return features;
}

std::multiset<std::string> labels_as_text(const std::string& mvt)
{
    std::multiset<std::string> all;
    for (const MvtLayer& layer : tiles::read_mvt(mvt)) {
        for (const MvtFeature& feature : layer.features) {
            if (layer.name == "pipes-labels") {
                std::set<std::string> properties;
                for (const auto& [name, value] : feature.properties) {
                    properties.insert(name + '=' + tiles::text_of(value));
                }
                all.insert(fmt::format("{} {} {}", feature.id.value_or(0), wkt::text(feature.geometry),
                                       fmt::join(properties, " ")));
            }
        }
    }
    return all;
}

} // namespace

TEST_CASE("a line has its label half way along, in one tile of each zoom, with its values and direction",
          "[line_labels]")
{
    TileOptions options = naming();
    options.minzoom = 9;
    options.maxzoom = 14;
    const Published made{{line(7, {{{134.0, 34.3}, {134.02, 34.3}, {134.1, 34.3}}}, "main")}, options};
    for (int zoom = 9; zoom <= 14; ++zoom) {
        const auto labels = made.labels(zoom);
        REQUIRE(labels.size() == 1);
        const Label& label = labels.front();
        const auto middle = tiles::to_world_point(LonLat{134.05, 34.3});
        CHECK(label.tile == tiles::tile_at(middle, zoom));
        CHECK(label.feature.geometry == tiles::point_in_tile(middle, label.tile, 4096));
        CHECK(label.feature.id == 7);
        CHECK(*label.feature.property("kind") == datasets::Value{std::string{"main"}});
        CHECK(*label.feature.property("feature_id") == datasets::Value{std::string{"id-7"}});
        CHECK(number(label.feature, "label_angle") == 0);
        CHECK(label.feature.property("joined_count") == nullptr);
    }
    const auto layers = made.tiler.vector_layers();
    REQUIRE(layers.size() == 3);
    CHECK(layers[1].id == "pipes-labels");
    CHECK(layers[1].fields.back().first == "label_angle");
    for (const auto& zoom : made.statistics) {
        CHECK(zoom.features == 1);
        CHECK(zoom.merged == 0);
    }
}

TEST_CASE("a name runs along its line and never stands on its head", "[line_labels]")
{
    const auto angle = [](int x, int y) {
        const std::uint32_t at = 1U << 31U;
        const tiles::WorldPoint there{at + static_cast<std::uint32_t>(x), at + static_cast<std::uint32_t>(y)};
        const auto label = tiles::label_of({{{}, {{at, at}, there}}}, 1.0, 32);
        REQUIRE(label);
        return label->angle;
    };
    CHECK(angle(1000, 0) == 0);
    CHECK(angle(1000, 1000) == 45); // clockwise, y goes down
    CHECK(angle(-1000, -1000) == 45);
    CHECK(angle(1000, -1000) == -45);
    CHECK(angle(-1000, 1000) == -45);
    CHECK(angle(-1000, 0) == 0);
    CHECK(angle(0, 1000) == 90);
    CHECK(angle(0, -1000) == 90);
    CHECK(angle(1, -1000) == 90); // 89.94 degrees the other way
}

TEST_CASE("the direction is that of the stretch a name covers, not of a kink in its middle", "[line_labels]")
{
    const std::uint32_t at = 1U << 31U;
    const tiles::LineChain zigzag{{{}, {{at, at}, {at + 200, at}, {at + 200, at + 10}, {at + 400, at + 10}}}};
    CHECK(std::abs(tiles::label_of(zigzag, 1.0, 256)->angle) < 4);
    CHECK_FALSE(tiles::label_of(zigzag, 1.0, 411));
}

TEST_CASE("lines too short for a name have none until maxzoom, where a quarter of the length will do",
          "[line_labels]")
{
    TileOptions options = naming();
    options.minzoom = 10;
    options.maxzoom = 14;
    // In tile units of zoom 14, which are 0.5 m here: about 150, 300 and 20.
    const Published made{{line(1, {{{134.0, 34.3}, {134.0008, 34.3}}}),
                          line(2, {{{134.01, 34.3}, {134.0116, 34.3}}}),
                          line(3, {{{134.02, 34.3}, {134.0201, 34.3}}})},
                         options};
    std::map<int, std::set<std::uint64_t>> named;
    for (int zoom = 10; zoom <= 14; ++zoom) {
        for (const Label& label : made.labels(zoom)) {
            named[zoom].insert(*label.feature.id);
        }
    }
    CHECK(named[13].empty());
    CHECK(named[14] == std::set<std::uint64_t>{1, 2});
}

TEST_CASE("parts of a line that meet are one chain, others have labels of their own", "[line_labels]")
{
    TileOptions options = naming();
    options.minzoom = options.maxzoom = 12;
    const Published made{
        {line(1, {{{134.0, 34.3}, {134.02, 34.3}},
                  {{134.04, 34.3}, {134.02, 34.3}},
                  {{134.0, 34.31}, {134.02, 34.31}}}),
         line(2, {{{134.04, 34.3}, {134.06, 34.3}}})}, // meets the first, but lines are not joined
        options};
    std::multiset<std::uint64_t> named;
    for (const Label& label : made.labels(12)) {
        named.insert(*label.feature.id);
    }
    CHECK(named == std::multiset<std::uint64_t>{1, 1, 2});
}

TEST_CASE("joined lines have one label a chain, wherever tiles cut it, and end at junctions", "[line_labels]")
{
    std::vector<Feature> features;
    for (int i = 0; i < 8; ++i) { // 16 km, over two tiles of zoom 11
        features.push_back(line(i + 1, {{{134.0 + 0.02 * i, 34.3}, {134.02 + 0.02 * i, 34.3}}}));
    }
    features.push_back(line(9, {{{134.1, 34.3}, {134.1, 34.35}}}));         // a branch
    features.push_back(line(10, {{{134.04, 34.3}, {134.04, 34.25}}}, "b")); // another kind makes no junction
    const Published made{features, joining(10, 13)};
    for (const int zoom : {10, 11, 12}) {
        std::map<std::int64_t, int> chains; // by features
        for (const Label& label : made.labels(zoom)) {
            ++chains[number(label.feature, "joined_count")];
            CHECK(label.feature.id.has_value() == (label.feature.property("joined_count") == nullptr));
            CHECK(label.feature.id.has_value() == (label.feature.property("feature_id") != nullptr));
            CHECK(off_line(made, label) <= 1);
        }
        CHECK(chains == std::map<std::int64_t, int>{{-1, 2}, {3, 1}, {5, 1}});
    }
    CHECK(made.labels(13).size() == features.size());
    for (const auto& zoom : made.statistics) {
        CHECK(zoom.features + zoom.merged == features.size());
    }
}

TEST_CASE("each label of a network is on a line, in the tile where it lies, once a zoom", "[line_labels]")
{
    for (const bool joins : {false, true}) {
        TileOptions options = joining(8, 13);
        options.join_lines = joins;
        const Published made{network(8, 5), options};
        std::size_t all = 0;
        for (int zoom = 8; zoom <= 13; ++zoom) {
            std::map<std::uint64_t, int> by_feature;
            std::size_t joined = 0;
            for (const Label& label : made.labels(zoom)) {
                CHECK(off_line(made, label) <= 1);
                CHECK((label.at.x >= 0 && label.at.x < 4096 && label.at.y >= 0 && label.at.y < 4096));
                const auto count = number(label.feature, "joined_count");
                joined += count < 0 ? 1 : static_cast<std::size_t>(count);
                if (label.feature.id) {
                    CHECK(++by_feature[*label.feature.id] == 1);
                }
                ++all;
            }
            if (zoom == 13) { // all are long enough
                CHECK(joined == made.features.size());
            }
        }
        CHECK(all > 150);
    }
}

TEST_CASE("a tile on request has the labels of the prebuilt one, and under a filter those of what is left",
          "[line_labels]")
{
    for (const bool joins : {false, true}) {
        TileOptions options = joining(8, 13);
        options.join_lines = joins;
        const Published made{network(8, 9), options};
        const auto index = made.index();
        for (const char* text : {"", "kind = 'a'", "number NOT IN (3, 11, 40, 41, 77)"}) {
            const auto selected =
                *text == '\0'
                    ? tiles::Bitmap{index.size(), true}
                    : tiles::select(index, datasets::check(datasets::parse_cql2_text(text), pipe_schema()));
            std::vector<Feature> left;
            for (const Feature& feature : made.features) {
                if (selected.test(index.row_of(feature.fid))) {
                    left.push_back(feature);
                }
            }
            const Published expected{left, options};
            std::size_t compared = 0;
            for (const auto& [tile, bytes] : made.mvt) {
                const auto on_request = tiles::encode_selected(index, selected, tile, "pipes", options);
                const auto built = expected.mvt.find(tile);
                INFO(tile.z << '/' << tile.x << '/' << tile.y << ' ' << text << ' ' << joins);
                const auto wanted = built == expected.mvt.end() ? std::multiset<std::string>{}
                                                                : labels_as_text(built->second);
                CHECK(labels_as_text(on_request.mvt) == wanted);
                compared += wanted.size();
            }
            CHECK(compared > 15);
        }
    }
}

TEST_CASE("a filter splits a chain, and each piece has a label of its own", "[line_labels]")
{
    std::vector<Feature> features;
    for (int i = 0; i < 7; ++i) {
        features.push_back(line(i + 1, {{{134.0 + 0.05 * i, 34.3}, {134.05 + 0.05 * i, 34.3}}}));
    }
    const TileOptions options = joining(10, 13);
    const Published made{features, options};
    const auto index = made.index();
    const auto selected =
        tiles::select(index, datasets::check(datasets::parse_cql2_text("number <> 3"), pipe_schema()));
    std::multiset<std::int64_t> chains;
    for (const auto& [tile, bytes] : made.mvt) {
        for (const MvtLayer& layer :
             tiles::read_mvt(tiles::encode_selected(index, selected, tile, "pipes", options).mvt)) {
            for (const MvtFeature& feature : layer.features) {
                if (tile.z == 12 && layer.name == "pipes-labels") {
                    chains.insert(number(feature, "joined_count"));
                }
            }
        }
    }
    CHECK(made.labels(12).size() == 1);
    CHECK(chains == std::multiset<std::int64_t>{2, 4});
}

TEST_CASE("label points of lines have the fields that name them and no others", "[line_labels]")
{
    TileOptions options = naming();
    options.minzoom = options.maxzoom = 14;
    options.line_labels = {"number"};
    const Published made{{line(7, {{{134.0, 34.3}, {134.1, 34.3}}}, "main")}, options};
    const auto labels = made.labels(14);
    REQUIRE(labels.size() == 1);
    CHECK(labels[0].feature.property("kind") == nullptr);
    CHECK(labels[0].feature.property("number") != nullptr);
    CHECK(*labels[0].feature.property("feature_id") == datasets::Value{std::string{"id-7"}});
    std::vector<std::string> names;
    const auto layers = made.tiler.vector_layers();
    for (const auto& [name, type] : layers.at(1).fields) {
        names.push_back(name);
    }
    CHECK(names == std::vector<std::string>{"number", "feature_id", "label_angle"});

    options.line_labels.clear();
    const Published unnamed{{line(7, {{{134.0, 34.3}, {134.1, 34.3}}}, "main")}, options};
    CHECK(unnamed.labels(14).empty());
    options.line_labels = {"colour"};
    CHECK_THROWS_AS((tiles::Tiler{"pipes", {"kind", "number"}, options}), std::invalid_argument);
}

TEST_CASE("without labels there are none, of lines either", "[line_labels]")
{
    TileOptions options = joining(10, 13);
    options.labels = false;
    const Published made{network(3, 1), options};
    for (int zoom = 10; zoom <= 13; ++zoom) {
        CHECK(made.labels(zoom).empty());
    }
    for (const auto& layer : made.tiler.vector_layers()) {
        CHECK(layer.id != "pipes-labels");
    }
}

TEST_CASE("a tile too large gives up the labels of short lines before any line", "[line_labels]")
{
    std::vector<Feature> features;
    for (int i = 0; i < 400; ++i) { // 150 units long
        const double x = 134.05 + 0.001 * (i % 20), y = 34.28 + 0.0003 * (i / 20);
        features.push_back(line(i + 1, {{{x, y}, {x + 0.0008, y}}}));
    }
    features.push_back(line(401, {{{134.05, 34.277}, {134.062, 34.277}}})); // more than a quarter of the tile
    TileOptions options = naming();
    options.minzoom = options.maxzoom = 14;
    const Published large{features, options};
    CHECK(large.labels(14).size() == features.size());
    std::size_t most = 0;
    for (const auto& [tile, bytes] : large.mvt) {
        most = std::max(most, bytes.size());
    }
    options.max_tile_bytes = most * 3 / 4;
    const Published made{features, options};
    CHECK(made.statistics.front().features == features.size());
    CHECK(made.statistics.front().omitted == 0);
    CHECK(made.statistics.front().crowded_tiles > 0);
    const auto labels = made.labels(14);
    CHECK(std::ranges::count_if(labels, [](const Label& l) { return l.feature.id == 401; }) == 1);
    CHECK(labels.size() < features.size());
}
