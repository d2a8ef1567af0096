#include "ingest/reading.hpp"

#include "ingest/columns.hpp"
#include "ingest/error.hpp"
#include "ingest/labels.hpp"
#include "ingest/ogr_source.hpp"

#include <fmt/format.h>

#include <utility>
#include <variant>

namespace ingest {

namespace {

/// The CRS of positions: the manifest's word, else the file's. Never a guess.
std::string crs_of(const datasets::Manifest& manifest, const OpenedSource& source, const std::string& path)
{
    if (!manifest.source.crs.empty()) {
        return manifest.source.crs;
    }
    if (source.crs.empty()) {
        throw IngestError{fmt::format(
            "{0}: ファイルに座標系が書かれていません。マニフェストに書いてください。JGD2011 の緯度経度なら "
            "\"crs\": \"EPSG:6668\"、平面直角座標系なら \"plane_rectangular_zone\": 5 のように / the file "
            "does not say its coordinate reference system; say it in the manifest: \"crs\": \"EPSG:6668\" "
            "for longitude and latitude on JGD2011, or \"plane_rectangular_zone\": 5",
            path)};
    }
    return source.crs;
}

} // namespace

Reading open_reading(const datasets::Manifest& manifest, Inputs& inputs, std::size_t file)
{
    const std::string& path = inputs.paths[file];
    datasets::SourceProvenance& provenance = inputs.provenance[file];
    Reading reading;
    reading.source = open_source(manifest.source, path);
    reading.columns = reading.source.rows->columns();
    if (const auto& labels = manifest.source.labels) {
        reading.columns = relabel(std::move(reading.columns), read_labels(*labels, *inputs.labels));
    }
    for (const auto& [column, value] : manifest.source.files[file].set) {
        reading.columns.push_back(column);
        reading.constants.push_back(value);
    }
    provenance.encoding = reading.source.encoding;
    const bool has_positions = std::holds_alternative<datasets::OwnGeometry>(manifest.geometry.from) ||
                               std::holds_alternative<datasets::ColumnGeometry>(manifest.geometry.from);
    if (has_positions) {
        provenance.crs = crs_of(manifest, reading.source, path);
        reading.reprojector.emplace(
            provenance.crs, ReprojectorOptions{inputs.grid_folders, manifest.source.accept_accuracy_m});
    }
    return reading;
}

} // namespace ingest
