#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/tiles/built_tiles.hpp"
#include "tests/tiles/wkt.hpp"
#include "tiles/gzip.hpp"
#include "tiles/mvt_reader.hpp"
#include "tiles/pmtiles_reader.hpp"
#include "tiles/pmtiles_writer.hpp"
#include "tiles/tiler.hpp"

#include <fmt/format.h>
#include <geos_c.h>

#include <cmath>
#include <functional>
#include <map>
#include <numbers>
#include <random>
#include <set>

using datasets::Feature;
using datasets::Geometry;
using datasets::LonLat;
using datasets::Value;
using tiles::MvtFeature;
using tiles::MvtLayer;
using tiles::TileId;
using tiles::TileOptions;
using tiles::TilePoint;

namespace {

struct Made {
    std::map<TileId, std::vector<MvtLayer>> tiles{};
    std::map<TileId, std::size_t> bytes{}; ///< uncompressed
    tiles::TileStatistics statistics{};

    [[nodiscard]] const MvtLayer* layer(TileId tile, std::string_view name) const
    {
        const auto it = tiles.find(tile);
        for (const MvtLayer& layer : it == tiles.end() ? std::vector<MvtLayer>{} : it->second) {
            if (layer.name == name) {
                return &*std::find_if(it->second.begin(), it->second.end(),
                                      [&](const auto& l) { return l.name == name; });
            }
        }
        return nullptr;
    }

    void for_each(std::string_view name, const std::function<void(TileId, const MvtFeature&)>& f) const
    {
        for (const auto& [tile, layers] : tiles) {
            for (const MvtLayer& layer : layers) {
                for (const MvtFeature& feature : layer.features) {
                    if (layer.name == name) {
                        f(tile, feature);
                    }
                }
            }
        }
    }
};

/// The archive that a tiler writes, read back.
Made make(tiles::Tiler& tiler)
{
    static_cast<void>(tiler.generalise());
    const BuiltTiles built = built_tiles(tiler);
    Made made;
    made.statistics = built.statistics;
    for (const auto& [tile, mvt] : built.mvt) {
        made.bytes[tile] = mvt.size();
        made.tiles[tile] = tiles::read_mvt(mvt);
    }
    return made;
}

struct Lon {
    double x;
    double y;
};

Geometry<LonLat> lonlat(std::string_view text)
{
    return datasets::map_points(wkt::read<Lon>(text), [](Lon p) { return LonLat{p.x, p.y}; });
}

Feature feature(std::int64_t fid, Geometry<LonLat> geometry, std::vector<Value> values = {})
{
    return {fid, fmt::format("id-{}", fid), std::move(geometry), std::move(values)};
}

TileOptions zooms(int low, int high)
{
    TileOptions options;
    options.minzoom = low;
    options.maxzoom = high;
    return options;
}

std::int64_t point_count(const MvtFeature& feature)
{
    const Value* count = feature.property("point_count");
    return count != nullptr ? std::get<std::int64_t>(*count) : 1;
}

/// Points counted zoom by zoom, clusters by what they stand for.
std::map<int, std::int64_t> points_by_zoom(const Made& made, std::string_view layer)
{
    std::map<int, std::int64_t> counts;
    made.for_each(layer, [&](TileId tile, const MvtFeature& f) { counts[tile.z] += point_count(f); });
    return counts;
}

bool sums_up(const tiles::ZoomStatistics& zoom, std::size_t features)
{
    return zoom.features + zoom.clustered + zoom.merged + zoom.omitted == features;
}

/// GEOS' word on a polygon as the tile has it.
class Judge {
public:
    Judge() : context_{GEOS_init_r()} {}
    Judge(const Judge&) = delete;
    Judge& operator=(const Judge&) = delete;
    ~Judge() { GEOS_finish_r(context_); }

    [[nodiscard]] std::string reason(const Geometry<TilePoint>& geometry) const
    {
        GEOSWKTReader* reader = GEOSWKTReader_create_r(context_);
        GEOSGeometry* read = GEOSWKTReader_read_r(context_, reader, wkt::text(geometry).c_str());
        char* reason = GEOSisValidReason_r(context_, read);
        const std::string text = reason;
        GEOSFree_r(context_, reason);
        GEOSGeom_destroy_r(context_, read);
        GEOSWKTReader_destroy_r(context_, reader);
        return text;
    }

private:
    GEOSContextHandle_t context_;
};

} // namespace

