#include "datasets/file.hpp"
#include "ingest/downloads.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

using datasets::Feature;
using datasets::FieldType;
using datasets::LonLat;
using datasets::Value;

namespace {

const datasets::Schema schema{{{"name", FieldType::text, {"名称", "Name"}, "", false},
                               {"area", FieldType::number, {"面積", "Area"}, "m²", false}}};

Feature feature(std::vector<Value> values, std::optional<datasets::Geometry<LonLat>> geometry = {})
{
    return {1, "1", std::move(geometry), std::move(values)};
}

/// The lines of the CSV behind its header.
std::string csv_of(const std::vector<Feature>& features)
{
    const TempFolder folder;
    ingest::CsvDownload download{folder.path() / "parks.csv", schema};
    for (const Feature& f : features) {
        download.add(f);
    }
    download.finish();
    const std::string csv = datasets::read_file(folder.path() / "parks.csv");
    const std::string header = "\xEF\xBB\xBFID,名称,面積（m²）,経度,緯度,ジオメトリ\r\n";
    REQUIRE(csv.starts_with(header));
    return csv.substr(header.size());
}

std::string name_as_csv(const std::string& name)
{
    const std::string line = csv_of({feature({name, Value{}})});
    return line.substr(2, line.size() - std::string{"1,,,,,\r\n"}.size());
}

std::string geometry_as_csv(const datasets::Geometry<LonLat>& geometry)
{
    const std::string line = csv_of({feature({Value{}, Value{}}, geometry)});
    return line.substr(4, line.size() - 6);
}

} // namespace

TEST_CASE("the CSV has a byte order mark, Japanese headers with units, and a line a feature", "[downloads]")
{
    CHECK(csv_of({feature({"中央公園", 1234.5}, datasets::Points<LonLat>{{{135.5, 34.75}}}),
                  feature({Value{}, Value{}})}) == "1,中央公園,1234.5,135.5000000,34.7500000,\r\n1,,,,,\r\n");
}

TEST_CASE("a text that a spreadsheet would run as a formula is made harmless", "[downloads]")
{
    CHECK(name_as_csv("=1+1") == "'=1+1");
    CHECK(name_as_csv("+81-6") == "'+81-6");
    CHECK(name_as_csv("-1") == "'-1");
    CHECK(name_as_csv("@SUM(A1)") == "'@SUM(A1)");
    CHECK(name_as_csv("\t=1") == "'\t=1");
    CHECK(name_as_csv("=HYPERLINK(\"http://x\",\"y\")") == "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"");
    CHECK(name_as_csv("中央-公園") == "中央-公園");
}

TEST_CASE("negative numbers are numbers, not formulas", "[downloads]")
{
    CHECK(csv_of({feature({Value{}, -5.0})}) == "1,,-5,,,\r\n");
}

TEST_CASE("cells are put in quotation marks if they must be", "[downloads]")
{
    CHECK(ingest::csv_cell("中央公園") == "中央公園");
    CHECK(ingest::csv_cell("a,b") == "\"a,b\"");
    CHECK(ingest::csv_cell("a\nb") == "\"a\nb\"");
    CHECK(ingest::csv_cell("a\"b") == "\"a\"\"b\"");
}

TEST_CASE("geometry that is no single point stands in the CSV as WKT", "[downloads]")
{
    CHECK(geometry_as_csv(datasets::Points<LonLat>{{{135, 34}, {136, 35}}}) ==
          ",,\"MULTIPOINT ((135.0000000 34.0000000), (136.0000000 35.0000000))\"");
    CHECK(geometry_as_csv(datasets::Lines<LonLat>{{{{135, 34}, {136, 35}}}}) ==
          ",,\"MULTILINESTRING ((135.0000000 34.0000000, 136.0000000 35.0000000))\"");
    CHECK(geometry_as_csv(datasets::Polygons<LonLat>{
              {{{{0, 0}, {4, 0}, {4, 4}, {0, 0}}, {{{2, 1}, {3, 1}, {3, 2}, {2, 1}}}}}}) ==
          ",,\"MULTIPOLYGON (((0.0000000 0.0000000, 4.0000000 0.0000000, 4.0000000 4.0000000, 0.0000000 "
          "0.0000000), "
          "(2.0000000 1.0000000, 3.0000000 1.0000000, 3.0000000 2.0000000, 2.0000000 1.0000000)))\"");
}

TEST_CASE("the GeoJSON is one FeatureCollection with a feature a line", "[downloads]")
{
    const TempFolder folder;
    ingest::GeoJsonDownload download{folder.path() / "parks.geojson", "parks", schema};
    download.add(feature({"中央 \"公園\"", 12.5}, datasets::Points<LonLat>{{{135.5, 34.75}}}));
    download.add(feature({Value{}, Value{}}));
    download.finish();
    const std::string text = datasets::read_file(folder.path() / "parks.geojson");
    CHECK(std::count(text.begin(), text.end(), '\n') == 4);
    const auto json = nlohmann::json::parse(text);
    CHECK(json.at("type") == "FeatureCollection");
    REQUIRE(json.at("features").size() == 2);
    CHECK(json.at("features").at(0).at("properties").at("name") == "中央 \"公園\"");
    CHECK(json.at("features").at(0).at("geometry").at("coordinates") == nlohmann::json{135.5, 34.75});
    CHECK(json.at("features").at(1).at("geometry").is_null());
    CHECK(json.at("features").at(1).at("properties").at("area").is_null());
}

TEST_CASE("a dataset without features is an empty FeatureCollection", "[downloads]")
{
    const TempFolder folder;
    ingest::GeoJsonDownload download{folder.path() / "parks.geojson", "parks", schema};
    download.finish();
    CHECK(nlohmann::json::parse(datasets::read_file(folder.path() / "parks.geojson")).at("features").empty());
}
