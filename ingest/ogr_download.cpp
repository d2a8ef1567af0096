#include "ingest/ogr_download.hpp"

#include "datasets/error.hpp"
#include "datasets/file.hpp"
#include "datasets/sqlite.hpp"
#include "ingest/data_dictionary.hpp"
#include "ingest/gdal_errors.hpp"
#include "ingest/ogr_checked_files.hpp"
#include "ingest/zip_writer.hpp"

#include <cpl_error.h>
#include <cpl_string.h>
#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <functional>
#include <optional>

namespace ingest {

namespace {

namespace fs = std::filesystem;
using datasets::FieldType;
using datasets::GeometryKind;

constexpr std::size_t most_dbf_bytes = 254;

[[noreturn]] void fail(const fs::path& path)
{
    // GDAL's words name what went wrong in the driver, seldom the disk; and what it had written it may have taken away again.
    std::error_code unknown;
    const auto size = fs::file_size(path.parent_path().parent_path() / "features.gpkg", unknown);
    const std::string obstacle = datasets::obstacle_to_writing(path, unknown ? 0 : 4 * size);
    throw datasets::StorageError{fmt::format("cannot write '{}': {}{}{}", path.string(),
                                             QuietErrors::message(), obstacle.empty() ? "" : ": ", obstacle)};
}

void check(bool good, const fs::path& path)
{
    if (!good) {
        fail(path);
    }
}

/// A column of a download: field `from` of features.gpkg, whose field 0 is feature_id.
struct Column {
    std::string name{};
    OGRFieldType type = OFTString;
    OGRFieldSubType subtype = OFSTNone;
    int width = 0; ///< 0: the driver's own
    int from = 0;
};

OGRFieldType ogr_type(FieldType type)
{
    switch (type) {
    case FieldType::integer:
        return OFTInteger64;
    case FieldType::number:
        return OFTReal;
    case FieldType::boolean:
        return OFTInteger;
    case FieldType::date:
        return OFTDate;
    case FieldType::datetime:
    case FieldType::text:
        break;
    }
    return OFTString;
}

std::vector<Column> columns_of(const datasets::Schema& schema, const std::string& id,
                               const std::vector<std::string>& names)
{
    std::vector<Column> columns{{id, OFTString, OFSTNone, 0, 0}};
    for (std::size_t i = 0; i < names.size(); ++i) {
        const FieldType type = schema.fields[i].type;
        columns.push_back({names[i], ogr_type(type), type == FieldType::boolean ? OFSTBoolean : OFSTNone, 0,
                           static_cast<int>(i) + 1});
    }
    return columns;
}

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

/// The published features, through GDAL.
class Store {
public:
    Store(const datasets::DatasetInfo& info, const fs::path& gpkg)
    {
        const std::array<const char*, 2> options{"IMMUTABLE=YES", nullptr};
        dataset_.reset(GDALDataset::Open(gpkg.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY, nullptr,
                                         options.data(), nullptr));
        layer_ = dataset_ == nullptr ? nullptr : dataset_->GetLayerByName(info.manifest.id.c_str());
        if (layer_ == nullptr) {
            throw datasets::StorageError{
                fmt::format("cannot read '{}': {}", gpkg.string(), CPLGetLastErrorMsg())};
        }
    }

    [[nodiscard]] OGRLayer& layer() { return *layer_; }

    void for_each(const std::function<void(const OGRFeature&)>& use)
    {
        layer_->ResetReading();
        while (const OGRFeatureUniquePtr feature{layer_->GetNextFeature()}) {
            use(*feature);
        }
    }

    /// The longest value of each column in bytes, feature_id first.
    [[nodiscard]] std::vector<int> widths(const datasets::DatasetInfo& info)
    {
        std::string sql = "SELECT max(length(CAST(feature_id AS BLOB)))";
        for (const datasets::Field& field : info.schema.fields) {
            sql += fmt::format(", max(length(CAST({} AS BLOB)))", datasets::sql_name(field.name));
        }
        sql += " FROM " + datasets::sql_name(info.manifest.id);
        const auto close = [this](OGRLayer* answer) { dataset_->ReleaseResultSet(answer); };
        const std::unique_ptr<OGRLayer, decltype(close)> answer{
            dataset_->ExecuteSQL(sql.c_str(), nullptr, nullptr), close};
        const OGRFeatureUniquePtr row{answer == nullptr ? nullptr : answer->GetNextFeature()};
        std::vector<int> widths(info.schema.fields.size() + 1, 0);
        for (std::size_t i = 0; row != nullptr && i < widths.size(); ++i) {
            widths[i] = row->GetFieldAsInteger(static_cast<int>(i));
        }
        return widths;
    }

private:
    GDALDatasetUniquePtr dataset_{};
    OGRLayer* layer_ = nullptr; ///< of dataset_
};

/// A file being written by a driver.
class Target {
public:
    Target(const char* driver, fs::path path, const CPLStringList& options = {}) : path_{std::move(path)}
    {
        create(driver, path_.string(), options);
    }

    /// For a driver that does not look whether its writes succeed.
    struct Checked {};
    Target(const char* driver, fs::path path, Checked /*wanted*/, const CPLStringList& options = {})
        : path_{std::move(path)}
    {
        checked_.emplace(path_);
        create(driver, checked_->virtual_path(), options);
    }

