#include "ingest/data_dictionary.hpp"
#include "tests/support/catch.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

using datasets::FieldType;

namespace {

datasets::Field field(const std::string& name, const std::string& ja, const std::string& unit = "")
{
    return {name, FieldType::integer, {ja, "Label, " + name}, unit, false};
}

} // namespace

TEST_CASE("names of a Shapefile's fields have at most 10 bytes and differ, whatever their case",
          "[data_dictionary]")
{
    const datasets::Schema schema{{field("name", ""), field("voters_male", ""), field("voters_mother", ""),
                                   field("VOTERS_MAYOR", ""), field("feature_id2", ""),
                                   field("voters_m_2", "")}};
    CHECK(ingest::shapefile_names(schema) == std::vector<std::string>{"name", "voters_mal", "voters_mot",
                                                                      "VOTERS_MAY", "feature__2",
                                                                      "voters_m_2"});
    const datasets::Schema alike{
        {field("voters_total", ""), field("voters_total_a", ""), field("VOTERS_TOTAL_B", "")}};
    CHECK(ingest::shapefile_names(alike) ==
          std::vector<std::string>{"voters_tot", "voters_t_2", "VOTERS_T_3"});
}

TEST_CASE("headers for people are the Japanese labels with their units, each different", "[data_dictionary]")
{
    const datasets::Schema schema{
        {field("a", "面積", "m²"), field("b", "面積"), field("c", "面積"), field("d", "ID")}};
    CHECK(ingest::column_headers(schema) == std::vector<std::string>{"面積（m²）", "面積", "面積_2", "ID_2"});
}

TEST_CASE("the data dictionary as CSV says each field's names, type, labels and unit", "[data_dictionary]")
{
    CHECK(ingest::dictionary_csv({{field("voters_male", "有権者数_男", "人")}}) ==
          "\xEF\xBB\xBFname,shapefile_name,type,label_ja,label_en,unit\r\n"
          "voters_male,voters_mal,integer,有権者数_男,\"Label, voters_male\",人\r\n");
}

TEST_CASE("the data dictionary as JSON also says what the dataset is and under which licence",
          "[data_dictionary]")
{
    datasets::DatasetInfo info;
    info.manifest.id = "turnout";
    info.manifest.license = {"CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"};
    info.schema = {{field("voters_male", "有権者数_男", "人")}};
    const auto json = nlohmann::json::parse(ingest::dictionary_json(info));
    CHECK(json.at("dataset") == "turnout");
    CHECK(json.at("license").at("id") == "CC-BY-4.0");
    CHECK(json.at("fields").at(0).at("shapefile_name") == "voters_mal");
    CHECK(json.at("fields").at(0).at("label").at("ja") == "有権者数_男");
}
