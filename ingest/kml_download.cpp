#include "ingest/kml_download.hpp"

#include "datasets/markup_text.hpp"
#include "ingest/data_dictionary.hpp"
#include "ingest/key_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string_view>
#include <system_error>
#include <utility>

namespace ingest {

namespace {

using datasets::FieldType;
using datasets::LonLat;

/// A SimpleField knows no 64-bit integers and no dates.
std::string_view kml_type(FieldType type)
{
    switch (type) {
    case FieldType::integer:
    case FieldType::number:
        return "double";
    case FieldType::boolean:
        return "bool";
    default:
        return "string";
    }
}

void append_coordinates(std::string& kml, const std::vector<LonLat>& path)
{
    kml += "<coordinates>";
    for (const LonLat p : path) {
        fmt::format_to(std::back_inserter(kml), "{:.7f},{:.7f} ", p.lon, p.lat);
    }
    kml.back() = '<'; // over the last space
    kml += "/coordinates>";
}

void append_ring(std::string& kml, const char* role, const std::vector<LonLat>& ring)
{
    fmt::format_to(std::back_inserter(kml), "<{}><LinearRing>", role);
    append_coordinates(kml, ring);
    fmt::format_to(std::back_inserter(kml), "</LinearRing></{}>", role);
}

struct Parts {
    std::string& kml;

    void operator()(const datasets::Points<LonLat>& points) const
    {
        for (const LonLat p : points.points) {
            kml += "<Point>";
            append_coordinates(kml, {p});
            kml += "</Point>";
        }
    }
    void operator()(const datasets::Lines<LonLat>& lines) const
    {
        for (const auto& line : lines.lines) {
            kml += "<LineString>";
            append_coordinates(kml, line);
            kml += "</LineString>";
        }
    }
    void operator()(const datasets::Polygons<LonLat>& polygons) const
    {
        for (const auto& polygon : polygons.polygons) {
            kml += "<Polygon>";
            append_ring(kml, "outerBoundaryIs", polygon.exterior);
            for (const auto& ring : polygon.interiors) {
                append_ring(kml, "innerBoundaryIs", ring);
            }
            kml += "</Polygon>";
        }
    }
};

std::size_t number_of_parts(const datasets::Geometry<LonLat>& geometry)
{
    if (const auto* points = std::get_if<datasets::Points<LonLat>>(&geometry)) {
        return points->points.size();
    }
    const auto* lines = std::get_if<datasets::Lines<LonLat>>(&geometry);
    return lines != nullptr ? lines->lines.size()
                            : std::get<datasets::Polygons<LonLat>>(geometry).polygons.size();
}

std::string shown(const datasets::Value& value)
{
    const auto* yes = std::get_if<bool>(&value);
    return yes != nullptr ? (*yes ? "1" : "0") : key_text(value);
}

} // namespace

KmlDownload::KmlDownload(std::filesystem::path path, const std::string& title, datasets::Schema schema,
                         std::int64_t most_bytes)
    : path_{std::move(path)}, most_bytes_{most_bytes}, file_{path_, 0644}, schema_{std::move(schema)}
{
    const auto& fields = schema_.fields;
    name_field_ = static_cast<std::size_t>(
        std::find_if(fields.begin(), fields.end(), [](const auto& field) { return field.searchable; }) -
        fields.begin());
    std::string head =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\">\n"
        "<Document><name>" +
        datasets::markup_text(title) + "</name>\n<Schema name=\"fields\" id=\"fields\">\n" +
        "<SimpleField name=\"ID\" type=\"string\"/>\n";
    for (const std::string& header : column_headers(schema_)) {
        headers_.push_back(datasets::markup_text(header));
    }
    for (std::size_t i = 0; i < fields.size(); ++i) {
        head +=
            fmt::format("<SimpleField name=\"{}\" type=\"{}\"/>\n", headers_[i], kml_type(fields[i].type));
    }
    write(head + "</Schema>\n<Folder><name>" + datasets::markup_text(title) + "</name>\n");
}

void KmlDownload::add(const datasets::Feature& feature)
{
    if (bytes_ > most_bytes_) {
        return; // it will be taken away
    }
    const bool named = name_field_ < feature.values.size();
    const std::string id = datasets::markup_text(feature.id);
    std::string kml = "<Placemark><name>" +
                      (named ? datasets::markup_text(shown(feature.values[name_field_])) : id) +
                      "</name><ExtendedData><SchemaData schemaUrl=\"#fields\"><SimpleData name=\"ID\">" + id +
                      "</SimpleData>";
    for (std::size_t i = 0; i < feature.values.size(); ++i) {
        if (!datasets::is_missing(feature.values[i])) {
            fmt::format_to(std::back_inserter(kml), "<SimpleData name=\"{}\">{}</SimpleData>", headers_[i],
                           datasets::markup_text(shown(feature.values[i])));
        }
    }
    kml += "</SchemaData></ExtendedData>";
    if (feature.geometry) {
        const bool several = number_of_parts(*feature.geometry) > 1;
        kml += several ? "<MultiGeometry>" : "";
        std::visit(Parts{kml}, *feature.geometry);
        kml += several ? "</MultiGeometry>" : "";
    }
    write(kml + "</Placemark>\n");
}

void KmlDownload::finish()
{
    write("</Folder></Document></kml>\n");
    file_.close();
    if (bytes_ > most_bytes_) {
        std::filesystem::remove(path_);
    }
}

void KmlDownload::write(const std::string& text)
{
    bytes_ += static_cast<std::int64_t>(text.size());
    file_.write(text);
}

} // namespace ingest
