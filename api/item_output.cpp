#include "api/item_output.hpp"

#include "api/filter_parameter.hpp"
#include "api/links.hpp"
#include "api/problem.hpp"
#include "datasets/csv_rows.hpp"
#include "datasets/geojson.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace api {

namespace {

/// The places of the fields that `properties` names, in the schema's order; all if it is not given.
std::vector<std::size_t> properties_parameter(const Request& request, const datasets::Schema& schema)
{
    const auto text = request.parameter("properties");
    std::vector<std::size_t> all(schema.fields.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    if (!text) {
        return all;
    }
    const auto names = split_list(*text, ',');
    for (const auto name : names) {
        if (!schema.index_of(name)) {
            std::vector<std::string_view> known;
            for (const auto& field : schema.fields) {
                known.push_back(field.name);
            }
            throw Problem{
                400, fmt::format("properties must be a list of {}, not '{}'", fmt::join(known, ", "), name),
                "properties"};
        }
    }
    std::erase_if(all, [&](std::size_t place) {
        return std::find(names.begin(), names.end(), schema.fields[place].name) == names.end();
    });
    return all;
}

} // namespace

std::span<const Format> table_formats()
{
    static const std::vector<Format> formats{
        {"json", geojson_type, {"geojson"}, {"application/json", "application/vnd.geo+json"}},
        {"csv", "text/csv; charset=utf-8; header=present", {}, {}},
        {"geojsonseq", "application/geo+json-seq", {}, {}}};
    return formats;
}

ItemOutput item_output(const Request& request, const datasets::Schema& schema,
                       std::span<const Format> offered)
{
    ItemOutput output;
    output.format = &negotiate(request, offered);
    output.crs = &crs_parameter(request, "crs");
    if (output.is("csv") && !output.crs->is_crs84()) {
        throw Problem{400, "CSV has longitude and latitude; ask for GeoJSON in another CRS", "crs"};
    }
    output.fields = properties_parameter(request, schema);
    for (const auto place : output.fields) {
        output.schema.fields.push_back(schema.fields[place]);
    }
    output.positions = positions_in(*output.crs);
    return output;
}

datasets::Feature chosen_fields(datasets::Feature feature, const ItemOutput& output)
{
    if (output.fields.size() == feature.values.size()) {
        return feature;
    }
    std::vector<datasets::Value> values;
    for (const auto place : output.fields) {
        values.push_back(std::move(feature.values[place]));
    }
    feature.values = std::move(values);
    return feature;
}

void append_begin(std::string& text, const ItemOutput& output)
{
    if (output.is("csv")) {
        datasets::append_csv_header(text, output.schema);
    } else if (output.is("json")) {
        text += R"({"type":"FeatureCollection","features":[)";
    }
}

void append_item(std::string& text, datasets::Feature feature, const ItemOutput& output, bool first)
{
    feature = chosen_fields(std::move(feature), output);
    if (output.is("csv")) {
        datasets::append_csv_row(text, feature);
        return;
    }
    const bool sequence = output.is("geojsonseq");
    constexpr char record_separator = '\x1e';
    if (sequence) {
        text += record_separator;
    } else if (!first) {
        text += ",\n";
    }
    datasets::append_geojson_feature(text, feature, output.schema, {}, output.positions);
    if (sequence) {
        text += '\n';
    }
}

void append_end(std::string& text, const ItemOutput& output)
{
    if (output.is("json")) {
        text += ']';
    }
}

void set_item_headers(Response& response, const ItemOutput& output)
{
    response.set("Content-Type", std::string(output.format->media_type))
        .set("Content-Crs", fmt::format("<{}>", output.crs->uri()));
}

} // namespace api
