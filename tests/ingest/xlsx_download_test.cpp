// What we wrote is opened by GDAL's program ogrinfo: another process, another reader than ours.

#include "datasets/feature_store_writer.hpp"
#include "ingest/xlsx_download.hpp"
#include "ingest/xlsx_workbook.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/ogrinfo.hpp"
#include "tests/support/temp_folder.hpp"

#include <limits>
#include <string>
#include <vector>

using datasets::Feature;
using datasets::FieldType;
using datasets::LonLat;
using datasets::Value;

namespace {

/// A snapshot's folder with a workbook of these features.
class Workbook {
public:
    Workbook(const datasets::Schema& schema, const std::vector<Feature>& features)
    {
        datasets::DatasetInfo info;
        info.manifest.id = "parks";
        info.schema = schema;
        datasets::FeatureStoreWriter store{folder_.path() / "features.gpkg",
                                           {"parks", "公園", "", "2026-11-21T04:30:00Z", schema}};
        for (const Feature& feature : features) {
            store.add(feature);
        }
        store.finish();
        ingest::write_xlsx(info, folder_.path(), path());
    }

    [[nodiscard]] std::string path() const { return (folder_.path() / "parks.xlsx").string(); }

    [[nodiscard]] std::string seen_by_gdal() const
    {
        return ogrinfo(path(), "--config OGR_XLSX_HEADERS FORCE");
    }

private:
    TempFolder folder_{};
};

datasets::Schema schema_of(std::vector<datasets::Field> fields) { return {std::move(fields)}; }

const std::optional<datasets::Geometry<LonLat>> point{datasets::Points<LonLat>{{{135.5, 34.75}}}};

} // namespace

