#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace ingest {

/// What stands where CP932 has no such character: seen at once, and in no Japanese word.
inline constexpr std::string_view cp932_replacement = "〓";

struct Cp932Text {
    std::string bytes{};
    std::string lacking{}; ///< the characters that CP932 lacks, in UTF-8, in their order
};

/// UTF-8 as CP932 (Windows' Shift_JIS). Characters that other encodings of Japanese take for the same one (a wave dash for ～,
/// a minus sign for －) are written as CP932's; any other that it lacks becomes `cp932_replacement`.
[[nodiscard]] Cp932Text to_cp932(std::string_view text);

/// The text file in CP932, without byte order mark. Throws datasets::StorageError.
void write_cp932_copy(const std::filesystem::path& utf8, const std::filesystem::path& cp932);

} // namespace ingest