TEST_CASE("a point is in one tile of every zoom, with its id and what is known of it", "[tiler]")
{
    tiles::Tiler tiler{"polling-places", {"name", "voters", "note"}, zooms(0, 14)};
    tiler.add(
        feature(7, lonlat("POINT (139.7671 35.6812)"), {std::string{"丸の内"}, std::int64_t{1234}, Value{}}));
    const Made made = make(tiler);
    CHECK(made.tiles.size() == 15);
    const auto* layer = made.layer({14, 14552, 6451}, "polling-places");
    REQUIRE(layer != nullptr);
    const MvtFeature& point = layer->features.at(0);
    CHECK(point.id == 7);
    CHECK(*point.property("name") == Value{"丸の内"});
    CHECK(*point.property("voters") == Value{std::int64_t{1234}});
    CHECK(*point.property("feature_id") == Value{"id-7"});
    CHECK(point.property("note") == nullptr);
    for (const auto& zoom : made.statistics) {
        CHECK(zoom == tiles::ZoomStatistics{zoom.zoom, 1, 1, 0, 0, 0, 0, 0, zoom.largest_tile});
    }
}

TEST_CASE("one layer holds points, lines and polygons, the last two have a label in one tile of each zoom",
          "[tiler]")
{
    tiles::TileOptions options = zooms(9, 12);
    options.line_labels = {"feature_id"};
    tiles::Tiler tiler{"mixed", {}, options};
    tiler.add(feature(1, lonlat("POINT (134.05 34.34)")));
    tiler.add(feature(2, lonlat("LINESTRING (134.0 34.3, 134.1 34.4)")));
    tiler.add(feature(3, lonlat("POLYGON ((134.0 34.3, 134.1 34.3, 134.1 34.4, 134.0 34.4, 134.0 34.3))")),
              LonLat{134.05, 34.35});
    const Made made = make(tiler);
    std::map<int, std::set<std::uint64_t>> seen;
    made.for_each("mixed", [&](TileId tile, const MvtFeature& f) { seen[tile.z].insert(*f.id); });
    std::map<int, int> labels;
    made.for_each("mixed-labels", [&](TileId tile, const MvtFeature& f) {
        ++labels[tile.z];
        CHECK((f.id == 2 || f.id == 3));
        CHECK(*f.property("feature_id") == Value{fmt::format("id-{}", *f.id)});
        CHECK((f.property("label_angle") != nullptr) == (f.id == 2));
    });
    for (int z = 9; z <= 12; ++z) {
        CHECK(seen[z] == std::set<std::uint64_t>{1, 2, 3});
        CHECK(labels[z] == 2);
    }
    const auto layers = tiler.vector_layers();
    REQUIRE(layers.size() == 3);
    CHECK(layers[1].id == "mixed-labels");
    CHECK(layers[2].id == "mixed-tile");
}

TEST_CASE("a feature without geometry is in no tile and not counted", "[tiler]")
{
    tiles::Tiler tiler{"a", {}, zooms(0, 2)};
    tiler.add({1, "a", std::nullopt, {}});
    CHECK(tiler.feature_count() == 0);
    CHECK(tiler.bounds().empty());
    CHECK(make(tiler).tiles.empty());
}

TEST_CASE("a house smaller than a tile unit is a small square, until the zoom that can show it", "[tiler]")
{
    tiles::Tiler tiler{"blocks", {}, zooms(0, 14)};
    tiler.add(feature(1, lonlat("POLYGON ((134 34, 134.0005 34, 134.0005 34.0005, 134 34.0005, 134 34))")));
    const Made made = make(tiler);
    for (const auto& zoom : made.statistics) {
        CHECK(zoom.features == 1);
        CHECK(zoom.omitted == 0);
    }
    CHECK(made.statistics.at(0).shrunk == 1);
    CHECK(made.statistics.at(14).shrunk == 0);
    made.for_each("blocks", [](TileId tile, const MvtFeature& f) {
        const auto& ring = std::get<datasets::Polygons<TilePoint>>(f.geometry).polygons.at(0).exterior;
        CHECK((tile.z > 6 || tiles::doubled_area(ring) == 2 * 2 * 2));
    });
}

