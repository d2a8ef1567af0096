#include "datasets/dataset_info.hpp"
#include "datasets/error.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.hpp"

#include <string>

using datasets::DatasetInfo;
using datasets::parse_dataset_info;

namespace {

DatasetInfo polling_places()
{
    DatasetInfo info;
    info.manifest = datasets::parse_manifest(R"({
        "id": "polling-places", "title": {"ja": "投票所", "en": "Polling places"},
        "source": {"path": "polling.csv"}, "geometry": {"from": "columns", "lon": "経度", "lat": "緯度"},
        "fields": [{"name": "name", "source": "名称", "label": {"ja": "名称", "en": "Name"}, "searchable": true},
                   {"name": "memo", "source": "備考", "label": {"ja": "備考", "en": "Memo"}, "public": false}]})",
                                             "polling.json");
    info.version = "20261121T043000Z-3f9a1c0b2d4e";
    info.published = "2026-11-21T04:30:00Z";
    info.input_hash = "3f9a1c0b2d4e";
    info.schema = public_schema(info.manifest);
    info.geometry = datasets::GeometryKind::point;
    info.rows_read = 5'000'000'000;
    info.count = 42;
    info.without_geometry = 2;
    info.rejected = 1;
    info.bbox = {135.1, 34.1, 135.9, 34.9};
    info.zooms = {{0, 42, 40, 0, 0}, {14, 42, 0, 0, 0}};
    info.sources = {{"polling.csv", 1234, "ab", "CP932", "EPSG:6668", "Null geographic offset", 0.5},
                    {"more.csv", 1, "cd", "", "", "", -1}};
    info.joined = {{"districts", "20261120T043000Z-3f9a1c0b2d4e"}};
    info.software = {{"GDAL", "3.6.2"}};
    info.files = {{"features.gpkg", 98304, "ef", "application/geopackage+sqlite3", true},
                  {"rejects.csv", 10, "01", "text/csv", false}};
    return info;
}

std::string replaced(std::string text, std::string_view piece, std::string_view instead)
{
    const auto at = text.find(piece);
    REQUIRE(at != std::string::npos);
    return text.replace(at, piece.size(), instead);
}

} // namespace

TEST_CASE("dataset.json gives back everything that was written into it", "[dataset_info]")
{
    const DatasetInfo written = polling_places();
    const DatasetInfo read = parse_dataset_info(to_json(written), "dataset.json");
    CHECK(to_json(read) == to_json(written));
    CHECK(read.manifest.id == "polling-places");
    CHECK(read.schema.fields.size() == 1);
    CHECK(read.rows_read == 5'000'000'000);
    CHECK(read.bbox == written.bbox);
    CHECK(read.zooms.at(0).clustered == 40);
    CHECK(read.sources.at(0).accuracy_m == Approx(0.5));
    CHECK(read.sources.at(1).accuracy_m < 0);
    CHECK(read.joined == written.joined);
    CHECK(read.files.at(0).is_public);
    CHECK_FALSE(read.files.at(1).is_public);
}

TEST_CASE("a dataset without any position has no bbox", "[dataset_info]")
{
    DatasetInfo info = polling_places();
    info.bbox = {};
    info.geometry = datasets::GeometryKind::none;
    const DatasetInfo read = parse_dataset_info(to_json(info), "dataset.json");
    CHECK(read.bbox.empty());
    CHECK(read.geometry == datasets::GeometryKind::none);
}

TEST_CASE("a broken dataset.json is refused with the key that is wrong", "[dataset_info]")
{
    const std::string good = to_json(polling_places());
    CHECK_THROWS_WITH(parse_dataset_info("{", "dataset.json"), ContainsSubstring("not valid JSON"));
    CHECK_THROWS_WITH(parse_dataset_info(replaced(good, "\"format\": 1", "\"format\": 2"), "dataset.json"),
                      ContainsSubstring("format: ") && ContainsSubstring("made by another version"));
    CHECK_THROWS_WITH(
        parse_dataset_info(replaced(good, "\"count\": 42", "\"count\": \"42\""), "dataset.json"),
        ContainsSubstring("count: ") && ContainsSubstring("expected a whole number"));
    CHECK_THROWS_WITH(parse_dataset_info(replaced(good, "\"point\"", "\"dot\""), "dataset.json"),
                      ContainsSubstring("geometry: ") && ContainsSubstring("expected none, point"));
    CHECK_THROWS_WITH(parse_dataset_info(replaced(good, "135.1,", ""), "dataset.json"),
                      ContainsSubstring("bbox: ") && ContainsSubstring("expected four numbers"));
}

TEST_CASE("dataset.json is read from its snapshot's folder", "[dataset_info]")
{
    const TempFolder folder;
    datasets::write_file(folder.path() / "dataset.json", to_json(polling_places()));
    CHECK(datasets::read_dataset_info(folder.path()).count == 42);
    CHECK_THROWS_AS(datasets::read_dataset_info(folder.path() / "none"), datasets::StorageError);
}
