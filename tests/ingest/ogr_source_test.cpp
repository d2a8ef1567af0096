#include "datasets/file.hpp"
#include "datasets/wkb.hpp"
#include "ingest/error.hpp"
#include "ingest/labels.hpp"
#include "ingest/ogr_files.hpp"
#include "ingest/ogr_source.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/complaint.hpp"
#include "tests/support/shapefile.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/zip.hpp"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace fs = std::filesystem;

using datasets::Source;
using datasets::SourcePoint;
using datasets::write_file;
using ingest::open_source;
using Cells = std::vector<std::string>;

namespace {

const std::string park_in_cp932 = "\x8C\xF6\x89\x80"; // 公園
const std::string name_in_cp932 = "\x96\xBC\x8F\xCC"; // 名称

/// One point with a name column, as in CP932 Shapefiles without .cpg.
void write_parks(const fs::path& folder, const std::string& stem = "parks")
{
    write_points(folder, stem, 1);
    write_file(folder / (stem + ".dbf"), dbf_bytes({{name_in_cp932, 254}}, {{park_in_cp932}}));
}

ingest::SourceRow first_row(const ingest::OpenedSource& opened)
{
    auto row = opened.rows->next();
    REQUIRE(row);
    return *std::move(row);
}

datasets::Geometry<SourcePoint> geometry(const ingest::SourceRow& row)
{
    REQUIRE(row.wkb);
    return datasets::geometry_from_wkb<SourcePoint>(*row.wkb);
}

std::string complaint_of_opening(const fs::path& path, const Source& source = {})
{
    return complaint_of([&] { (void)open_source(source, path.string()); });
}

} // namespace

TEST_CASE("a text table is read in its encoding, from its header on", "[ogr_source]")
{
    const TempFolder folder;
    write_file(folder.path() / "parks.csv",
               "\x8E\x73\r\n" + name_in_cp932 + ",x\r\n" + park_in_cp932 + ",1\r\n");
    Source source;
    source.skip_rows = 1;
    const auto opened = open_source(source, (folder.path() / "parks.csv").string());
    CHECK(opened.encoding == "CP932");
    CHECK(opened.crs.empty());
    CHECK(opened.rows->columns() == Cells{"名称", "x"});
    const auto row = first_row(opened);
    CHECK(row.number == 3);
    CHECK(row.cells == Cells{"公園", "1"});
    CHECK_FALSE(row.wkb);
}

TEST_CASE("the manifest's encoding is believed rather than the look of the bytes", "[ogr_source]")
{
    const TempFolder folder;
    write_file(folder.path() / "parks.csv", park_in_cp932 + "\n");
    Source source;
    source.encoding = "UTF-8";
    CHECK_THAT(complaint_of_opening(folder.path() / "parks.csv", source),
               ContainsSubstring("byte 0 is not UTF-8"));
}

TEST_CASE("GeoJSON brings columns, geometry and its CRS", "[ogr_source]")
{
    const TempFolder folder;
    write_file(folder.path() / "parks.geojson", R"({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"名称": "中央公園", "area": 12.5, "n": 3, "day": "2023-04-03", "no": null},
         "geometry": {"type": "Point", "coordinates": [135.5, 34.75, 12.0]}},
        {"type": "Feature", "properties": {"名称": "場所不明"}, "geometry": null}]})");
    const auto opened = open_source({}, (folder.path() / "parks.geojson").string());
    CHECK(opened.row_count == 2);
    CHECK((opened.crs == "EPSG:4326" || opened.crs == "OGC:CRS84" || opened.crs == "EPSG:4979"));
    CHECK(opened.rows->columns() == Cells{"名称", "area", "n", "day", "no"});
    const auto row = first_row(opened);
    CHECK(row.number == 1);
    CHECK(row.cells == Cells{"中央公園", "12.5", "3", "2023-04-03", ""});
    CHECK(geometry(row) == datasets::Geometry<SourcePoint>{datasets::Points<SourcePoint>{{{135.5, 34.75}}}});
    CHECK_FALSE(first_row(opened).wkb);
    CHECK_FALSE(opened.rows->next());
}

