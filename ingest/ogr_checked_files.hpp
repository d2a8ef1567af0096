#pragma once

#include <filesystem>
#include <string>

namespace ingest {

/// A file that a driver of GDAL writes, watched. Some drivers (KML) do not look at what writing gives back, so that a full disk would
/// leave half a file that nobody complains of. Through `virtual_path` they write to the same file, and every write that fails
/// is remembered, with the system's reason.
class CheckedFile {
public:
    explicit CheckedFile(std::filesystem::path path);
    CheckedFile(const CheckedFile&) = delete;
    CheckedFile& operator=(const CheckedFile&) = delete;
    ~CheckedFile();

    /// What GDAL is to open or create: the path behind a virtual file system of ours.
    [[nodiscard]] const std::string& virtual_path() const { return virtual_path_; }

    /// To be called after the driver has closed the file. Throws datasets::StorageError if any write failed.
    void require_whole() const;

private:
    std::filesystem::path path_;
    std::string virtual_path_;
};

} // namespace ingest
