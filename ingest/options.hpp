#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace ingest {

struct RunOptions {
    std::vector<std::filesystem::path> manifests{};
    std::filesystem::path store{};
    bool json = false;
};

struct ListOptions {
    std::filesystem::path store{};
    bool json = false;
};

/// The command line was wrong, or asked for help: what to print, and the exit status.
struct UsageReply {
    std::string text{};
    int status = 0;
};

using Options = std::variant<RunOptions, ListOptions, UsageReply>;

[[nodiscard]] Options parse_options(int argc, const char* const* argv);

} // namespace ingest
