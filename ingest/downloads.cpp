#include "ingest/downloads.hpp"

#include "datasets/error.hpp"
#include "datasets/file.hpp"
#include "datasets/geojson.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>

namespace ingest {

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
    std::string header;
    datasets::append_csv_header(header, schema_);
    file_.write(header);
}

void CsvDownload::add(const datasets::Feature& feature)
{
    std::string line;
    datasets::append_csv_row(line, feature);
    file_.write(line);
}

void CsvDownload::finish() { file_.close(); }

} // namespace ingest
