#include "ingest/ogr_source.hpp"

#include "ingest/dbf_text.hpp"
#include "ingest/error.hpp"
#include "ingest/gdal_errors.hpp"
#include "ingest/ogr_files.hpp"
#include "ingest/table.hpp"
#include "ingest/table_source.hpp"
#include "ingest/text_encoding.hpp"
#include "ingest/xlsx_reader.hpp"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_vsi.h>
#include <fmt/format.h>
#include <gdal.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace ingest {

namespace {

namespace fs = std::filesystem;

/// Spreadsheets that GDAL reads; .xlsx is read by ourselves.
bool is_spreadsheet(const std::string& path)
{
    const std::string extension = extension_of(path);
    return extension == ".ods" || extension == ".xls";
}

/// An option of GDAL for as long as one file is being opened.
class ConfigOption {
public:
    ConfigOption(const char* name, const char* value) : name_{name}
    {
        CPLSetThreadLocalConfigOption(name, value);
    }
    ConfigOption(const ConfigOption&) = delete;
    ConfigOption& operator=(const ConfigOption&) = delete;
    ~ConfigOption() { CPLSetThreadLocalConfigOption(name_, nullptr); }

private:
    const char* name_;
};

/// As GDAL gives a zone: 0 or 1 if it is not said, else 100 and the quarters of an hour that it is east of UTC.
std::string zone_text(int zone)
{
    if (zone < 2) {
        return "";
    }
    const int east = (zone - 100) * 15;
    return fmt::format("{}{:02}:{:02}", east < 0 ? '-' : '+', std::abs(east) / 60, std::abs(east) % 60);
}

std::string iso_date(const OGRFeature& feature, int field, OGRFieldType type)
{
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, zone = 0;
    feature.GetFieldAsDateTime(field, &year, &month, &day, &hour, &minute, &second, &zone);
    if (type == OFTDate) {
        return fmt::format("{:04}-{:02}-{:02}", year, month, day);
    }
    if (type == OFTTime) {
        return fmt::format("{:02}:{:02}", hour, minute);
    }
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}", year, month, day, hour, minute, second,
                       zone_text(zone));
}

std::string cell_text(OGRFeature& feature, int field)
{
    if (!feature.IsFieldSetAndNotNull(field)) {
        return "";
    }
    const OGRFieldType type = feature.GetFieldDefnRef(field)->GetType();
    const bool is_time = type == OFTDate || type == OFTDateTime || type == OFTTime;
    return is_time ? iso_date(feature, field, type) : std::string{feature.GetFieldAsString(field)};
}

std::optional<datasets::Bytes> geometry_of(OGRFeature& feature)
{
    const OGRGeometry* original = feature.GetGeometryRef();
    if (original == nullptr || original->IsEmpty()) {
        return std::nullopt;
    }
    const OGRGeometryUniquePtr plain{original->getLinearGeometry()};
    plain->flattenTo2D();
    datasets::Bytes wkb(plain->WkbSize());
    // Debian 12's GDAL takes unsigned char, as all later ones do.
    plain->exportToWkb(wkbNDR, reinterpret_cast<unsigned char*>(wkb.data()), wkbVariantIso);
    return wkb;
}

/// Rows of one layer, through GDAL.
class OgrRows final : public RowReader {
public:
    /// `numbers_from`: number of the first row. `decode`: text of the layer is in this encoding, not yet in UTF-8.
    OgrRows(GDALDatasetUniquePtr dataset, OGRLayer& layer, bool is_table, std::optional<TextEncoding> decode,
            std::string name)
        : dataset_{std::move(dataset)}, layer_{&layer}, decode_{decode}, name_{std::move(name)}
    {
        layer_->ResetReading();
        OGRFeatureDefn& definition = *layer_->GetLayerDefn();
        field_count_ = definition.GetFieldCount();
        for (int i = 0; !is_table && i < field_count_; ++i) {
            columns_.push_back(decoded(definition.GetFieldDefn(i)->GetNameRef()));
        }
    }

    [[nodiscard]] const std::vector<std::string>& columns() const override { return columns_; }

