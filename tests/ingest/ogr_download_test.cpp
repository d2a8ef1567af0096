// What GDAL's drivers wrote is opened again by GDAL's own program ogrinfo: another process, another reader.

#include "datasets/feature_store_writer.hpp"
#include "datasets/file.hpp"
#include "ingest/ogr_download.hpp"
#include "ingest/side_by_side.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/ogrinfo.hpp"
#include "tests/support/temp_folder.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace fs = std::filesystem;

using datasets::Feature;
using datasets::FieldType;
using datasets::GeometryKind;
using datasets::LonLat;
using datasets::Value;

namespace {

using MaybeGeometry = std::optional<datasets::Geometry<LonLat>>;

const MaybeGeometry point{datasets::Points<LonLat>{{{135.5, 34.75}}}};
const MaybeGeometry line{datasets::Lines<LonLat>{{{{135.5, 34.75}, {135.6, 34.75}}}}};
const MaybeGeometry square{
    datasets::Polygons<LonLat>{{{{{135, 34}, {135, 35}, {136, 35}, {136, 34}, {135, 34}}, {}}}}};

datasets::DatasetInfo describe(GeometryKind kind)
{
    datasets::DatasetInfo info;
    info.manifest.id = "parks";
    info.manifest.title = {"公園", "Parks"};
    info.version = "20261121T043000Z-0123456789ab";
    info.published = "2026-11-21T04:30:00Z";
    info.geometry = kind;
    info.schema = {{{"name", FieldType::text, {"名称", "Name"}, "", true},
                    {"visitors_adult", FieldType::integer, {"大人", "Adults"}, "人", false},
                    {"visitors_all", FieldType::integer, {"全員", "All"}, "人", false},
                    {"area", FieldType::number, {"面積", "Area"}, "m²", false},
                    {"open", FieldType::boolean, {"開園", "Open"}, "", false},
                    {"since", FieldType::date, {"開園日", "Since"}, "", false}}};
    return info;
}

/// A snapshot's folder with the downloads of these features: one a geometry, named 公園1, 公園2…
class Downloads {
public:
    Downloads(GeometryKind kind, const std::vector<MaybeGeometry>& geometries)
    {
        const auto info = describe(kind);
        fs::create_directories(path("downloads"));
        datasets::FeatureStoreWriter store{path("features.gpkg"),
                                           {"parks", "公園", "", info.published, info.schema}};
        std::int64_t fid = 0;
        for (const MaybeGeometry& geometry : geometries) {
            const std::string number = std::to_string(++fid);
            store.add(
                {fid,
                 "p-" + number,
                 geometry,
                 {"公園" + number, fid * 5'000'000'000, std::int64_t{7}, 12.5, true, "2026-04-0" + number}});
        }
        store.finish();
        ingest::do_side_by_side(ingest::ogr_downloads(info, folder_.path()));
    }

    [[nodiscard]] fs::path path(const std::string& name) const { return folder_.path() / name; }

    /// All that ogrinfo says of a download, or of a part of it in GDAL's way of naming one.
    [[nodiscard]] std::string seen(const std::string& name, const std::string& prefix = "") const
    {
        return ogrinfo(prefix + path("downloads/" + name).string(), "-mdd all");
    }

private:
    TempFolder folder_{};
};

bool contains(const std::string& text, const std::string& part)
{
    CAPTURE(text, part);
    const bool found = text.find(part) != std::string::npos;
    CHECK(found);
    return found;
}

} // namespace

TEST_CASE("a FlatGeobuf holds every feature that has a position, under the fields' own names",
          "[ogr_download]")
{
    const Downloads downloads{GeometryKind::point, {point, std::nullopt, point}};
    const std::string text = downloads.seen("parks.fgb");
    contains(text, "Feature Count: 2");
    contains(text, "visitors_adult: Integer64");
    contains(text, "open: Integer(Boolean)");
    contains(text, "since (String) = 2026-04-03");
    contains(text, "name (String) = 公園3");
    contains(text, "POINT (135.5 34.75)");
    contains(text, "WGS 84");
}

TEST_CASE("a Shapefile is UTF-8 and says so, has cut names that differ, and a table that gives them back",
          "[ogr_download]")
{
    const Downloads downloads{GeometryKind::point, {point, std::nullopt}};
    const std::string text = downloads.seen("parks.shp.zip", "/vsizip/");
    contains(text, "Layer name: parks\n");
    contains(text, "Feature Count: 2");
    contains(text, "ENCODING_FROM_CPG=UTF-8");
    contains(text, "GEOGCRS[\"WGS 84\"");
    contains(text, "visitors_a: Integer64");
    contains(text, "visitors_2: Integer");
    contains(text, "name (String) = 公園2");
    CHECK(text.find("visitors_adult") == std::string::npos);
    const std::string labels = downloads.seen("parks.shp.zip/parks.dictionary.csv", "/vsizip/");
    contains(labels, "shapefile_name (String) = visitors_2");
    contains(labels, "label_ja (String) = 全員");
}

TEST_CASE("geometry of different kinds becomes a Shapefile each", "[ogr_download]")
{
    const Downloads downloads{GeometryKind::mixed, {point, line, square, std::nullopt}};
    const std::string text = downloads.seen("parks.shp.zip", "/vsizip/");
    contains(text, "Layer name: parks_point");
    contains(text, "Layer name: parks_line");
    contains(text, "Layer name: parks_polygon");
    contains(text, "Geometry: Polygon");
    contains(downloads.seen("parks.fgb"), "Feature Count: 3");
}

TEST_CASE("a dataset without geometry, or without features, has all its other downloads", "[ogr_download]")
{
    const std::vector<MaybeGeometry> nothing;
    for (const auto& geometries : {std::vector<MaybeGeometry>{std::nullopt}, nothing}) {
        const Downloads downloads{GeometryKind::none, geometries};
        const std::string count = "Feature Count: " + std::to_string(geometries.size());
        CHECK_FALSE(fs::exists(downloads.path("downloads/parks.fgb")));
        contains(downloads.seen("parks.shp.zip", "/vsizip/"), count);
        CHECK(downloads.seen("parks.shp.zip", "/vsizip/").find("ERROR") == std::string::npos);
        CHECK_FALSE(fs::exists(downloads.path("downloads/.shapefile")));
    }
}
