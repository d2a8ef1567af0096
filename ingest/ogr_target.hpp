#pragma once

#include "datasets/dataset_info.hpp"

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

/// From the published features to a file of another format, both through GDAL. Includes GDAL for the files that know it.
namespace ingest {

/// A column of a download: field `from` of features.gpkg, whose field 0 is feature_id.
struct OgrColumn {
    std::string name{};
    OGRFieldType type = OFTString;
    OGRFieldSubType subtype = OFSTNone;
    int width = 0; ///< 0: the driver's own
    int from = 0;
};

/// The columns of a download with these names, one a field of the schema, behind the id.
[[nodiscard]] std::vector<OgrColumn> columns_of(const datasets::Schema& schema, const std::string& id,
                                                const std::vector<std::string>& names);

/// What goes from one feature to another. `text`: what becomes of a text. The columns stand together in the target, from
/// `first_column` on.
void copy_values(const OGRFeature& from, OGRFeature& to, int first_column,
                 const std::vector<OgrColumn>& columns, const std::function<std::string(std::string)>& text);

/// The published features.
class OgrStore {
public:
    OgrStore(const datasets::DatasetInfo& info, const std::filesystem::path& gpkg);

    [[nodiscard]] OGRLayer& layer() { return *layer_; }

    void for_each(const std::function<void(const OGRFeature&)>& use);

    /// The longest value of each column in bytes, feature_id first.
    [[nodiscard]] std::vector<int> widths(const datasets::DatasetInfo& info);

private:
    GDALDatasetUniquePtr dataset_{};
    OGRLayer* layer_ = nullptr; ///< of dataset_
};

/// A file being written by a driver. Throws datasets::StorageError that names it.
class OgrTarget {
public:
    OgrTarget(const char* driver, std::filesystem::path path);

    OGRLayer& add_layer(const std::string& name, OGRSpatialReference* crs, OGRwkbGeometryType type,
                        const std::vector<OgrColumn>& columns, const CPLStringList& options = {});
    void write(OGRLayer& layer, OGRFeature& feature) const;
    /// Drivers write much of a file only now.
    void close();

private:
    std::filesystem::path path_;
    GDALDatasetUniquePtr dataset_{};
};

} // namespace ingest