    [[nodiscard]] std::optional<SourceRow> next() override
    {
        const QuietErrors quiet;
        const OGRFeatureUniquePtr feature{layer_->GetNextFeature()};
        if (feature == nullptr) {
            if (CPLGetLastErrorType() >= CE_Failure) {
                throw IngestError{fmt::format(
                    "{0}: {1} 行目の後で読めなくなりました / reading broke off after row {1}: {2}", name_,
                    number_, QuietErrors::message())};
            }
            return std::nullopt;
        }
        SourceRow row;
        row.number = ++number_;
        for (int i = 0; i < field_count_; ++i) {
            row.cells.push_back(decoded(cell_text(*feature, i)));
        }
        row.wkb = geometry_of(*feature);
        return row;
    }

private:
    /// Text of fixed width may be cut within a character, whoever decodes it.
    [[nodiscard]] std::string decoded(const std::string& text) const
    {
        const TextEncoding encoding = decode_.value_or(TextEncoding::utf8);
        const std::string name = number_ == 0 ? name_ : fmt::format("{}: row {}", name_, number_);
        return decode_text(without_half_character(text, encoding), encoding, name);
    }

    GDALDatasetUniquePtr dataset_;
    OGRLayer* layer_; ///< owned by dataset_
    std::optional<TextEncoding> decode_;
    std::string name_;
    int field_count_ = 0;
    std::int64_t number_ = 0;
    std::vector<std::string> columns_{};
};

bool is_shapefile(GDALDataset& dataset)
{
    return dataset.GetDriver() != nullptr &&
           std::string_view{dataset.GetDriver()->GetDescription()} == "ESRI Shapefile";
}

/// The layer's .dbf, in a folder or an archive too.
std::string dbf_of(GDALDataset& dataset, const std::string& layer, const std::string& path)
{
    const std::unique_ptr<char*, decltype(&CSLDestroy)> files{dataset.GetFileList(), &CSLDestroy};
    for (char** file = files.get(); file != nullptr && *file != nullptr; ++file) {
        if (extension_of(*file) == ".dbf" && fs::path{*file}.stem() == layer) {
            return *file;
        }
    }
    throw IngestError{fmt::format(
        "'{0}' を開けません: '{1}.dbf' がありません。シェープファイルには .shp、.shx、.dbf が必要です / "
        "cannot open '{0}': '{1}.dbf' is missing; a Shapefile needs its .shp, .shx and .dbf",
        path, layer)};
}

bool has_code_page_file(const fs::path& dbf)
{
    for (const char* extension : {".cpg", ".CPG"}) {
        VSIStatBufL status;
        if (VSIStatL(fs::path{dbf}.replace_extension(extension).c_str(), &status) == 0) {
            return true;
        }
    }
    return false;
}

/// The encoding of a Shapefile's text if the file itself does not say it, since GDAL would take it for ISO-8859-1.
/// Nothing if GDAL is to decide.
std::optional<TextEncoding> shapefile_encoding(const datasets::Source& source, GDALDataset& dataset,
                                               const std::string& layer, const std::string& path)
{
    if (!is_shapefile(dataset)) {
        return std::nullopt;
    }
    const std::string dbf = dbf_of(dataset, layer, path);
    if (const auto stated = text_encoding_from(source.encoding)) {
        return stated;
    }
    return has_code_page_file(dbf) ? std::nullopt : dbf_text_encoding(read_source_bytes(dbf), dbf);
}

OGRLayer& find_layer(GDALDataset& dataset, const std::string& wanted, const std::string& path)
{
    std::string names;
    for (OGRLayer* layer : dataset.GetLayers()) {
        if (layer->GetName() == wanted || (wanted.empty() && dataset.GetLayerCount() == 1)) {
            return *layer;
        }
        names += names.empty() ? layer->GetName() : std::string{", "} + layer->GetName();
    }
    if (wanted.empty() && dataset.GetLayerCount() > 1) {
        throw IngestError{fmt::format("{0}: どのレイヤーかをマニフェストに書いてください（source.layer）: "
                                      "{1} / say in the manifest which layer is meant (source.layer): {1}",
                                      path, names)};
    }
    throw IngestError{fmt::format(
        "{0}: レイヤー「{1}」はありません。あるもの: {2} / there is no layer '{1}'; there are: {2}", path,
        wanted, names)};
}

