#include "ingest/downloads.hpp"

#include "datasets/error.hpp"
#include "datasets/file.hpp"
#include "datasets/geojson.hpp"
#include "ingest/data_dictionary.hpp"
#include "ingest/key_text.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>

namespace ingest {

namespace {

using datasets::LonLat;

void append_wkt_path(std::string& wkt, const std::vector<LonLat>& path)
{
    wkt += '(';
    for (std::size_t i = 0; i < path.size(); ++i) {
        wkt += fmt::format("{}{:.7f} {:.7f}", i == 0 ? "" : ", ", path[i].lon, path[i].lat);
    }
    wkt += ')';
}

/// Well-known text (OGC 06-103r4, 7), always multi: one column, one type.
std::string to_wkt(const datasets::Geometry<LonLat>& geometry)
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
    if (const auto* points = std::get_if<datasets::Points<LonLat>>(&geometry)) {
        list("MULTIPOINT", points->points, [&](LonLat p) { append_wkt_path(wkt, {p}); });
    } else if (const auto* lines = std::get_if<datasets::Lines<LonLat>>(&geometry)) {
        list("MULTILINESTRING", lines->lines, [&](const auto& line) { append_wkt_path(wkt, line); });
    } else {
        list("MULTIPOLYGON", std::get<datasets::Polygons<LonLat>>(geometry).polygons,
             [&](const auto& polygon) {
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

std::string position_columns(const datasets::Feature& feature)
{
    if (!feature.geometry) {
        return ",,";
    }
    const auto* points = std::get_if<datasets::Points<LonLat>>(&*feature.geometry);
    if (points != nullptr && points->points.size() == 1) {
        return fmt::format("{:.7f},{:.7f},", points->points.front().lon, points->points.front().lat);
    }
    return ",," + csv_cell(to_wkt(*feature.geometry));
}

} // namespace

TextFile::TextFile(std::filesystem::path path, int mode) : path_{std::move(path)}
{
    datasets::write_file(path_, "", mode);
    file_.open(path_, std::ios::binary | std::ios::app);
    write("");
}

void TextFile::write(const std::string& text)
{
    file_ << text;
    if (!file_) {
        throw datasets::StorageError{"cannot write '" + path_.string() + "': " + std::strerror(errno)};
    }
}

void TextFile::close()
{
    file_.flush();
    write("");
    file_.close();
    datasets::sync_path(path_);
}

GeoJsonDownload::GeoJsonDownload(const std::filesystem::path& path, const std::string& name,
                                 datasets::Schema schema)
    : file_{path, 0644}, schema_{std::move(schema)}
{
    std::string head = "{\"type\":\"FeatureCollection\",\"name\":";
    datasets::append_json_string(head, name);
    file_.write(head + ",\"features\":[\n");
}

void GeoJsonDownload::add(const datasets::Feature& feature)
{
    std::string line = first_ ? "" : ",\n";
    first_ = false;
    datasets::append_geojson_feature(line, feature, schema_);
    file_.write(line);
}

void GeoJsonDownload::finish()
{
    file_.write("\n]}\n");
    file_.close();
}

CsvDownload::CsvDownload(const std::filesystem::path& path, datasets::Schema schema)
    : file_{path, 0644}, schema_{std::move(schema)}
{
    std::string header = "\xEF\xBB\xBF";
    header += "ID";
    for (const std::string& name : column_headers(schema_)) {
        header += ',' + csv_cell(name);
    }
    file_.write(header + ",経度,緯度,ジオメトリ\r\n");
}

void CsvDownload::add(const datasets::Feature& feature)
{
    std::string line = csv_cell(harmless(feature.id));
    for (const datasets::Value& value : feature.values) {
        const auto* text = std::get_if<std::string>(&value);
        line += ',' + csv_cell(text != nullptr ? harmless(*text) : key_text(value));
    }
    file_.write(line + ',' + position_columns(feature) + "\r\n");
}

void CsvDownload::finish() { file_.close(); }

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

} // namespace ingest
