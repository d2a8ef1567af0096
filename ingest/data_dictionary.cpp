#include "ingest/data_dictionary.hpp"

#include "ingest/downloads.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace ingest {

namespace {

constexpr std::size_t dbf_name_bytes = 10;

std::string lower_case(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

nlohmann::ordered_json text_json(const datasets::LocalText& text)
{
    return {{"ja", text.ja}, {"en", text.en}};
}

} // namespace

std::vector<std::string> shapefile_names(const datasets::Schema& schema)
{
    std::set<std::string> taken{"feature_id"};
    std::vector<std::string> names;
    for (const datasets::Field& field : schema.fields) {
        std::string name = field.name.substr(0, dbf_name_bytes);
        for (int i = 2; !taken.insert(lower_case(name)).second; ++i) {
            const std::string number = fmt::format("_{}", i);
            name = field.name.substr(0, dbf_name_bytes - number.size()) + number;
        }
        names.push_back(std::move(name));
    }
    return names;
}

std::string dictionary_csv(const datasets::Schema& schema)
{
    std::string csv = "\xEF\xBB\xBF";
    csv += "name,shapefile_name,type,label_ja,label_en,unit\r\n";
    const auto names = shapefile_names(schema);
    for (std::size_t i = 0; i < schema.fields.size(); ++i) {
        const datasets::Field& field = schema.fields[i];
        csv += fmt::format("{},{},{},{},{},{}\r\n", field.name, names[i], to_string(field.type),
                           csv_cell(field.label.ja), csv_cell(field.label.en), csv_cell(field.unit));
    }
    return csv;
}

std::string dictionary_json(const datasets::DatasetInfo& info)
{
    using Json = nlohmann::ordered_json;
    const datasets::Manifest& manifest = info.manifest;
    Json fields = Json::array();
    const auto names = shapefile_names(info.schema);
    for (std::size_t i = 0; i < info.schema.fields.size(); ++i) {
        const datasets::Field& field = info.schema.fields[i];
        fields.push_back({{"name", field.name},
                          {"shapefile_name", names[i]},
                          {"type", to_string(field.type)},
                          {"label", text_json(field.label)},
                          {"unit", field.unit}});
    }
    const Json document{{"dataset", manifest.id},
                        {"version", info.version},
                        {"published", info.published},
                        {"date", manifest.date},
                        {"title", text_json(manifest.title)},
                        {"description", text_json(manifest.description)},
                        {"publisher", text_json(manifest.publisher)},
                        {"license", {{"id", manifest.license.id}, {"url", manifest.license.url}}},
                        {"attribution", text_json(manifest.attribution)},
                        {"crs", "EPSG:4326"},
                        {"fields", std::move(fields)}};
    return document.dump(1) + "\n";
}

} // namespace ingest