/// What PROJ can make of the layer's CRS: a code if it has one, else its WKT.
std::string crs_of(OGRLayer& layer)
{
    const OGRSpatialReference* crs = layer.GetSpatialRef();
    if (crs == nullptr) {
        return "";
    }
    const std::unique_ptr<OGRSpatialReference> identified{crs->Clone()};
    identified->AutoIdentifyEPSG();
    const char* authority = identified->GetAuthorityName(nullptr);
    const char* code = identified->GetAuthorityCode(nullptr);
    if (authority != nullptr && code != nullptr) {
        return fmt::format("{}:{}", authority, code);
    }
    char* wkt = nullptr;
    const std::array<const char*, 2> options{"FORMAT=WKT2_2019", nullptr};
    identified->exportToWkt(&wkt, options.data());
    const std::string text = wkt != nullptr ? wkt : "";
    CPLFree(wkt);
    return text;
}

GDALDatasetUniquePtr open_dataset(const std::string& path, const char* open_option)
{
    const std::array<const char*, 2> options{open_option, nullptr};
    GDALDatasetUniquePtr dataset{
        GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY, nullptr, options.data(), nullptr)};
    if (dataset == nullptr) {
        const char* const unknown =
            extension_of(path) == ".json"
                ? "it is JSON, but neither GeoJSON nor a list of objects such as [{\"name\": \"…\", …}, …]"
                : "it is of no format that is known; save it as CSV or Excel, or export it as GeoPackage or "
                  "Shapefile";
        throw IngestError{fmt::format("'{0}' を開けません: 知らない形式か、壊れています。CSV か Excel "
                                      "で保存し直すか、GeoPackage かシェープファイルに"
                                      "書き出してください / cannot open '{0}': {1}",
                                      path, QuietErrors::message(unknown))};
    }
    return dataset;
}

void register_drivers()
{
    static const bool registered = [] {
        GDALAllRegister();
        return true;
    }();
    (void)registered;
}

OpenedSource open_with_gdal(const datasets::Source& source, const std::string& path)
{
    register_drivers();
    const bool is_table = is_spreadsheet(path);
    // Headers are read by us, titles above them and all; values stay as they are written.
    const ConfigOption ods_headers{"OGR_ODS_HEADERS", "DISABLE"};
    const ConfigOption ods_types{"OGR_ODS_FIELD_TYPES", "STRING"};
    const QuietErrors quiet;
    GDALDatasetUniquePtr dataset = open_dataset(path, nullptr);
    OGRLayer* layer = &find_layer(*dataset, source.layer, path);
    const auto decode = shapefile_encoding(source, *dataset, layer->GetName(), path);
    if (decode) {
        dataset = open_dataset(path, "ENCODING="); // which gives the bytes as they stand
        layer = &find_layer(*dataset, source.layer, path);
    }
    OpenedSource opened;
    opened.encoding = decode ? std::string{to_string(*decode)} : "";
    opened.crs = crs_of(*layer);
    opened.row_count = std::max<GIntBig>(layer->GetFeatureCount(), 0);
    opened.rows = std::make_unique<OgrRows>(std::move(dataset), *layer, is_table, decode, path);
    if (is_table) {
        opened.rows = read_table(std::move(opened.rows), source, path);
    }
    return opened;
}

} // namespace

OpenedSource open_source(const datasets::Source& source, const std::string& path)
{
    prepare_archive(path);
    if (is_text_table(path)) {
        return open_text_table(source, path);
    }
    if (is_json_list(path)) {
        return open_json_list(path);
    }
    return is_workbook(path) ? open_workbook(source, path) : open_with_gdal(source, path);
}

std::vector<SourceLayer> layers_of_source(const std::string& path)
{
    prepare_archive(path);
    if (is_text_table(path) || is_json_list(path)) {
        return {};
    }
    if (is_workbook(path)) {
        return sheets_of(archive_parts(path), path);
    }
    register_drivers();
    const QuietErrors quiet;
    const GDALDatasetUniquePtr dataset = open_dataset(path, nullptr);
    std::vector<SourceLayer> layers;
    for (OGRLayer* layer : dataset->GetLayers()) {
        layers.push_back({layer->GetName(), false, std::max<GIntBig>(layer->GetFeatureCount(), 0)});
    }
    return layers;
}

std::string gdal_version() { return GDALVersionInfo("RELEASE_NAME"); }

} // namespace ingest