    OGRLayer& add_layer(const std::string& name, OGRSpatialReference* crs, OGRwkbGeometryType type,
                        const std::vector<Column>& columns, const CPLStringList& options = {})
    {
        OGRLayer* const layer = dataset_->CreateLayer(name.c_str(), crs, type, CPLStringList{options}.List());
        check(layer != nullptr, path_);
        for (const Column& column : columns) {
            OGRFieldDefn field{column.name.c_str(), column.type};
            field.SetSubType(column.subtype);
            field.SetWidth(column.width);
            check(layer->CreateField(&field) == OGRERR_NONE, path_);
        }
        return *layer;
    }

    void write(OGRLayer& layer, OGRFeature& feature) const
    {
        check(layer.CreateFeature(&feature) == OGRERR_NONE, path_);
    }

    /// Drivers write much of a file only now.
    void close()
    {
        CPLErrorReset();
        dataset_.reset();
        if (checked_) {
            checked_->require_whole();
        }
        check(CPLGetLastErrorType() < CE_Failure, path_);
    }

private:
    void create(const char* driver, const std::string& path, const CPLStringList& options)
    {
        GDALDriver* const found = GetGDALDriverManager()->GetDriverByName(driver);
        if (found == nullptr) {
            throw datasets::StorageError{fmt::format("this GDAL has no driver {}", driver)};
        }
        // Create wants a plain char**, and does not write to it.
        dataset_.reset(found->Create(path.c_str(), 0, 0, 0, GDT_Unknown, CPLStringList{options}.List()));
        check(dataset_ != nullptr, path_);
    }

    fs::path path_;
    std::optional<CheckedFile> checked_{};
    GDALDatasetUniquePtr dataset_{};
};

std::string iso_date(const OGRFeature& feature, int field)
{
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, zone = 0;
    feature.GetFieldAsDateTime(field, &year, &month, &day, &hour, &minute, &second, &zone);
    return fmt::format("{:04}-{:02}-{:02}", year, month, day);
}

/// `text`: what becomes of a text. The columns stand together in the target, but a driver may have put its own before them.
void copy_values(const OGRFeature& from, OGRFeature& to, int first_column, const std::vector<Column>& columns,
                 const std::function<std::string(std::string)>& text)
{
    int target = first_column;
    for (const Column& column : columns) {
        const int at = target++;
        if (!from.IsFieldSetAndNotNull(column.from)) {
            continue;
        }
        const bool is_date = from.GetFieldDefnRef(column.from)->GetType() == OFTDate;
        if (column.type == OFTString) {
            to.SetField(
                at, text(is_date ? iso_date(from, column.from) : from.GetFieldAsString(column.from)).c_str());
        } else if (column.type == OFTReal) {
            to.SetField(at, from.GetFieldAsDouble(column.from));
        } else if (column.type == OFTDate) {
            to.SetField(at, from.GetRawFieldRef(column.from));
        } else {
            to.SetField(at, from.GetFieldAsInteger64(column.from));
        }
    }
}

std::string unchanged(std::string text) { return text; }

/// Dates as text, for formats that only know moments or nothing of the kind.
std::vector<Column> with_text_dates(std::vector<Column> columns)
{
    for (Column& column : columns) {
        column.type = column.type == OFTDate ? OFTString : column.type;
    }
    return columns;
}

void write_fgb(const datasets::DatasetInfo& info, Store& store, const fs::path& path)
{
    const auto columns = with_text_dates(columns_of(info.schema, "feature_id", own_names(info.schema)));
    Target target{"FlatGeobuf", path};
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

/// KML's driver knows no 64-bit integers either.
std::vector<Column> kml_columns(const datasets::Schema& schema)
{
    auto columns = with_text_dates(columns_of(schema, "ID", column_headers(schema)));
    for (Column& column : columns) {
        column.type = column.type == OFTInteger64 ? OFTReal : column.type;
    }
    return columns;
}

void write_kml(const datasets::DatasetInfo& info, Store& store, const fs::path& path)
{
    const auto columns = kml_columns(info.schema);
    const auto named = std::find_if(info.schema.fields.begin(), info.schema.fields.end(),
                                    [](const datasets::Field& field) { return field.searchable; });
    const auto name = named == info.schema.fields.end() ? 0 : named - info.schema.fields.begin() + 1;
    CPLStringList options;
    options.SetNameValue("NameField", columns[static_cast<std::size_t>(name)].name.c_str());
    options.SetNameValue("DOCUMENT_ID", info.manifest.id.c_str());
    Target target{"KML", path, Target::Checked{}, options};
    OGRLayer& layer = target.add_layer(info.manifest.id, store.layer().GetSpatialRef(),
                                       store.layer().GetGeomType(), columns);
    const int first = layer.GetLayerDefn()->GetFieldIndex(columns.front().name.c_str());
    store.for_each([&](const OGRFeature& from) {
        OGRFeature to{layer.GetLayerDefn()};
        copy_values(from, to, first, columns, unchanged);
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

std::vector<Column> shapefile_columns(const datasets::DatasetInfo& info, Store& store)
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

void write_shapefiles(const datasets::DatasetInfo& info, Store& store, const fs::path& folder)
{
    const auto columns = shapefile_columns(info, store);
    const auto kinds = shape_kinds(info, store.layer().GetGeomType() == wkbPoint);
    Target target{"ESRI Shapefile", folder};
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

void write_shp_zip(const datasets::DatasetInfo& info, Store& store, const fs::path& path)
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
            Store store{info, gpkg};
            write(info, store, path);
        });
    };
    add(".kml", write_kml);
    add(".shp.zip", write_shp_zip);
    if (info.geometry != GeometryKind::none) {
        add(".fgb", write_fgb);
    }
    return tasks;
}

} // namespace ingest