TEST_CASE("a Shapefile that does not say its encoding is read by what its bytes are", "[ogr_source]")
{
    const TempFolder folder;
    write_parks(folder.path());
    const auto opened = open_source({}, (folder.path() / "parks.shp").string());
    CHECK(opened.encoding == "CP932");
    CHECK(opened.crs.empty());
    CHECK(opened.rows->columns() == Cells{"名称"});
    const auto row = first_row(opened);
    CHECK(row.cells == Cells{"公園"});
    CHECK(geometry(row) == datasets::Geometry<SourcePoint>{datasets::Points<SourcePoint>{{{135.1, 34.7}}}});
}

TEST_CASE("a folder of Shapefiles is read like one of them", "[ogr_source]")
{
    const TempFolder folder;
    write_parks(folder.path(), "east");
    write_parks(folder.path(), "west");
    Source source;
    source.layer = "west";
    CHECK(first_row(open_source(source, folder.path().string())).cells == Cells{"公園"});
}

TEST_CASE("a zipped Shapefile is read like one beside the manifest", "[ogr_source]")
{
    const TempFolder folder;
    write_parks(folder.path());
    std::vector<std::pair<std::string, std::string>> files;
    for (const char* name : {"parks.shp", "parks.shx", "parks.dbf"}) {
        files.emplace_back(name, datasets::read_file(folder.path() / name));
    }
    write_file(folder.path() / "a.zip", zip_bytes(files));
    for (const char* inner : {"a.zip", "a.zip/parks.shp"}) {
        const auto opened = open_source({}, "/vsizip/" + (folder.path() / inner).string());
        CHECK(opened.encoding == "CP932");
        CHECK(first_row(opened).cells == Cells{"公園"});
    }
}

TEST_CASE("a Shapefile's .cpg and language byte are believed", "[ogr_source]")
{
    const TempFolder folder;
    write_points(folder.path(), "a", 1);
    write_file(folder.path() / "a.dbf", dbf_bytes({{"NAME", 20}}, {{"公園"}}));
    write_file(folder.path() / "a.cpg", "UTF-8");
    write_points(folder.path(), "b", 1);
    write_file(folder.path() / "b.dbf", dbf_bytes({{"NAME", 20}}, {{park_in_cp932}}, '\x13'));
    CHECK(first_row(open_source({}, (folder.path() / "a.shp").string())).cells == Cells{"公園"});
    CHECK(first_row(open_source({}, (folder.path() / "b.shp").string())).cells == Cells{"公園"});
}

TEST_CASE("a Shapefile's text that is cut within a character loses no more than that character",
          "[ogr_source]")
{
    const TempFolder folder;
    write_points(folder.path(), "utf8", 1);
    write_file(folder.path() / "utf8.dbf", dbf_bytes({{"NAME", 5}}, {{std::string{"公園"}.substr(0, 5)}}));
    write_file(folder.path() / "utf8.cpg", "UTF-8");
    write_points(folder.path(), "cp932", 1);
    write_file(folder.path() / "cp932.dbf", dbf_bytes({{"NAME", 3}}, {{park_in_cp932.substr(0, 3)}}));
    CHECK(first_row(open_source({}, (folder.path() / "utf8.shp").string())).cells == Cells{"公"});
    CHECK(first_row(open_source({}, (folder.path() / "cp932.shp").string())).cells == Cells{"公"});
}

TEST_CASE("a Shapefile's .prj tells the CRS, in the words of ESRI too", "[ogr_source]")
{
    const TempFolder folder;
    write_parks(folder.path());
    write_file(
        folder.path() / "parks.prj",
        R"(PROJCS["JGD_2011_Japan_Zone_6",GEOGCS["GCS_JGD_2011",DATUM["D_JGD_2011",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",0.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",136.0],PARAMETER["Scale_Factor",0.9999],PARAMETER["Latitude_Of_Origin",36.0],UNIT["Meter",1.0]])");
    CHECK(open_source({}, (folder.path() / "parks.shp").string()).crs == "EPSG:6674");
}

TEST_CASE("a Shapefile without its .dbf is refused with the name of what is missing", "[ogr_source]")
{
    const TempFolder folder;
    write_points(folder.path(), "parks", 1);
    CHECK_THAT(complaint_of_opening(folder.path() / "parks.shp"),
               ContainsSubstring("'parks.dbf' is missing"));
}