TEST_CASE("houses too small to be drawn are put together, and keep their area", "[tiler]")
{
    tiles::Tiler tiler{"blocks", {}, zooms(10, 14)};
    constexpr int across = 40;
    for (int i = 0; i < across * across; ++i) {
        const double x = 134.05 + 0.0003 * (i % across);
        const double y = 34.30 + 0.0003 * (i / across);
        tiler.add(feature(i + 1, lonlat(fmt::format("POLYGON (({0} {1}, {2} {1}, {2} {3}, {0} {3}, {0} {1}))",
                                                    x, y, x + 0.0001, y + 0.0001))));
    }
    const Made made = make(tiler);
    std::map<int, double> areas; // in tile units of zoom 14, twice
    made.for_each("blocks", [&](TileId tile, const MvtFeature& f) {
        const auto& ring = std::get<datasets::Polygons<TilePoint>>(f.geometry).polygons.at(0).exterior;
        if (ring.front().x >= 0 && ring.front().y >= 0 && ring.front().x < 4096 && ring.front().y < 4096) {
            areas[tile.z] += static_cast<double>(tiles::doubled_area(ring)) * std::pow(4.0, 14 - tile.z);
        }
    });
    CHECK(made.statistics.front().merged > 700);
    for (const auto& zoom : made.statistics) {
        CHECK(sums_up(zoom, across * across));
        CHECK(zoom.omitted == 0);
    }
    CHECK(areas[10] == Approx(areas[14]).epsilon(0.05));
}

TEST_CASE("a district without area at a zoom is a point there, with its label", "[tiler]")
{
    tiles::Tiler tiler{"districts", {"name"}, zooms(4, 12)};
    tiler.add(
        feature(
            1,
            lonlat(
                "POLYGON ((134 34, 134.5 34, 134.5 34.5, 134.001 34.5, 134.001 34.499, 134 34.499, 134 34))"),
            {std::string{"large"}}),
        LonLat{134.2, 34.2});
    tiler.add(feature(2, lonlat("POLYGON ((134 34.499, 134.001 34.499, 134.001 34.5, 134 34.5, 134 34.499))"),
                      {std::string{"small"}}),
              LonLat{134.0005, 34.4995});
    const Made made = make(tiler);
    std::map<int, std::set<std::uint64_t>> drawn;
    std::map<int, int> labels;
    made.for_each("districts", [&](TileId tile, const MvtFeature& f) {
        drawn[tile.z].insert(*f.id);
        CHECK((tile.z > 4 || *f.id == 1 || f.geometry.index() == 0));
    });
    made.for_each("districts-labels", [&](TileId tile, const MvtFeature&) { ++labels[tile.z]; });
    for (int z = 4; z <= 12; ++z) {
        CHECK(drawn[z] == std::set<std::uint64_t>{1, 2});
        CHECK(labels[z] == 2);
    }
    CHECK(made.statistics.front().shrunk == 1);
    CHECK(made.statistics.back().shrunk == 0);
}

TEST_CASE("clusters count the values of a field, and pinned points stand by themselves", "[tiler]")
{
    TileOptions options = zooms(4, 8);
    options.cluster = true;
    options.count_by = "kind";
    options.pins = {{"kind", {"死亡"}, 6}};
    options.from_zoom = {{"memo", 8}};
    tiles::Tiler tiler{"cases", {"kind", "memo"}, options};
    for (int i = 1; i <= 100; ++i) {
        tiler.add(feature(i, datasets::Points<LonLat>{{{134 + 0.00001 * i, 34}}},
                          {std::string{i <= 10 ? "死亡" : "負傷"}, std::int64_t{i}}));
    }
    const Made made = make(tiler);
    const auto* layer = made.layer({4, 13, 6}, "cases");
    REQUIRE(layer != nullptr);
    REQUIRE(layer->features.size() == 1);
    CHECK(*layer->features[0].property("point_count") == Value{std::int64_t{100}});
    CHECK(*layer->features[0].property("kind:死亡") == Value{std::int64_t{10}});
    CHECK(*layer->features[0].property("kind:負傷") == Value{std::int64_t{90}});
    const auto* numbers = made.layer({4, 13, 6}, "cases-tile");
    REQUIRE(numbers != nullptr);
    CHECK(*numbers->features.at(0).property("clustered") == Value{std::int64_t{100}});
    CHECK(*numbers->features.at(0).property("omitted") == Value{std::int64_t{0}});
    std::map<int, int> alone;
    made.for_each("cases", [&](TileId tile, const MvtFeature& f) {
        alone[tile.z] += f.property("point_count") == nullptr ? 1 : 0;
        CHECK((tile.z == 8 || f.property("memo") == nullptr));
    });
    CHECK(alone[5] == 0);
    CHECK(alone[6] == 10);
    CHECK(alone[8] == 100);
    made.for_each("cases-tile", [](TileId tile, const MvtFeature&) { CHECK(tile.z < 8); });
    for (const auto& [zoom, points] : points_by_zoom(made, "cases")) {
        CHECK(points == 100);
    }
}

