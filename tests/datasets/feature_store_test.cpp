#include "datasets/feature_store.hpp"
#include "datasets/feature_store_writer.hpp"
#include "datasets/sqlite.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.hpp"

#include <string>
#include <thread>
#include <vector>

using datasets::BBox;
using datasets::Feature;
using datasets::FeatureStore;
using datasets::FeatureStoreWriter;
using datasets::FieldType;
using datasets::Geometry;
using datasets::Lines;
using datasets::LonLat;
using datasets::Points;
using datasets::Polygons;
using datasets::Schema;
using datasets::Value;

namespace {

const Schema schema{{{"name", FieldType::text, {"名称", "Name"}, "", true},
                     {"number", FieldType::integer, {"番号", "Number"}, "", true},
                     {"depth", FieldType::number, {"深さ", "Depth"}, "m", false},
                     {"open", FieldType::boolean, {"公開", "Open"}, "", false},
                     {"since", FieldType::date, {"設置", "Since"}, "", false},
                     {"order", FieldType::text, {"順", "Order \"x\""}, "", false}}};

Feature manhole(std::int64_t fid, const std::string& name, std::optional<Geometry<LonLat>> geometry)
{
    return {fid,
            "mh-" + std::to_string(fid),
            std::move(geometry),
            {name, fid * 10, 1.5, true, std::string{"2026-11-21"}, std::monostate{}}};
}

FeatureStore store_of(const TempFolder& folder, const std::vector<Feature>& features)
{
    const auto path = folder.path() / "features.gpkg";
    FeatureStoreWriter writer{path, {"sewer-manholes", "人孔", "", "2026-11-21T04:30:00Z", schema}};
    for (const Feature& feature : features) {
        writer.add(feature);
    }
    writer.finish();
    return {path, "sewer-manholes", schema};
}

std::vector<std::int64_t> fids(const std::vector<Feature>& features)
{
    std::vector<std::int64_t> all;
    for (const Feature& feature : features) {
        all.push_back(feature.fid);
    }
    return all;
}

using Fids = std::vector<std::int64_t>;

} // namespace

TEST_CASE("a feature comes back by id and by fid as it was added", "[feature_store]")
{
    const TempFolder folder;
    const Feature added = manhole(1, "人孔 '1' \"A\"", Points<LonLat>{{{135.123456789012, 34.7}}});
    const Feature empty{2, "番号/2", std::nullopt, std::vector<Value>(schema.fields.size())};
    const FeatureStore store = store_of(folder, {added, empty});

    const auto by_id = store.by_id("mh-1");
    REQUIRE(by_id);
    CHECK(by_id->fid == 1);
    CHECK(by_id->geometry == added.geometry);
    CHECK(by_id->values == added.values);
    CHECK(store.by_fid(2).value().id == "番号/2");
    CHECK(store.by_id("番号/2").value().values == empty.values);
    CHECK_FALSE(store.by_id("mh-9"));
    CHECK_FALSE(store.by_fid(9));
}

TEST_CASE("a bbox finds what touches it and nothing else, however close", "[feature_store]")
{
    // The R-tree's 32-bit floats are coarser than these positions, so the geometry itself must decide.
    const TempFolder folder;
    const FeatureStore store =
        store_of(folder, {manhole(1, "in", Points<LonLat>{{{135.5, 34.7}}}),
                          manhole(2, "on the edge", Points<LonLat>{{{135.50000001, 34.7}}}),
                          manhole(3, "just outside", Points<LonLat>{{{135.50000002, 34.7}}}),
                          manhole(4, "through", Lines<LonLat>{{{{135.4, 34.6}, {135.6, 34.8}}}}),
                          manhole(5, "past the corner", Lines<LonLat>{{{{135.4, 34.7}, {135.5, 34.8}}}}),
                          manhole(6, "nowhere", std::nullopt)});
    const BBox box{135.4999, 34.6999, 135.50000001, 34.7001};
    CHECK(fids(store.items({{{box}, {}, {}}, 0, 100}).features) == Fids{1, 2, 4});
    CHECK(store.count({{box}, {}, {}}) == 3);
    CHECK(store.count() == 6);
    CHECK(store.items({{{BBox{0, 0, 1, 1}}, {}, {}}, 0, 100}).features.empty());
}

