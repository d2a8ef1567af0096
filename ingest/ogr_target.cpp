#include "ingest/ogr_target.hpp"

#include "datasets/error.hpp"
#include "datasets/file.hpp"
#include "datasets/sqlite.hpp"
#include "ingest/gdal_errors.hpp"

#include <cpl_error.h>
#include <cpl_string.h>
#include <fmt/format.h>

#include <array>
#include <memory>
#include <utility>

namespace ingest {

namespace {

namespace fs = std::filesystem;
using datasets::FieldType;

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

std::string iso_date(const OGRFeature& feature, int field)
{
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, zone = 0;
    feature.GetFieldAsDateTime(field, &year, &month, &day, &hour, &minute, &second, &zone);
    return fmt::format("{:04}-{:02}-{:02}", year, month, day);
}

} // namespace

std::vector<OgrColumn> columns_of(const datasets::Schema& schema, const std::string& id,
                                  const std::vector<std::string>& names)
{
    std::vector<OgrColumn> columns{{id, OFTString, OFSTNone, 0, 0}};
    for (std::size_t i = 0; i < names.size(); ++i) {
        const FieldType type = schema.fields[i].type;
        columns.push_back({names[i], ogr_type(type), type == FieldType::boolean ? OFSTBoolean : OFSTNone, 0,
                           static_cast<int>(i) + 1});
    }
    return columns;
}

void copy_values(const OGRFeature& from, OGRFeature& to, int first_column,
                 const std::vector<OgrColumn>& columns, const std::function<std::string(std::string)>& text)
{
    int target = first_column;
    for (const OgrColumn& column : columns) {
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

OgrStore::OgrStore(const datasets::DatasetInfo& info, const fs::path& gpkg)
{
    const std::array<const char*, 2> options{"IMMUTABLE=YES", nullptr};
    dataset_.reset(
        GDALDataset::Open(gpkg.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY, nullptr, options.data(), nullptr));
    layer_ = dataset_ == nullptr ? nullptr : dataset_->GetLayerByName(info.manifest.id.c_str());
    if (layer_ == nullptr) {
        throw datasets::StorageError{
            fmt::format("cannot read '{}': {}", gpkg.string(), CPLGetLastErrorMsg())};
    }
}

void OgrStore::for_each(const std::function<void(const OGRFeature&)>& use)
{
    layer_->ResetReading();
    while (const OGRFeatureUniquePtr feature{layer_->GetNextFeature()}) {
        use(*feature);
    }
}

std::vector<int> OgrStore::widths(const datasets::DatasetInfo& info)
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

OgrTarget::OgrTarget(const char* driver, fs::path path) : path_{std::move(path)}
{
    GDALDriver* const found = GetGDALDriverManager()->GetDriverByName(driver);
    if (found == nullptr) {
        throw datasets::StorageError{fmt::format("this GDAL has no driver {}", driver)};
    }
    dataset_.reset(found->Create(path_.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
    check(dataset_ != nullptr, path_);
}

OGRLayer& OgrTarget::add_layer(const std::string& name, OGRSpatialReference* crs, OGRwkbGeometryType type,
                               const std::vector<OgrColumn>& columns, const CPLStringList& options)
{
    OGRLayer* const layer = dataset_->CreateLayer(name.c_str(), crs, type, CPLStringList{options}.List());
    check(layer != nullptr, path_);
    for (const OgrColumn& column : columns) {
        OGRFieldDefn field{column.name.c_str(), column.type};
        field.SetSubType(column.subtype);
        field.SetWidth(column.width);
        check(layer->CreateField(&field) == OGRERR_NONE, path_);
    }
    return *layer;
}

void OgrTarget::write(OGRLayer& layer, OGRFeature& feature) const
{
    check(layer.CreateFeature(&feature) == OGRERR_NONE, path_);
}

void OgrTarget::close()
{
    CPLErrorReset();
    dataset_.reset();
    check(CPLGetLastErrorType() < CE_Failure, path_);
}

} // namespace ingest