TEST_CASE("points that are thinned stay at deeper zooms once they are there", "[tiler]")
{
    TileOptions options = zooms(6, 10);
    options.points = tiles::PointRule::thin;
    options.max_tile_features = 500;
    tiles::Tiler tiler{"trees", {}, options};
    constexpr int count = 4000;
    std::mt19937 random{3};
    std::uniform_real_distribution<double> spread{0, 0.3};
    for (int i = 1; i <= count; ++i) {
        tiler.add(feature(i, datasets::Points<LonLat>{{{134 + spread(random), 34 + spread(random)}}}));
    }
    const Made made = make(tiler);
    std::map<int, std::set<std::uint64_t>> drawn;
    made.for_each("trees", [&](TileId tile, const MvtFeature& f) { drawn[tile.z].insert(*f.id); });
    for (int z = 6; z < 10; ++z) {
        CHECK(drawn[z].size() > 20);
        const auto& zoom = made.statistics.at(static_cast<std::size_t>(z - 6));
        CHECK(zoom.features == drawn[z].size());
        CHECK(zoom.omitted == count - drawn[z].size());
    }
    CHECK(std::includes(drawn[7].begin(), drawn[7].end(), drawn[6].begin(), drawn[6].end()));
}

TEST_CASE("lines alike in their values are joined below maxzoom, and counted as merged", "[tiler]")
{
    TileOptions options = zooms(10, 12);
    options.join_lines = true;
    tiles::Tiler tiler{"pipes", {"kind"}, options};
    for (int i = 0; i < 5; ++i) {
        tiler.add(feature(
            i + 1,
            lonlat(fmt::format("LINESTRING ({} 34.05, {} 34.05)", 134.01 + 0.01 * i, 134.02 + 0.01 * i)),
            {std::string{i < 4 ? "a" : "b"}}));
    }
    const Made made = make(tiler);
    CHECK(made.statistics.at(0).merged == 4);
    CHECK(made.statistics.at(0).features == 1);
    CHECK(made.statistics.at(2).features == 5);
    const auto* layer = made.layer(tiles::tile_at(tiles::to_world_point(LonLat{134.03, 34.05}), 10), "pipes");
    REQUIRE(layer != nullptr);
    REQUIRE(layer->features.size() == 2);
    const MvtFeature& chain = layer->features[layer->features[0].id ? 1 : 0];
    CHECK(*chain.property("joined_count") == Value{std::int64_t{4}});
    CHECK(chain.property("feature_id") == nullptr);
    CHECK(std::get<datasets::Lines<TilePoint>>(chain.geometry).lines.size() == 1);
}

TEST_CASE("points off the map of Web Mercator are omitted, not moved", "[tiler]")
{
    tiles::Tiler tiler{"a", {}, zooms(0, 1)};
    tiler.add(feature(1, lonlat("POINT (0 89)")));
    tiler.add(feature(2, lonlat("POINT (180 0)")));
    const Made made = make(tiler);
    CHECK(made.statistics.at(0).omitted == 1);
    CHECK(made.statistics.at(0).features == 1);
}

TEST_CASE("impossible options and names are refused", "[tiler]")
{
    CHECK_THROWS_AS((tiles::Tiler{"a", {}, zooms(5, 4)}), std::invalid_argument);
    CHECK_THROWS_AS((tiles::Tiler{"a", {}, zooms(-1, 4)}), std::invalid_argument);
    CHECK_THROWS_AS((tiles::Tiler{"a", {}, zooms(0, 25)}), std::invalid_argument);
    CHECK_THROWS_AS((tiles::Tiler{"a", {"feature_id"}, {}}), std::invalid_argument);
    tiles::Tiler tiler{"a", {"name"}, {}};
    CHECK_THROWS_AS(tiler.add(feature(1, lonlat("POINT (0 0)"))), std::invalid_argument);
}