TEST_CASE("two boxes find what touches either, each feature once", "[feature_store]")
{
    const TempFolder folder;
    const FeatureStore store =
        store_of(folder, {manhole(1, "west", Points<LonLat>{{{179.5, 10}}}),
                          manhole(2, "east", Points<LonLat>{{{-179.5, 10}}}),
                          manhole(3, "both", Points<LonLat>{{{179.9, 10}, {-179.9, 10}}}),
                          manhole(4, "neither", Points<LonLat>{{{0, 10}}})});
    const datasets::Selection over_180{{BBox{179, 0, 180, 20}, BBox{-180, 0, -179, 20}}, {}, {}};
    CHECK(fids(store.items({over_180, 0, 100}).features) == Fids{1, 2, 3});
    CHECK(store.count(over_180) == 3);
}

TEST_CASE("a time finds the features whose time touches it, whatever the precision of either",
          "[feature_store]")
{
    const TempFolder folder;
    const Schema spans{{{"begin", FieldType::datetime, {"始", "Begin"}, "", false},
                        {"end", FieldType::date, {"終", "End"}, "", false}}};
    FeatureStoreWriter writer{folder.path() / "a.gpkg", {"events", "", "", "2026-11-21T04:30:00Z", spans}};
    writer.add({1, "1", std::nullopt, {"2026-04-01T09:30", "2026-04-03"}});
    writer.add({2, "2", std::nullopt, {"2026-04-02", Value{}}});
    writer.add({3, "3", std::nullopt, {Value{}, "2026-04-03"}});
    writer.finish();
    const FeatureStore store{folder.path() / "a.gpkg", "events", spans};
    const auto at = [&](const std::string& begin, const std::string& end,
                        const datasets::TimeFields& fields) {
        const datasets::Selection selection{{}, fields, datasets::TimeInterval{begin, end}};
        const auto found = fids(store.items({selection, 0, 100}).features);
        CHECK(store.count(selection) == static_cast<std::int64_t>(found.size()));
        return found;
    };
    const datasets::TimeFields span{"begin", "end"}, moment{"begin", ""};
    CHECK(at("", "2026-04-01T09:29:59", span).empty());
    CHECK(at("", "2026-04-01T09:30:00", span) == Fids{1});
    CHECK(at("2026-04-03T23:59:59", "", span) == Fids{1});
    CHECK(at("2026-04-04T00:00:00", "", span).empty());
    CHECK(at("2026-04-02T12:00:00", "2026-04-02T12:00:00", span) == Fids{1, 2});
    CHECK(at("2026-04-02T12:00:00", "2026-04-02T12:00:00", moment) == Fids{2});
    CHECK(at("2026-04-01T09:30:59", "", moment) == Fids{1, 2});
    CHECK(at("2026-04-01T09:31:00", "", moment) == Fids{2});
    CHECK(at("", "", moment) == Fids{1, 2}); // what has no time is at none
    CHECK(at("1999-01-01T00:00:00", "1999-01-01T00:00:00", {}) == Fids{1, 2, 3}); // nor can it be asked for
}

TEST_CASE("pages follow each other without gap or repetition and the last one says so", "[feature_store]")
{
    const TempFolder folder;
    std::vector<Feature> features;
    for (int i = 1; i <= 10; ++i) {
        features.push_back(manhole(i * 3, "x", Points<LonLat>{{{135.0 + i, 34}}}));
    }
    const FeatureStore store = store_of(folder, features);
    for (const int limit : {1, 3, 5, 10, 11}) {
        Fids seen;
        datasets::ItemsPage page;
        do {
            page = store.items({{}, seen.empty() ? 0 : seen.back(), limit});
            for (const auto fid : fids(page.features)) {
                seen.push_back(fid);
            }
        } while (page.has_more);
        CHECK(seen == fids(features));
    }
    const auto within = store.items({{{BBox{137, 33, 140, 35}}, {}, {}}, 6, 2});
    CHECK(fids(within.features) == Fids{9, 12});
    CHECK(within.has_more); // 15 is on the edge
    CHECK_FALSE(store.items({{{BBox{137, 33, 140, 35}}, {}, {}}, 6, 3}).has_more);
}

