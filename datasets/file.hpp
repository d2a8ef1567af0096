#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace datasets {

/// The whole file. Throws StorageError that names it.
[[nodiscard]] std::string read_file(const std::filesystem::path& path);

/// Writes a file that is not there yet and makes it durable (fsync). Throws StorageError that names it.
void write_file(const std::filesystem::path& path, std::string_view bytes, int mode = 0644);

/// Makes what was written to an existing file, or the entries of a folder, durable. Throws StorageError.
void sync_path(const std::filesystem::path& path);

} // namespace datasets
