#pragma once

#include <filesystem>

namespace tiles {

/// Creates a file that has no name, and opens it for reading and writing: it is gone with its last descriptor or mapping, so that not
/// even a killed process leaves it behind. `near`: the path of a file; this one lies in the same folder. The descriptor is the
/// caller's. Throws datasets::StorageError.
[[nodiscard]] int open_nameless_file(const std::filesystem::path& near);

} // namespace tiles
