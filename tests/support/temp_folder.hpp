#pragma once

#include "datasets/error.hpp"
#include "datasets/file.hpp"

#include <cstdlib>
#include <filesystem>
#include <string>

/// A new empty folder that goes when the test ends.
class TempFolder {
public:
    TempFolder()
    {
        std::string name = (std::filesystem::temp_directory_path() / "machizu-test-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) {
            throw datasets::StorageError{"cannot make a folder for the test"};
        }
        path_ = name;
    }
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;
    ~TempFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_{};
};
