#pragma once

#include <filesystem>
#include <string_view>

namespace ingest {

/// Writes a ZIP archive piece by piece, deflated; only a few kilobytes are ever in memory. Times of the files are left at the
/// format's beginning (1980), so that the same content gives the same archive. Throws datasets::StorageError that names it.
/// Behind it is GDAL's own copy of minizip.
class ZipWriter {
public:
    explicit ZipWriter(std::filesystem::path path);
    ZipWriter(const ZipWriter&) = delete;
    ZipWriter& operator=(const ZipWriter&) = delete;
    ~ZipWriter(); ///< an archive that is not closed is no archive: its owner removes it

    /// What is written from now on is in this file, until the next begins.
    void begin_file(const std::string& name);
    void write(std::string_view bytes);
    void close();

private:
    void check(bool good) const;
    void end_file();

    std::filesystem::path path_;
    void* zip_ = nullptr;
    bool in_file_ = false;
};

} // namespace ingest
