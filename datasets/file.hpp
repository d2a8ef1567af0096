#pragma once

#include <cstdint>
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

/// Creates a file that has no name, in the folder of `near`, for reading and writing: it is gone with its last descriptor or mapping, so
/// that not even a killed process leaves it behind. The descriptor is the caller's. Throws StorageError that names the folder.
[[nodiscard]] int open_nameless_file(const std::filesystem::path& near);

/// Why a library could not write `path`, where it does not say so itself: "No space left on device", "File too large" or another
/// word of the system, found by writing a little beside it. A disk with less than `wanted` bytes free counts as full: what the
/// library had written may be gone by now. Empty if nothing stands in the way.
[[nodiscard]] std::string obstacle_to_writing(const std::filesystem::path& path, std::uintmax_t wanted = 0);

} // namespace datasets
