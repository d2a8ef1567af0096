#include "datasets/csv_rows.hpp"

#include <fmt/format.h>

#include <cstring>
#include <set>

namespace datasets {

namespace {

void append_wkt_path(std::string& wkt, const std::vector<LonLat>& path)
{
    wkt += '(';
    for (std::size_t i = 0; i < path.size(); ++i) {
        wkt += fmt::format("{}{:.7f} {:.7f}", i == 0 ? "" : ", ", path[i].lon, path[i].lat);
    }
    wkt += ')';
}

/// Well-known text (OGC 06-103r4, 7), always multi: one column, one type.
std::string to_wkt(const Geometry<LonLat>& geometry)
{
    std::string wkt;
    const auto list = [&](const char* name, const auto& parts, const auto& append) {
        wkt = name;
        wkt += " (";
        for (std::size_t i = 0; i < parts.size(); ++i) {
            wkt += i == 0 ? "" : ", ";
            append(parts[i]);
        }
        wkt += ')';
    };
    if (const auto* points = std::get_if<Points<LonLat>>(&geometry)) {
        list("MULTIPOINT", points->points, [&](LonLat p) { append_wkt_path(wkt, {p}); });
    } else if (const auto* lines = std::get_if<Lines<LonLat>>(&geometry)) {
        list("MULTILINESTRING", lines->lines, [&](const auto& line) { append_wkt_path(wkt, line); });
    } else {
        list("MULTIPOLYGON", std::get<Polygons<LonLat>>(geometry).polygons, [&](const auto& polygon) {
            wkt += '(';
            append_wkt_path(wkt, polygon.exterior);
            for (const auto& ring : polygon.interiors) {
                wkt += ", ";
                append_wkt_path(wkt, ring);
            }
            wkt += ')';
        });
    }
    return wkt;
}

std::string position_columns(const Feature& feature)
{
    if (!feature.geometry) {
        return ",,";
    }
    const auto* points = std::get_if<Points<LonLat>>(&*feature.geometry);
    if (points != nullptr && points->points.size() == 1) {
        return fmt::format("{:.7f},{:.7f},", points->points.front().lon, points->points.front().lat);
    }
    return ",," + csv_cell(to_wkt(*feature.geometry));
}

std::string cell_of(const Value& value)
{
    struct Visitor {
        std::string operator()(std::monostate) const { return ""; }
        std::string operator()(bool v) const { return v ? "true" : "false"; }
        std::string operator()(std::int64_t v) const { return std::to_string(v); }
        std::string operator()(double v) const { return fmt::format("{}", v); }
        std::string operator()(const std::string& v) const { return csv_cell(harmless(v)); }
    };
    return std::visit(Visitor{}, value);
}

} // namespace

std::string column_header(const Field& field)
{
    return field.unit.empty() ? field.label.ja : field.label.ja + "（" + field.unit + "）";
}

std::vector<std::string> column_headers(const Schema& schema)
{
    std::set<std::string> taken{"ID", "経度", "緯度"};
    std::vector<std::string> headers;
    for (const Field& field : schema.fields) {
        const std::string wanted = column_header(field);
        std::string header = wanted;
        for (int i = 2; !taken.insert(header).second; ++i) {
            header = fmt::format("{}_{}", wanted, i);
        }
        headers.push_back(std::move(header));
    }
    return headers;
}

void append_csv_header(std::string& csv, const Schema& schema)
{
    csv += "\xEF\xBB\xBF";
    csv += "ID";
    for (const std::string& name : column_headers(schema)) {
        csv += ',' + csv_cell(name);
    }
    csv += ",経度,緯度,ジオメトリ\r\n";
}

void append_csv_row(std::string& csv, const Feature& feature)
{
    csv += csv_cell(harmless(feature.id));
    for (const Value& value : feature.values) {
        csv += ',' + cell_of(value);
    }
    csv += ',' + position_columns(feature) + "\r\n";
}

std::string csv_cell(const std::string& text)
{
    if (text.find_first_of(",\"\r\n") == std::string::npos) {
        return text;
    }
    std::string cell = "\"";
    for (const char c : text) {
        cell += c;
        if (c == '"') {
            cell += c;
        }
    }
    return cell + '"';
}

std::string harmless(const std::string& text)
{
    const bool formula = !text.empty() && std::strchr("=+-@\t\r", text.front()) != nullptr;
    return formula ? "'" + text : text;
}

} // namespace datasets