TEST_CASE("a Shapefile without its .shx is refused with the name of what is missing", "[ogr_source]")
{
    const TempFolder folder;
    write_parks(folder.path());
    fs::remove(folder.path() / "parks.shx");
    CHECK_THAT(complaint_of_opening(folder.path() / "parks.shp"), ContainsSubstring("parks.shx"));
}

TEST_CASE("of several layers the manifest must say which, and is told their names", "[ogr_source]")
{
    const TempFolder folder;
    write_parks(folder.path(), "east");
    write_parks(folder.path(), "west");
    const std::string message = complaint_of_opening(folder.path());
    CHECK_THAT(message,
               ContainsSubstring("source.layer") && ContainsSubstring("east") && ContainsSubstring("west"));
    Source source;
    source.layer = "north";
    CHECK_THAT(complaint_of_opening(folder.path(), source), ContainsSubstring("there is no layer 'north'"));
}

TEST_CASE("a file that GDAL cannot read is refused by its name", "[ogr_source]")
{
    const TempFolder folder;
    write_file(folder.path() / "parks.geojson", "{\"type\": \"FeatureCollection\", \"features\": [{\"ty");
    CHECK_THAT(complaint_of_opening(folder.path() / "parks.geojson"), ContainsSubstring("parks.geojson"));
    CHECK_THAT(complaint_of_opening(folder.path() / "none.csv"), ContainsSubstring("none.csv"));
}

TEST_CASE("a label table gives pairs of names", "[ogr_source]")
{
    const TempFolder folder;
    const auto path = folder.path() / "labels.csv";
    write_file(path, "original_name,label_flag,display_name\nSAFIELD000,1,管径\nSAFIELD001,0,管種\n");
    CHECK(ingest::read_labels({"labels.csv", "original_name", "display_name"}, path.string()) ==
          std::vector<std::pair<std::string, std::string>>{{"SAFIELD000", "管径"}, {"SAFIELD001", "管種"}});
    CHECK_THAT(complaint_of([&] {
                   (void)ingest::read_labels({"labels.csv", "from", "to"}, path.string());
               }),
               ContainsSubstring("no column 'from'") && ContainsSubstring("display_name"));
}

TEST_CASE("paths of a manifest are beside it, virtual ones too", "[ogr_source]")
{
    CHECK(ingest::source_path("/data/parks", "parks.csv") == "/data/parks/parks.csv");
    CHECK(ingest::source_path("/data/parks", "/other/parks.csv") == "/other/parks.csv");
    CHECK(ingest::source_path("/data", "/vsizip/parks.zip/inner.shp") == "/vsizip//data/parks.zip/inner.shp");
    CHECK(ingest::source_path("/data", "/vsigzip/parks.csv.gz") == "/vsigzip//data/parks.csv.gz");
}

TEST_CASE("the files of a source are all that it consists of", "[ogr_source]")
{
    const TempFolder folder;
    const auto& here = folder.path();
    write_parks(here);
    write_file(here / "parks2.dbf", "");
    write_file(here / "parks.zip", "");
    CHECK(ingest::files_of_source((here / "parks.shp").string()) ==
          std::vector<fs::path>{here / "parks.dbf", here / "parks.shp", here / "parks.shx",
                                here / "parks.zip"});
    CHECK(ingest::files_of_source("/vsizip/" + (here / "parks.zip/inner/parks.shp").string()) ==
          std::vector<fs::path>{here / "parks.zip"});
    CHECK(ingest::files_of_source(here.string()).size() == 5);
}

TEST_CASE("a source that is not there is refused, and nothing else is taken for it", "[ogr_source]")
{
    const TempFolder folder;
    write_file(folder.path() / "other.zip", "");
    for (const std::string& path :
         {(folder.path() / "none.csv").string(), "/vsizip/" + (folder.path() / "none.zip/a.shp").string(),
          std::string{"/vsizip//nowhere/none.zip"}}) {
        CHECK_THAT(complaint_of([&] { (void)ingest::files_of_source(path); }),
                   ContainsSubstring(path) && ContainsSubstring("no such file"));
    }
}