TEST_CASE("a workbook has headers in Japanese, positions, and the data dictionary as its second sheet",
          "[xlsx_download]")
{
    const Workbook workbook{
        schema_of({{"name", FieldType::text, {"名称", "Name"}, "", true},
                   {"visitors", FieldType::integer, {"大人", "Adults"}, "人", false},
                   {"area", FieldType::number, {"面積", "Area"}, "m²", false},
                   {"open", FieldType::boolean, {"開園", "Open"}, "", false},
                   {"since", FieldType::date, {"開園日", "Since"}, "", false}}),
        {{1, "p-1", point, {"公園1", std::int64_t{10'000'000'000}, 12.5, true, "2026-04-01"}},
         {2, "p-2", std::nullopt, {"公園2", Value{}, Value{}, false, Value{}}}}};
    const std::string text = workbook.seen_by_gdal();
    for (const char* part :
         {"Layer name: データ\n", "Feature Count: 2", "ID (String) = p-1", "名称 (String) = 公園1",
          "大人（人） (Integer64) = 10000000000", "面積（m²） (Real) = 12.5", "開園日 (Date) = 2026/04/01",
          "経度 (Real) = 135.5", "緯度 (Real) = 34.75", "名称 (String) = 公園2", "Layer name: データ辞書\n",
          "ラベル (String) = 面積", "Feature Count: 5"}) {
        CHECK_THAT(text, ContainsSubstring(part));
    }
}

TEST_CASE("texts stay as they are in a workbook, also formulas, markup and what looks like an escape",
          "[xlsx_download]")
{
    const std::vector<std::string> texts{
        "=HYPERLINK(\"http://x\")", "<b>&\"'", "  two spaces  ", "two\nlines", "_x0041_", "00123",
        "1234567890123456789"};
    std::vector<Feature> features;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        features.push_back({static_cast<std::int64_t>(i) + 1, std::to_string(i), std::nullopt, {texts[i]}});
    }
    const Workbook workbook{schema_of({{"text", FieldType::text, {"文", "Text"}, "", false}}), features};
    const std::string seen = workbook.seen_by_gdal();
    CHECK_THAT(seen, ContainsSubstring("= =HYPERLINK(\"http://x\")"));
    CHECK_THAT(seen, ContainsSubstring("= <b>&\"'"));
    CHECK_THAT(seen, ContainsSubstring("=   two spaces  "));
    CHECK_THAT(seen, ContainsSubstring("= 00123"));
    CHECK_THAT(seen, ContainsSubstring("= 1234567890123456789"));
    CHECK(ingest::xlsx_text("a\x0B z") == "a_x000B_ z");
    CHECK(ingest::xlsx_text("_x0041_") == "_x005F_x0041_");
    for (const char* awkward : {"_x0041_", "a\r\nb", "\x01", "_x_x0041_"}) {
        CHECK(ingest::without_escapes(ingest::xlsx_text(awkward)) == awkward); // as our own reader takes them
    }
    CHECK(ingest::xlsx_text("_x004_") == "_x004_");
    CHECK(ingest::xlsx_text("&<>") == "&amp;&lt;&gt;");
}

TEST_CASE("numbers that Excel would round are texts, and what is no number is left out", "[xlsx_download]")
{
    const Workbook workbook{
        schema_of({{"n", FieldType::integer, {"数", "N"}, "", false},
                   {"x", FieldType::number, {"値", "X"}, "", false}}),
        {{1, "1", std::nullopt, {std::int64_t{1'234'567'890'123'456}, 1e-7}},
         {2, "2", std::nullopt, {std::int64_t{-999'999'999'999'999}, 0.1}},
         {3, "3", std::nullopt, {std::int64_t{0}, std::numeric_limits<double>::infinity()}}}};
    const std::string seen = workbook.seen_by_gdal();
    CHECK_THAT(seen, ContainsSubstring("数 (String) = 1234567890123456"));
    CHECK_THAT(seen, ContainsSubstring("-999999999999999"));
    CHECK_THAT(seen, ContainsSubstring("値 (Real) = 0.1"));
    CHECK_THAT(seen, ContainsSubstring("1e-07"));
    CHECK_THAT(seen, !ContainsSubstring("inf"));
}

TEST_CASE("a text of a workbook is cut at what a cell can hold, with its last character whole",
          "[xlsx_download]")
{
    std::string text(ingest::most_xlsx_text - 1, 'a');
    text += "街";
    CHECK(ingest::xlsx_text(text) == std::string(ingest::most_xlsx_text - 1, 'a'));
    CHECK(ingest::xlsx_text(std::string(ingest::most_xlsx_text, 'a')).size() == ingest::most_xlsx_text);
}

TEST_CASE("dates before the first that Excel counts right are texts", "[xlsx_download]")
{
    const Workbook workbook{schema_of({{"since", FieldType::date, {"日", "Day"}, "", false}}),
                            {{1, "1", std::nullopt, {"1900-02-28"}},
                             {2, "2", std::nullopt, {"1900-03-01"}},
                             {3, "3", std::nullopt, {"0701-05-03"}}}};
    const std::string seen = workbook.seen_by_gdal();
    CHECK_THAT(seen, ContainsSubstring("1900-02-28"));
    CHECK_THAT(seen, ContainsSubstring("1900/03/01"));
    CHECK_THAT(seen, ContainsSubstring("0701-05-03"));
}

TEST_CASE("a dataset without rows, and one with more columns than letters, are workbooks too",
          "[xlsx_download]")
{
    const Workbook empty{schema_of({{"a", FieldType::text, {"甲", "A"}, "", false}}), {}};
    CHECK_THAT(empty.seen_by_gdal(), ContainsSubstring("Layer name: データ\n"));
    std::vector<datasets::Field> fields;
    std::vector<Value> values;
    for (int i = 0; i < 800; ++i) { // A to Z, AA to ZZ, AAA to ADV
        fields.push_back(
            {"f" + std::to_string(i), FieldType::integer, {"列" + std::to_string(i), "F"}, "", false});
        values.emplace_back(std::int64_t{i});
    }
    const Workbook wide{schema_of(fields), {{1, "1", point, values}}};
    CHECK_THAT(wide.seen_by_gdal(),
               ContainsSubstring("列799 (Integer) = 799") && ContainsSubstring("列26 (Integer) = 26"));
}
