// What was written is opened again by GDAL's own program ogrinfo: another process, another reader.

#include "datasets/file.hpp"
#include "ingest/kml_download.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/ogrinfo.hpp"
#include "tests/support/temp_folder.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <string>
#include <vector>

using datasets::Feature;
using datasets::FieldType;
using datasets::LonLat;
using datasets::Value;

namespace {

const datasets::Schema schema{{{"name", FieldType::text, {"名称", "Name"}, "", true},
                               {"visitors", FieldType::integer, {"大人", "Adults"}, "人", false},
                               {"open", FieldType::boolean, {"開園", "Open"}, "", false},
                               {"since", FieldType::date, {"開園日", "Since"}, "", false}}};

/// The text of a KML of these features, and what ogrinfo says of it.
struct Written {
    explicit Written(const std::vector<Feature>& features, const datasets::Schema& fields = schema)
    {
        const TempFolder folder;
        const auto path = folder.path() / "parks.kml";
        ingest::KmlDownload kml{path, "公園 & 緑地", fields};
        for (const Feature& feature : features) {
            kml.add(feature);
        }
        kml.finish();
        text = datasets::read_file(path);
        seen = ogrinfo(path.string(), "");
    }
    std::string text{};
    std::string seen{};
};

Feature park(const std::string& id, const std::string& name,
             std::optional<datasets::Geometry<LonLat>> geometry)
{
    return {0, id, std::move(geometry), {name, std::int64_t{5'000'000'000}, true, std::string{"2026-04-01"}}};
}

} // namespace

TEST_CASE("a KML names its places and has the values under Japanese headers", "[kml_download]")
{
    const datasets::Polygons<LonLat> square{{{{{135, 34}, {136, 34}, {136, 35}, {135, 34}}, {}}}};
    const Written kml{{park("p-1", "東 <1>", square), park("p-2", "西 \"2\"", std::nullopt)}};
    CHECK_THAT(kml.seen, ContainsSubstring("Feature Count: 2"));
    CHECK_THAT(kml.seen, ContainsSubstring("Name (String) = 東 <1>"));
    CHECK_THAT(kml.seen, ContainsSubstring(" (String) = p-2")); // under ID; GDAL 3.10 calls it id
    CHECK_THAT(kml.seen, ContainsSubstring("大人（人） (Real) = 5000000000"));
    CHECK_THAT(kml.seen, ContainsSubstring("開園日 (String) = 2026-04-01"));
    CHECK_THAT(kml.seen, ContainsSubstring("((135 34"));
}

TEST_CASE("a KML holds geometry of every kind, with holes and in several parts", "[kml_download]")
{
    const datasets::Points<LonLat> gates{{{135.1, 34.1}, {135.2, 34.2}}};
    const datasets::Lines<LonLat> road{{{{135, 34}, {135.5, 34.5}}}};
    const datasets::Polygons<LonLat> ring{{{{{135, 34}, {136, 34}, {136, 35}, {135, 35}, {135, 34}},
                                            {{{135.2, 34.2}, {135.2, 34.4}, {135.4, 34.4}, {135.2, 34.2}}}}}};
    const Written kml{{park("1", "門", gates), park("2", "道", road), park("3", "環", ring)}};
    CHECK_THAT(kml.seen, ContainsSubstring("Feature Count: 3"));
    CHECK_THAT(kml.seen, ContainsSubstring("MULTIPOINT"));
    CHECK_THAT(kml.seen, ContainsSubstring("LINESTRING"));
    CHECK_THAT(kml.seen, ContainsSubstring("POLYGON"));
    CHECK_THAT(kml.text, ContainsSubstring("<innerBoundaryIs>"));
    CHECK_THAT(kml.text,
               ContainsSubstring("<coordinates>135.0000000,34.0000000 135.5000000,34.5000000</coordinates>"));
}

TEST_CASE("a KML of no feature, or without a field to search, is whole", "[kml_download]")
{
    CHECK_THAT(Written{std::vector<Feature>{}}.seen, ContainsSubstring("Feature Count: 0"));
    const Written ids{{{0, "第1", std::nullopt, {Value{}}}},
                      {{{"note", FieldType::text, {"注", "Note"}, "", false}}}};
    CHECK_THAT(ids.seen, ContainsSubstring("Name (String) = 第1"));
    CHECK_THAT(ids.text, !ContainsSubstring("SimpleData name=\"注\""));
}

TEST_CASE("characters that XML cannot hold do not break a KML", "[kml_download]")
{
    const Written kml{{park("1", std::string{"鈴\x0B木\uFFFE"}, std::nullopt)}};
    CHECK_THAT(kml.seen, ContainsSubstring("Name (String) = 鈴\uFFFD木\uFFFD"));
}

TEST_CASE("a KML that nothing could open is not offered", "[kml_download]")
{
    const TempFolder folder;
    const auto size_of = [&](int features, std::int64_t most) {
        const auto path = folder.path() / fmt::format("{}-{}.kml", features, most);
        ingest::KmlDownload kml{path, "公園", schema, most};
        for (int i = 0; i < features; ++i) {
            kml.add(park("1", "東", std::nullopt));
        }
        kml.finish();
        return std::filesystem::exists(path) ? static_cast<std::int64_t>(std::filesystem::file_size(path))
                                             : 0;
    };
    const std::int64_t size = size_of(10, 1'000'000);
    CHECK(size > 0);
    CHECK(size_of(10, size) == size);
    CHECK(size_of(10, size - 1) == 0);
    CHECK(size_of(1000, size) == 0);
}
