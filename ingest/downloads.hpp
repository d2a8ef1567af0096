#pragma once

#include "datasets/csv_rows.hpp"
#include "datasets/feature.hpp"
#include "datasets/schema.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace ingest {

/// A text file written piece by piece. Throws datasets::StorageError that names it.
class TextFile {
public:
    /// `mode`: 0644, or 0600 for what only staff may read; set before the first byte is written.
    TextFile(std::filesystem::path path, int mode);

    void write(const std::string& text);
    /// Writes what is left and makes it durable.
    void close();

private:
    std::filesystem::path path_;
    std::ofstream file_{};
};

/// Writes the features of a dataset as one GeoJSON FeatureCollection (RFC 7946), a feature a line.
class GeoJsonDownload {
public:
    GeoJsonDownload(const std::filesystem::path& path, const std::string& name, datasets::Schema schema);
    void add(const datasets::Feature& feature);
    void finish();

private:
    TextFile file_;
    datasets::Schema schema_;
    bool first_ = true;
};

/// Writes the features as CSV (RFC 4180) that spreadsheet programs open right: UTF-8 with byte order mark, a header in
/// Japanese, a text that looks like a formula made harmless. Points have the columns 経度 and 緯度, other geometry stands as
/// WKT in ジオメトリ.
class CsvDownload {
public:
    CsvDownload(const std::filesystem::path& path, datasets::Schema schema);
    void add(const datasets::Feature& feature);
    void finish();

private:
    TextFile file_;
    datasets::Schema schema_;
};

using datasets::csv_cell;
using datasets::harmless;

} // namespace ingest
