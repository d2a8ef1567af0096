/// Makes the tiles of a file that GDAL reads, and nothing else: what is measured against other tile builders, from the same file.
///
///     build_tiles IN OUT.pmtiles [MAXZOOM] [coverage|scattered|join|labels|join+labels|-] [MEMORY in MiB]

#include "tiles/archive_metadata.hpp"
#include "tiles/pmtiles_writer.hpp"
#include "tiles/spill_memory.hpp"
#include "tiles/tiler.hpp"

#include <fmt/format.h>
#include <ogrsf_frmts.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace {

using datasets::LonLat;
using Clock = std::chrono::steady_clock;

template <class Line>
std::vector<LonLat> path(const Line& line)
{
    std::vector<LonLat> made;
    made.reserve(static_cast<std::size_t>(line.getNumPoints()));
    for (int i = 0; i < line.getNumPoints(); ++i) {
        made.push_back({line.getX(i), line.getY(i)});
    }
    return made;
}

datasets::Polygon<LonLat> polygon(const OGRPolygon& from)
{
    datasets::Polygon<LonLat> made{path(*from.getExteriorRing()), {}};
    for (int i = 0; i < from.getNumInteriorRings(); ++i) {
        made.interiors.push_back(path(*from.getInteriorRing(i)));
    }
    return made;
}

datasets::Geometry<LonLat> geometry(const OGRGeometry& from)
{
    switch (wkbFlatten(from.getGeometryType())) {
    case wkbPoint:
        return datasets::Points<LonLat>{{{from.toPoint()->getX(), from.toPoint()->getY()}}};
    case wkbLineString:
        return datasets::Lines<LonLat>{{path(*from.toLineString())}};
    case wkbPolygon:
        return datasets::Polygons<LonLat>{{polygon(*from.toPolygon())}};
    case wkbMultiLineString: {
        datasets::Lines<LonLat> lines;
        for (const auto* line : *from.toMultiLineString()) {
            lines.lines.push_back(path(*line));
        }
        return lines;
    }
    case wkbMultiPolygon: {
        datasets::Polygons<LonLat> polygons;
        for (const auto* part : *from.toMultiPolygon()) {
            polygons.polygons.push_back(polygon(*part));
        }
        return polygons;
    }
    default:
        throw std::invalid_argument{std::string{"geometry of type "} + from.getGeometryName()};
    }
}

datasets::Value value(const OGRFeature& feature, int field)
{
    if (!feature.IsFieldSetAndNotNull(field)) {
        return {};
    }
    switch (feature.GetFieldDefnRef(field)->GetType()) {
    case OFTInteger:
    case OFTInteger64:
        return static_cast<std::int64_t>(feature.GetFieldAsInteger64(field));
    case OFTReal:
        return feature.GetFieldAsDouble(field);
    default:
        return std::string{feature.GetFieldAsString(field)};
    }
}

double seconds_since(Clock::time_point begun)
{
    return std::chrono::duration<double>(Clock::now() - begun).count();
}

} // namespace

int main(int count, char** arguments)
{
    if (count < 3) {
        fmt::print(stderr,
                   "build_tiles IN OUT.pmtiles [MAXZOOM] [coverage|scattered|join|-] [MEMORY in MiB]\n");
        return 2;
    }
    const auto begun = Clock::now();
    GDALAllRegister();
    const GDALDatasetUniquePtr source{
        GDALDataset::Open(arguments[1], GDAL_OF_VECTOR | GDAL_OF_VERBOSE_ERROR)};
    if (!source) {
        return 1;
    }
    tiles::TileOptions options;
    options.maxzoom = count > 3 ? std::stoi(arguments[3]) : options.maxzoom;
    const std::string how = count > 4 ? arguments[4] : "";
    options.polygons = how == "coverage"    ? tiles::PolygonRule::coverage
                       : how == "scattered" ? tiles::PolygonRule::scattered
                                            : tiles::PolygonRule::automatic;
    options.join_lines = how.starts_with("join");
    const bool names_lines = how.ends_with("labels"); // polygons would need a point each
    OGRLayer& layer = *source->GetLayer(0);
    std::vector<std::string> fields;
    std::vector<int> columns;
    const int id_column = layer.GetLayerDefn()->GetFieldIndex("feature_id"); // of a published file
    for (int i = 0; i < layer.GetLayerDefn()->GetFieldCount(); ++i) {
        if (i != id_column) {
            fields.emplace_back(layer.GetLayerDefn()->GetFieldDefn(i)->GetNameRef());
            columns.push_back(i);
        }
    }
    if (names_lines && !fields.empty()) {
        options.line_labels = {fields.front()};
    }
    tiles::SpillMemory memory{std::filesystem::path{arguments[2]}.parent_path(),
                              static_cast<std::size_t>(count > 5 ? std::stoi(arguments[5]) : 512) << 20U};
    tiles::Tiler tiler{"data", fields, options, &memory};
    std::int64_t fid = 0;
    for (const auto& feature : layer) {
        ++fid;
        datasets::Feature made{fid,
                               id_column < 0 ? std::to_string(fid) : feature->GetFieldAsString(id_column),
                               std::nullopt,
                               {}};
        if (const OGRGeometry* shape = feature->GetGeometryRef(); shape != nullptr && !shape->IsEmpty()) {
            made.geometry = geometry(*shape);
        }
        for (const int column : columns) {
            made.values.push_back(value(*feature, column));
        }
        tiler.add(made);
    }
    const double read = seconds_since(begun);
    const auto found = tiler.generalise();
    const double generalised = seconds_since(begun) - read;
    tiles::PmtilesWriter writer{arguments[2]};
    const auto statistics = tiler.write(writer);
    writer.commit({options.minzoom, options.maxzoom, tiler.bounds(),
                   tiles::archive_metadata({"data", {}, {}, {}, tiler.vector_layers(), statistics})});
    fmt::print("read {:.2f} s, generalised {:.2f} s, all {:.2f} s; snapped {}, inserted {}, blocked {}, "
               "shared {:.2f}\n",
               read, generalised, seconds_since(begun), found.snapped_vertices, found.inserted_vertices,
               found.blocked, found.shared);
    for (const auto& zoom : statistics) {
        fmt::print(
            "z{} tiles {} features {} clustered {} merged {} omitted {} shrunk {} crowded {} largest {}\n",
            zoom.zoom, zoom.tiles, zoom.features, zoom.clustered, zoom.merged, zoom.omitted, zoom.shrunk,
            zoom.crowded_tiles, zoom.largest_tile);
    }
    return 0;
}
