#include "ingest/ogr_download.hpp"

#include "datasets/error.hpp"
#include "datasets/file.hpp"
#include "ingest/data_dictionary.hpp"
#include "ingest/gdal_errors.hpp"
#include "ingest/ogr_target.hpp"
#include "ingest/zip_writer.hpp"

#include <algorithm>
#include <fstream>
#include <utility>

namespace ingest {

namespace {

namespace fs = std::filesystem;
using datasets::GeometryKind;

constexpr std::size_t most_dbf_bytes = 254;

std::vector<std::string> own_names(const datasets::Schema& schema)
{
    std::vector<std::string> names;
    for (const datasets::Field& field : schema.fields) {
        names.push_back(field.name);
    }
    return names;
}

/// At most `bytes` of the text, ending with a whole character.
std::string shortened(std::string text, std::size_t bytes)
{
    if (text.size() > bytes) {
        while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) {
            --bytes;
        }
        text.resize(bytes);
    }
    return text;
}

std::string unchanged(std::string text) { return text; }

/// Dates as text, for formats that only know moments or nothing of the kind.
std::vector<OgrColumn> with_text_dates(std::vector<OgrColumn> columns)
{
    for (OgrColumn& column : columns) {
        column.type = column.type == OFTDate ? OFTString : column.type;
    }
    return columns;
}

void write_fgb(const datasets::DatasetInfo& info, OgrStore& store, const fs::path& path)
{
    const auto columns = with_text_dates(columns_of(info.schema, "feature_id", own_names(info.schema)));
    OgrTarget target{"FlatGeobuf", path};
    OGRLayer& layer = target.add_layer(info.manifest.id, store.layer().GetSpatialRef(),
                                       store.layer().GetGeomType(), columns);
    store.for_each([&](const OGRFeature& from) {
        if (from.GetGeometryRef() == nullptr) {
            return; // the driver would leave it out as well, and say nothing
        }
        OGRFeature to{layer.GetLayerDefn()};
        copy_values(from, to, 0, columns, unchanged);
        to.SetGeometry(from.GetGeometryRef());
        target.write(layer, to);
    });
    target.close();
}

/// A Shapefile holds one kind of geometry, or none.
struct ShapeKind {
    GeometryKind kind;
    const char* suffix; ///< of the name, where there are several
    const char* type;
    OGRwkbGeometryType wkb;
};

std::vector<ShapeKind> shape_kinds(const datasets::DatasetInfo& info, bool single_points)
{
    const ShapeKind point = single_points
                                ? ShapeKind{GeometryKind::point, "_point", "POINT", wkbPoint}
                                : ShapeKind{GeometryKind::point, "_point", "MULTIPOINT", wkbMultiPoint};
    const ShapeKind line{GeometryKind::line, "_line", "ARC", wkbMultiLineString};
    const ShapeKind polygon{GeometryKind::polygon, "_polygon", "POLYGON", wkbMultiPolygon};
    switch (info.geometry) {
    case GeometryKind::none:
        return {{GeometryKind::none, "", "NULL", wkbNone}};
    case GeometryKind::point:
        return {point};
    case GeometryKind::line:
        return {line};
    case GeometryKind::polygon:
        return {polygon};
    case GeometryKind::mixed:
        break;
    }
    return {point, line, polygon};
}

GeometryKind kind_of(const OGRGeometry& geometry)
{
    switch (geometry.getDimension()) {
    case 0:
        return GeometryKind::point;
    case 1:
        return GeometryKind::line;
    default:
        return GeometryKind::polygon;
    }
}

std::vector<OgrColumn> shapefile_columns(const datasets::DatasetInfo& info, OgrStore& store)
{
    auto columns = columns_of(info.schema, "feature_id", shapefile_names(info.schema));
    const auto widths = store.widths(info);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (columns[i].type == OFTString || columns[i].type == OFTInteger64) {
            columns[i].width = std::clamp(widths[i], 1, static_cast<int>(most_dbf_bytes));
        }
    }
    return columns;
}

void write_shapefiles(const datasets::DatasetInfo& info, OgrStore& store, const fs::path& folder)
{
    const auto columns = shapefile_columns(info, store);
    const auto kinds = shape_kinds(info, store.layer().GetGeomType() == wkbPoint);
    OgrTarget target{"ESRI Shapefile", folder};
    std::vector<OGRLayer*> layers;
    for (const ShapeKind& kind : kinds) {
        CPLStringList options;
        options.SetNameValue("SHPT", kind.type);
        options.SetNameValue("ENCODING", "UTF-8");
        options.SetNameValue("DBF_DATE_LAST_UPDATE", info.published.substr(0, 10).c_str());
        const std::string name = info.manifest.id + (kinds.size() > 1 ? kind.suffix : "");
        layers.push_back(&target.add_layer(name, store.layer().GetSpatialRef(), kind.wkb, columns, options));
    }
    const auto cut = [](std::string text) { return shortened(std::move(text), most_dbf_bytes); };
    store.for_each([&](const OGRFeature& from) {
        const OGRGeometry* geometry = from.GetGeometryRef();
        std::size_t at = 0; // rows without a position stand with the first kind
        while (geometry != nullptr && kinds.size() > 1 && kinds[at].kind != kind_of(*geometry)) {
            ++at;
        }
        OGRFeature to{layers[at]->GetLayerDefn()};
        copy_values(from, to, 0, columns, cut);
        if (geometry != nullptr) {
            to.SetGeometryDirectly(OGRGeometryFactory::forceTo(geometry->clone(), kinds[at].wkb));
        }
        target.write(*layers[at], to);
    });
    target.close();
}

void write_shp_zip(const datasets::DatasetInfo& info, OgrStore& store, const fs::path& path)
{
    const fs::path folder = path.parent_path() / ".shapefile";
    write_shapefiles(info, store, folder);
    datasets::write_file(folder / (info.manifest.id + ".dictionary.csv"), dictionary_csv(info.schema));
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator{folder}) {
        files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    ZipWriter zip{path};
    for (const fs::path& file : files) {
        zip.begin_file(file.filename().string());
        std::ifstream in{file, std::ios::binary};
        std::string block(std::size_t{1} << 20U, '\0');
        while (in.read(block.data(), static_cast<std::streamsize>(block.size())) || in.gcount() > 0) {
            zip.write({block.data(), static_cast<std::size_t>(in.gcount())});
        }
        if (!in.eof()) {
            throw datasets::StorageError{"cannot read '" + file.string() + "'"};
        }
    }
    zip.close();
    fs::remove_all(folder);
}

} // namespace

std::vector<std::function<void()>> ogr_downloads(const datasets::DatasetInfo& info,
                                                 const std::filesystem::path& snapshot)
{
    GDALAllRegister();
    std::vector<std::function<void()>> tasks;
    // Each opens the store for itself: a dataset of GDAL belongs to one thread.
    const auto add = [&](const char* extension, auto write) {
        tasks.emplace_back([info, write, gpkg = snapshot / "features.gpkg",
                            path = snapshot / "downloads" / (info.manifest.id + extension)] {
            const QuietErrors quiet;
            OgrStore store{info, gpkg};
            write(info, store, path);
        });
    };
    add(".shp.zip", write_shp_zip);
    if (info.geometry != GeometryKind::none) {
        add(".fgb", write_fgb);
    }
    return tasks;
}

} // namespace ingest
