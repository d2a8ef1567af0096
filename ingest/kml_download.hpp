#pragma once

#include "datasets/feature.hpp"
#include "datasets/schema.hpp"
#include "ingest/downloads.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace ingest {

/// A KML larger than this is not offered: programs for KML hold a file in memory as a tree of placemarks, many times its size.
constexpr std::int64_t most_kml_bytes = 100'000'000;

/// The download for Google Earth and its like (OGC 07-147r2): a placemark a feature, in one folder, with the values under their
/// Japanese headers. The first searchable field names a place. Positions in degrees with 7 decimals.
class KmlDownload {
public:
    KmlDownload(std::filesystem::path path, const std::string& title, datasets::Schema schema,
                std::int64_t most_bytes = most_kml_bytes);

    void add(const datasets::Feature& feature);
    /// The file is taken away if it would be larger than `most_bytes`.
    void finish();

private:
    void write(const std::string& text);

    std::filesystem::path path_;
    std::int64_t most_bytes_;
    TextFile file_;
    datasets::Schema schema_;
    std::vector<std::string> headers_{}; ///< ready for XML
    std::size_t name_field_ = 0;         ///< past the end: the id names a place
    std::int64_t bytes_ = 0;
};

} // namespace ingest