TEST_CASE("an empty geometry is kept without a place in the index", "[feature_store]")
{
    const TempFolder folder;
    const FeatureStore store = store_of(folder, {manhole(1, "x", Polygons<LonLat>{})});
    CHECK(store.by_fid(1).value().geometry == Geometry<LonLat>{Polygons<LonLat>{}});
    CHECK(store.count({{BBox{-180, -90, 180, 90}}, {}, {}}) == 0);
}

TEST_CASE("a dataset without features is a store without features", "[feature_store]")
{
    const TempFolder folder;
    const FeatureStore store = store_of(folder, {});
    CHECK(store.count() == 0);
    CHECK(store.items({}).features.empty());
}

TEST_CASE("an id given twice is refused, and asking for it tells beforehand", "[feature_store]")
{
    const TempFolder folder;
    FeatureStoreWriter writer{folder.path() / "features.gpkg",
                              {"parks", "", "", "2026-11-21T04:30:00Z", schema}};
    Feature feature = manhole(1, "x", std::nullopt);
    CHECK_FALSE(writer.has_id(feature.id));
    writer.add(feature);
    CHECK(writer.has_id(feature.id));
    feature.fid = 2;
    CHECK_THROWS_AS(writer.add(feature), datasets::StorageError);
}

TEST_CASE("a writer that does not finish leaves no file", "[feature_store]")
{
    const TempFolder folder;
    const auto path = folder.path() / "features.gpkg";
    {
        FeatureStoreWriter writer{path, {"parks", "", "", "2026-11-21T04:30:00Z", schema}};
        writer.add(manhole(1, "x", std::nullopt));
    }
    CHECK_FALSE(std::filesystem::exists(path));
    datasets::write_file(path, "something else");
    CHECK_THROWS_WITH((FeatureStoreWriter{path, {"parks", "", "", "", schema}}),
                      ContainsSubstring("features.gpkg"));
    CHECK(datasets::read_file(path) == "something else");
}

TEST_CASE("the file is a GeoPackage: application id, one geometry type, the bbox, a data dictionary",
          "[feature_store]")
{
    const TempFolder folder;
    (void)store_of(
        folder, {manhole(1, "x", Points<LonLat>{{{135, 34}}}), manhole(2, "x", Points<LonLat>{{{136, 35}}})});
    auto database = datasets::Database::open_immutable(folder.path() / "features.gpkg");
    const auto text = [&](const char* sql) {
        auto statement = database.prepare(sql);
        REQUIRE(statement.step());
        return statement.text(0);
    };
    CHECK(text("PRAGMA application_id") == std::to_string(0x47504B47));
    CHECK(text("PRAGMA integrity_check") == "ok");
    CHECK(text("SELECT geometry_type_name FROM gpkg_geometry_columns") == "POINT");
    CHECK(text("SELECT min_x || ' ' || max_y FROM gpkg_contents WHERE data_type = 'features'") ==
          "135.0 35.0");
    CHECK(text("SELECT group_concat(name) FROM data_dictionary") == "name,number,depth,open,since,order");
}

TEST_CASE("several threads read one store at once", "[feature_store]")
{
    const TempFolder folder;
    std::vector<Feature> features;
    for (int i = 1; i <= 200; ++i) {
        features.push_back(manhole(i, "人孔" + std::to_string(i), Points<LonLat>{{{135, 34}}}));
    }
    const FeatureStore store = store_of(folder, features);
    std::vector<int> good(4);
    {
        std::vector<std::thread> threads;
        for (int& sum : good) {
            threads.emplace_back([&store, &sum] {
                for (int i = 1; i <= 100; ++i) {
                    sum += store.by_fid(i)->id == "mh-" + std::to_string(i) &&
                           store.by_id("mh-" + std::to_string(i))->fid == i;
                }
            });
        }
        for (auto& thread : threads) {
            thread.join();
        }
    }
    CHECK(good == std::vector<int>(4, 100));
}

TEST_CASE("a store that is missing or no GeoPackage is named", "[feature_store]")
{
    const TempFolder folder;
    const auto path = folder.path() / "features.gpkg";
    CHECK_THROWS_WITH((FeatureStore{path, "parks", schema}), ContainsSubstring("features.gpkg"));
    datasets::write_file(path, std::string(8192, 'x'));
    CHECK_THROWS_AS((FeatureStore{path, "parks", schema}), datasets::StorageError);
}
