#include "tests/support/catch.hpp"
#include "tests/tiles/built_tiles.hpp"
#include "tests/tiles/index_features.hpp"
#include "tiles/group_tile.hpp"
#include "tiles/index_filter.hpp"
#include "tiles/index_of_store.hpp"
#include "tiles/index_tile.hpp"
#include "tiles/mvt_reader.hpp"

#include <map>
#include <set>

using datasets::Feature;
using datasets::LonLat;
using tiles::Bitmap;
using tiles::TileId;

namespace {

std::vector<std::string> names_of(const datasets::Schema& schema)
{
    std::vector<std::string> names;
    for (const auto& field : schema.fields) {
        names.push_back(field.name);
    }
    return names;
}

/// A tiler and an index of the same features, as a publish makes them.
struct Both {
    std::vector<Feature> features;
    tiles::Tiler tiler;
    tiles::IndexedFeatures index;

    Both(std::vector<Feature> all, const tiles::TileOptions& options)
        : features{std::move(all)}, tiler{tiler_of(features, options)}, index{index_with(features, tiler)}
    {
    }

    static tiles::Tiler tiler_of(const std::vector<Feature>& all, const tiles::TileOptions& options)
    {
        tiles::Tiler tiler{"things", names_of(mixed_schema()), options};
        for (const Feature& feature : all) {
            tiler.add(feature);
        }
        static_cast<void>(tiler.generalise());
        return tiler;
    }

    static tiles::IndexedFeatures index_with(const std::vector<Feature>& all, const tiles::Tiler& tiler)
    {
        return index_of_words(
            writer_of(all, mixed_schema())
                .assemble({std::string(64, 'a'), false}, tiles::drawn_of(tiler.features())));
    }
};

/// Everything in a tile, in an order that does not depend on how it was made.
std::multiset<std::string> content_of(const std::string& mvt)
{
    std::multiset<std::string> all;
    for (const auto& layer : tiles::read_mvt(mvt)) {
        for (const auto& feature : layer.features) {
            std::string text = layer.name + (feature.id ? std::to_string(*feature.id) : "");
            const bool is_cluster = feature.property("point_count") != nullptr;
            std::map<std::string, std::string> properties;
            for (const auto& [name, value] : feature.properties) {
                properties[name] = tiles::text_of(value);
            }
            for (const auto& [name, value] : properties) {
                text += ' ' + name + '=' + value;
            }
            if (!is_cluster) { // the mean of a cluster depends on the order in which its points are added up
                datasets::for_each_point(feature.geometry, [&](const tiles::TilePoint& p) {
                    text += ' ' + std::to_string(p.x) + ',' + std::to_string(p.y);
                });
            }
            all.insert(text);
        }
    }
    return all;
}

/// What one has and the other lacks, for people to read.
std::string difference(const std::string& made, const std::string& stored)
{
    std::string text;
    const auto a = content_of(made), b = content_of(stored);
    const auto add = [&](const char* sign, const std::multiset<std::string>& from,
                         const std::multiset<std::string>& other) {
        for (const std::string& entry : from) {
            text += from.count(entry) != other.count(entry) ? sign + entry + '\n' : "";
        }
    };
    add("+ ", a, b);
    add("- ", b, a);
    return text;
}

/// The tiles of a zoom that reach the features of `mixed_features`.
std::vector<TileId> tiles_at(int zoom)
{
    std::vector<TileId> all;
    const auto low = tiles::tile_at(tiles::to_world_point(LonLat{133.88, 34.56}), zoom);
    const auto high = tiles::tile_at(tiles::to_world_point(LonLat{134.26, 34.18}), zoom);
    for (auto x = low.x; x <= high.x; ++x) {
        for (auto y = low.y; y <= high.y; ++y) {
            all.push_back({zoom, x, y});
        }
    }
    return all;
}

std::size_t counted(const std::string& mvt)
{
    std::size_t sum = 0;
    for (const auto& layer : tiles::read_mvt(mvt)) {
        for (const auto& feature : layer.features) {
            if (layer.name == "things" &&
                datasets::kind_of(feature.geometry) == datasets::GeometryKind::point) {
                const auto* count = feature.property("point_count");
                sum += count == nullptr ? 1 : static_cast<std::size_t>(std::get<std::int64_t>(*count));
            }
        }
    }
    return sum;
}

} // namespace

TEST_CASE("a tile on request of all features holds what the prebuilt one holds", "[index_tile]")
{
    for (const bool cluster : {false, true}) {
        tiles::TileOptions options;
        options.maxzoom = 12;
        options.cluster = cluster;
        options.polygons = tiles::PolygonRule::scattered;
        const Both both{mixed_features(400, 8), options};
        const BuiltTiles built = built_tiles(both.tiler);
        const Bitmap all{both.index.size(), true};
        std::size_t compared = 0;
        for (int zoom = 0; zoom <= 12; zoom += 3) {
            for (const TileId tile : tiles_at(zoom)) {
                const auto stored = built.mvt.find(tile);
                const auto made = tiles::encode_selected(both.index, all, tile, "things", options);
                INFO(tile.z << '/' << tile.x << '/' << tile.y);
                CHECK(difference(made.mvt, stored != built.mvt.end() ? stored->second : "") == "");
                ++compared;
            }
        }
        CHECK(compared > 30);
    }
}

