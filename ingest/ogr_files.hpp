#pragma once

#include "ingest/xlsx_workbook.hpp"

#include <filesystem>
#include <string>
#include <vector>

// Files as GDAL's virtual file systems name them. Beside ogr_source.cpp, ogr_files.cpp is all of Machizu that knows GDAL.

namespace ingest {

/// `/vsizip//data/a.zip/b.csv` taken apart: the virtual file systems in front, and the rest.
struct VirtualPath {
    std::string systems{};
    std::string rest{};
};
[[nodiscard]] VirtualPath virtual_path(const std::string& path);

/// The path GDAL opens: `path` of the manifest beside the manifest's folder, a /vsizip/ or /vsigzip/ before it kept in front. Where
/// nothing has that name, but something has it with its kana taken apart, as macOS writes names, that one.
[[nodiscard]] std::string source_path(const std::filesystem::path& manifest_folder, const std::string& path);

/// What a folder, an archive or a folder in one holds, its own folders with '/' at their end; nothing for a file, a file geodatabase, or
/// what is not there.
[[nodiscard]] std::vector<std::string> names_within(const std::string& path);

/// Files on disk that belong to a source path, sorted: the archive of a virtual path, all parts of a Shapefile, every file
/// of a folder. Throws IngestError if there is none.
[[nodiscard]] std::vector<std::filesystem::path> files_of_source(const std::string& path);

/// The ending of a path in lower case, with its dot; that of the file in it for a .gz. Empty if there is none.
[[nodiscard]] std::string extension_of(std::string path);

/// Makes GDAL take names in the zip archive of a /vsizip/ path for what they are, if the archive does not say: UTF-8 if all are,
/// else CP932, in which Windows writes them. To be called before anything in the archive is opened; of other paths nothing is done.
/// Throws IngestError for an archive with a password.
void prepare_archive(const std::string& path);

/// All bytes of a file, also within an archive. Throws IngestError that names the file if it cannot be read to its end.
[[nodiscard]] std::string read_source_bytes(const std::string& path);

/// The first bytes of a file, at most 64 KiB, also within an archive; none if it cannot be opened.
[[nodiscard]] std::string read_source_start(const std::string& path);

/// The parts of a spreadsheet's archive, unpacked piece by piece. What the function gives throws IngestError if a part breaks
/// off. Throws IngestError that names the file if it cannot be opened or is no archive.
[[nodiscard]] OpenPart archive_parts(const std::string& path);

} // namespace ingest
