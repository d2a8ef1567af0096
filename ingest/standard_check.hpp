#pragma once

#include "ingest/source_row.hpp"
#include "ingest/standard_header.hpp"
#include "ingest/standard_models.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace ingest {

/// How a file stands to a standard dataset.
struct StandardReport {
    std::string model{};
    bool is_head_only = false;
    std::string file{};
    std::string encoding{}; ///< empty if the format carries it
    std::int64_t rows = 0;
    std::vector<StandardFinding> findings{}; ///< columns first, then cells, in the standard's order

    /// True if there is nothing but what the standard lets pass.
    [[nodiscard]] bool conforms() const;
};

/// Reads all of a table, wherever its header is, and holds it against the model. `layer`: which sheet; empty if there is one.
/// Throws IngestError that says what cannot be read, and what to do.
[[nodiscard]] StandardReport check_standard(const StandardModel& model, const std::filesystem::path& file,
                                            const std::string& layer);

/// For people, in Japanese and English; for machines.
[[nodiscard]] std::string to_text(const StandardReport& report);
[[nodiscard]] std::string to_json(const StandardReport& report);

} // namespace ingest