TEST_CASE("under any filter the points and clusters of a zoom sum to the points selected", "[index_tile]")
{
    auto features = mixed_features(3000, 11);
    std::erase_if(features, [](const Feature& f) {
        return !f.geometry || datasets::kind_of(*f.geometry) != datasets::GeometryKind::point;
    });
    for (std::size_t i = 0; i < features.size(); ++i) {
        features[i].fid = static_cast<std::int64_t>(i) + 1;
    }
    tiles::TileOptions options;
    options.cluster = true;
    options.polygons = tiles::PolygonRule::scattered;
    const Both both{features, options};
    for (const char* text : {"floors = 1", "NOT (kind = '汚水')", "height BETWEEN 3 AND 9 OR open",
                             "number < 0", "day IS NULL", "name LIKE '名1%'"}) {
        const auto selected =
            tiles::select(both.index, datasets::check(datasets::parse_cql2_text(text), mixed_schema()));
        std::size_t points = 0;
        selected.for_each([&](std::size_t row) { points += both.index.positions(row).size(); });
        for (const int zoom : {0, 4, 9, 12}) {
            std::size_t sum = 0;
            for (const TileId tile : tiles_at(zoom)) {
                sum += counted(tiles::encode_selected(both.index, selected, tile, "things", options).mvt);
            }
            INFO(text << " at zoom " << zoom);
            CHECK(sum == points);
        }
    }
}

TEST_CASE("a tile of what is selected near it is the tile of all that is selected", "[index_tile]")
{
    tiles::TileOptions options;
    options.maxzoom = 12;
    options.cluster = true;
    options.polygons = tiles::PolygonRule::scattered;
    const Both both{mixed_features(1500, 13), options};
    for (const char* text : {"floors = 1 AND height < 9", "day IS NULL OR number > 500"}) {
        const auto filter = datasets::check(datasets::parse_cql2_text(text), mixed_schema());
        const Bitmap all = tiles::select(both.index, filter);
        std::size_t most_are_near = 0, with_features = 0;
        for (const int zoom : {0, 8, 11, 14}) {
            for (const TileId tile : tiles_at(zoom)) {
                const auto near = tiles::rows_near(both.index, tile, options);
                REQUIRE(near);
                most_are_near += near->count() > both.index.size() / 2 ? 1U : 0U;
                const auto few = tiles::select(both.index, filter, *near);
                const auto made = tiles::encode_selected(both.index, few, tile, "things", options);
                with_features += made.mvt.empty() ? 0U : 1U;
                CHECK(made.mvt == tiles::encode_selected(both.index, all, tile, "things", options).mvt);
            }
        }
        CHECK(most_are_near > 0);
        CHECK(with_features > 30);
    }
}

TEST_CASE("where lines have labels, what is near a tile does not tell all of it", "[index_tile]")
{
    tiles::TileOptions options;
    const Both both{mixed_features(10), options};
    CHECK(tiles::rows_near(both.index, {3, 7, 3}, options));
    options.line_labels = {"name"};
    CHECK_FALSE(tiles::rows_near(both.index, {3, 7, 3}, options));
}

TEST_CASE("a tile of groups holds a polygon for each that reaches it, clipped to its buffer", "[index_tile]")
{
    const TileId tile{10, 893, 407};
    const auto side = static_cast<std::uint32_t>(1) << 22U;
    const auto square = [&](std::uint32_t west, std::uint32_t north, std::uint32_t size) {
        return datasets::Geometry<tiles::WorldPoint>{
            datasets::Polygons<tiles::WorldPoint>{{{{{west, north},
                                                     {west + size, north},
                                                     {west + size, north + size},
                                                     {west, north + size},
                                                     {west, north}},
                                                    {}}}}};
    };
    const std::uint32_t west = tile.x * side, north = tile.y * side;
    const std::vector<tiles::GroupFeature> groups{
        {1,
         square(west - side, north - side, 3 * side),
         {{"key", std::string{"around"}}, {"count", std::int64_t{5}}}},
        {2, square(west + side / 4, north + side / 4, side / 2), {{"key", std::string{"inside"}}}},
        {3, square(west + 2 * side, north, side), {{"key", std::string{"elsewhere"}}}}};
    const auto layers = tiles::read_mvt(tiles::encode_groups(groups, tile, "cells", {}));
    REQUIRE(layers.size() == 1);
    CHECK(layers[0].name == "cells");
    REQUIRE(layers[0].features.size() == 2);
    CHECK(*layers[0].features[0].property("count") == datasets::Value{std::int64_t{5}});
    datasets::for_each_point(layers[0].features[0].geometry, [](const tiles::TilePoint& p) {
        CHECK((p.x == -64 || p.x == 4160));
        CHECK((p.y == -64 || p.y == 4160));
    });
    datasets::for_each_point(layers[0].features[1].geometry,
                             [](const tiles::TilePoint& p) { CHECK((p.x == 1024 || p.x == 3072)); });
    CHECK(tiles::encode_groups({groups[2]}, tile, "cells", {}).empty());
}