TEST_CASE("clusters of every zoom sum to the points there are, and at maxzoom each stands for itself",
          "[tiler]")
{
    constexpr int count = 5000;
    TileOptions options = zooms(0, 14);
    options.cluster = true;
    tiles::Tiler tiler{"cases", {"kind"}, options};
    std::mt19937 random{20261121};
    std::normal_distribution<double> spread{0, 0.03};
    for (int i = 1; i <= count; ++i) {
        const LonLat place{135.2 + spread(random), 34.7 + spread(random)};
        tiler.add(feature(i, datasets::Points<LonLat>{{place}},
                          {std::string{i % 3 == 0 ? "違法駐車" : "放置自転車"}}));
    }
    const Made made = make(tiler);
    const auto counts = points_by_zoom(made, "cases");
    for (int z = 0; z <= 14; ++z) {
        CHECK(counts.at(z) == count);
        CHECK(sums_up(made.statistics.at(static_cast<std::size_t>(z)), count));
        CHECK(made.statistics.at(static_cast<std::size_t>(z)).omitted == 0);
    }
    CHECK(made.statistics.at(14).clustered == 0);
    CHECK(made.statistics.at(8).clustered > 4900);
    made.for_each("cases", [](TileId, const MvtFeature& f) {
        const bool is_cluster = f.property("point_count") != nullptr;
        CHECK(is_cluster != f.id.has_value());
        CHECK((!is_cluster || f.properties.size() == 1));
    });
}

TEST_CASE("200,000 points in one place are clustered wherever a tile would be too large, and none is lost",
          "[tiler]")
{
    constexpr int count = 200'000;
    tiles::Tiler tiler{"accidents", {"kind", "memo"}, zooms(12, 14)};
    std::mt19937 random{7};
    std::uniform_real_distribution<double> spread{0, 0.004};
    for (int i = 1; i <= count; ++i) {
        const LonLat place{135.2 + spread(random), 34.7 + spread(random)};
        tiler.add(
            feature(i, datasets::Points<LonLat>{{place}}, {std::int64_t{i % 40}, fmt::format("事故 {}", i)}));
    }
    const Made made = make(tiler);
    for (const auto& [zoom, points] : points_by_zoom(made, "accidents")) {
        CHECK(points == count);
    }
    for (const auto& [tile, bytes] : made.bytes) {
        CHECK(bytes <= TileOptions{}.max_tile_bytes);
    }
    for (const auto& zoom : made.statistics) {
        CHECK(sums_up(zoom, count));
        CHECK(zoom.crowded_tiles > 0);
        CHECK(zoom.omitted == 0);
    }
}

TEST_CASE("polygons too many for a tile are put together from the smallest, and counted", "[tiler]")
{
    TileOptions options = zooms(12, 12);
    options.max_tile_bytes = 20'000;
    tiles::Tiler tiler{"lots", {"name"}, options};
    constexpr int count = 1500;
    for (int i = 1; i <= count; ++i) {
        const double x = 134.04 + 0.001 * (i % 40);
        const double y = 34.30 + 0.001 * (i / 40);
        const double side = 0.0002 + 0.0000004 * i;
        tiler.add(feature(i,
                          lonlat(fmt::format("POLYGON (({0} {1}, {2} {1}, {2} {3}, {0} {3}, {0} {1}))", x, y,
                                             x + side, y + side)),
                          {fmt::format("lot {}", i)}),
                  LonLat{x + side / 2, y + side / 2});
    }
    const Made made = make(tiler);
    for (const auto& [tile, bytes] : made.bytes) {
        CHECK(bytes <= options.max_tile_bytes);
    }
    const auto& zoom = made.statistics.at(0);
    CHECK(zoom.crowded_tiles > 0);
    CHECK(zoom.merged > 0);
    CHECK(zoom.omitted == 0);
    CHECK(zoom.features > 50);
    CHECK(sums_up(zoom, count));
}

