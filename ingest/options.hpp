#pragma once

#include "tiles/tile_id.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace ingest {

struct RunOptions {
    std::vector<std::filesystem::path> manifests{};
    std::filesystem::path store{};
    bool dry_run = false;
    int memory = 512; ///< MiB, see Job
    bool json = false;
};

struct CheckOptions {
    std::vector<std::filesystem::path> files{};
    std::filesystem::path store{}; ///< may be empty: only joins need it
    std::string standard{}; ///< the standard dataset to hold files against; empty: the files are manifests
    std::string layer{};    ///< with a standard: which sheet
    bool json = false;
};

struct DraftOptions {
    std::filesystem::path file{};
    std::filesystem::path output{}; ///< empty: to standard output
    std::string layer{};
};

struct ListOptions {
    std::filesystem::path store{};
    bool json = false;
};

struct VersionsOptions {
    std::string dataset{};
    std::filesystem::path store{};
    bool json = false;
};

struct RollbackOptions {
    std::string dataset{};
    std::string version = "previous";
    std::filesystem::path store{};
    bool json = false;
};

struct PruneOptions {
    std::vector<std::string> datasets{}; ///< empty: all
    int keep = 0;
    std::filesystem::path store{};
    bool json = false;
};

struct DiffOptions {
    std::string dataset{};
    std::string before = "previous";
    std::string after = "current";
    std::filesystem::path store{};
    bool json = false;
    bool csv = false;
};

/// `tiles inspect FILE [z/x/y]`.
struct InspectOptions {
    std::filesystem::path file{};
    std::optional<tiles::TileId> tile{}; ///< one tile of an archive
    int buffer = 64;                     ///< in 4096ths of a tile
    int worst = 10;                      ///< how many of the largest tiles to name
    bool features = false;               ///< every feature of the tile, too
    bool json = false;
};

/// The command line was wrong, or asked for help: what to print, and the exit status.
struct UsageReply {
    std::string text{};
    int status = 0;
};

using Options = std::variant<RunOptions, CheckOptions, DraftOptions, ListOptions, VersionsOptions,
                             RollbackOptions, PruneOptions, DiffOptions, InspectOptions, UsageReply>;

[[nodiscard]] Options parse_options(int argc, const char* const* argv);

} // namespace ingest
