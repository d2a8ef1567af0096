#pragma once

#include <filesystem>

namespace ingest {

/// A folder for files that nobody is to see (mode 0700), gone with this object.
class ScratchFolder {
public:
    /// In the system's folder for temporary files. Throws datasets::StorageError.
    ScratchFolder();
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    ~ScratchFolder();

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_{};
};

} // namespace ingest
