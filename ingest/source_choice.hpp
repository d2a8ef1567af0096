#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ingest {

/// True for names of files that hold data of their own: tables, workbooks, GeoPackages, the .shp of a Shapefile. Not for what goes with
/// such a file (.dbf, .prj), and not for .txt, which may be data or a note about it.
[[nodiscard]] bool is_data_file(std::string_view name);

/// Which file of a folder or archive is the source: the one that holds data, or the folder of several Shapefiles, which are layers then.
/// Files that systems leave behind are passed over, and .txt where anything else holds data.
///
/// `names`: paths within it, those of folders with '/' at their end. Nothing: all of it is for GDAL to judge. Throws IngestError that
/// lists what there is to choose from, or that there is but another archive; `path` is the folder or archive as the manifest names it.
[[nodiscard]] std::optional<std::string> chosen_source(const std::vector<std::string>& names,
                                                       const std::string& path);

} // namespace ingest