TEST_CASE("every polygon of every tile is valid and wound as MVT says, however wild the input", "[tiler]")
{
    // Stars with long thin rays, in part wound the wrong way, with a hole, over each other: what simplifying and rounding break best.
    tiles::Tiler tiler{"stars", {}, zooms(4, 14)};
    std::mt19937 random{42};
    std::uniform_real_distribution<double> uniform{0, 1};
    constexpr int count = 120;
    for (int i = 1; i <= count; ++i) {
        const double lon = 134 + uniform(random) * 0.3;
        const double lat = 34 + uniform(random) * 0.3;
        const double size = std::pow(10.0, -3.5 + 2.7 * uniform(random));
        const int corners = 5 + static_cast<int>(uniform(random) * 60);
        datasets::Polygon<LonLat> star;
        std::vector<LonLat> hole;
        for (int k = 0; k < corners; ++k) {
            const double angle = 2 * std::numbers::pi * k / corners;
            const double radius = size * (k % 2 == 0 ? 1.0 : 0.15 + 0.05 * uniform(random));
            star.exterior.push_back({lon + radius * std::cos(angle), lat + radius * std::sin(angle)});
            hole.push_back({lon + 0.1 * radius * std::cos(angle), lat + 0.1 * radius * std::sin(angle)});
        }
        star.exterior.push_back(star.exterior.front());
        hole.push_back(hole.front());
        star.interiors.push_back(hole);
        if (i % 2 == 0) {
            std::reverse(star.exterior.begin(), star.exterior.end());
        }
        tiler.add(feature(i, datasets::Polygons<LonLat>{{star}}), LonLat{lon, lat});
    }
    const Made made = make(tiler);
    const Judge judge;
    std::size_t judged = 0;
    made.for_each("stars", [&](TileId tile, const MvtFeature& f) {
        INFO(tile.z << "/" << tile.x << "/" << tile.y << ": " << wkt::text(f.geometry));
        REQUIRE(judge.reason(f.geometry) == "Valid Geometry");
        for (const auto& polygon : std::get<datasets::Polygons<TilePoint>>(f.geometry).polygons) {
            REQUIRE(tiles::doubled_area(polygon.exterior) > 0);
            for (const auto& ring : polygon.interiors) {
                REQUIRE(tiles::doubled_area(ring) < 0);
            }
        }
        ++judged;
    });
    CHECK(judged > 1000);
    for (const auto& zoom : made.statistics) {
        CHECK(sums_up(zoom, count));
    }
}

TEST_CASE("no line or polygon reaches beyond the buffer of its tile", "[tiler]")
{
    tiles::Tiler tiler{"a", {}, zooms(6, 10)};
    tiler.add(feature(1, lonlat("LINESTRING (130 30, 140 40)")));
    tiler.add(feature(2, lonlat("POLYGON ((130 30, 140 31, 139 39, 131 38, 130 30))")));
    const Made made = make(tiler);
    made.for_each("a", [](TileId, const MvtFeature& f) {
        datasets::for_each_point(f.geometry, [](TilePoint p) {
            REQUIRE((p.x >= -64 && p.x <= 4096 + 64));
            REQUIRE((p.y >= -64 && p.y <= 4096 + 64));
        });
    });
}

TEST_CASE("the same features make the same archive, and progress ends at all tiles", "[tiler]")
{
    const TempFolder folder;
    std::string archives[2];
    for (std::string& archive : archives) {
        tiles::Tiler tiler{"a", {"n"}, zooms(0, 12)};
        for (int i = 1; i < 50; ++i) {
            tiler.add(feature(i, lonlat(fmt::format("LINESTRING (134.{0:02} 34.1, 134.5 34.{0:02})", i)),
                              {0.5 * i}));
        }
        static_cast<void>(tiler.generalise());
        tiles::PmtilesWriter writer{folder.path() / "a"};
        std::size_t done = 0;
        std::size_t total = 0;
        static_cast<void>(tiler.write(writer, [&](std::size_t d, std::size_t t) {
            CHECK(d > done);
            CHECK(d <= t);
            done = d;
            total = t;
        }));
        CHECK(done == total);
        CHECK(writer.tile_count() <= done);
        writer.commit({0, 12, tiler.bounds(), "{}"});
        const tiles::MappedFile file{folder.path() / "a"};
        archive.assign(reinterpret_cast<const char*>(file.bytes().data()), file.bytes().size());
    }
    CHECK(archives[0] == archives[1]);
}
