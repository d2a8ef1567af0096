#pragma once

#include "tests/support/catch.hpp"

#include <filesystem>
#include <optional>
#include <string>

/// A file or folder of the real data that lies beside the project, in ../shared/corpus, and is too large to be part of it.
/// Where there is no ../shared at all the test says so and passes; where there is, the file must be in it.
inline std::optional<std::filesystem::path> shared_data(const std::string& name)
{
    const auto shared = std::filesystem::path{SOURCE_ROOT}.parent_path() / "shared";
    if (!std::filesystem::exists(shared)) {
        WARN("not tested: there is no " << shared.string());
        return std::nullopt;
    }
    const auto path = shared / "corpus" / name;
    INFO(path.string());
    REQUIRE(std::filesystem::exists(path));
    return path;
}
