#pragma once

#include "datasets/schema.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace ingest {

/// What can be said of a row.
enum class EntryKind {
    rejected, ///< not published; it stands in rejects.csv
    repaired, ///< published, after something was put right
    warning,  ///< published, but something in it is doubtful or was left out
    note,     ///< published as the manifest wants it, worth knowing
};

/// One thing said of one row. Never holds a private value: the report is public.
struct ReportEntry {
    std::string file{};
    std::int64_t row = 0; ///< 0: it is about the whole table
    EntryKind kind = EntryKind::note;
    std::string code{};                ///< such as position.swapped: the same thing has always the same code
    std::string field{};               ///< the field's name, if it is about one
    std::vector<std::string> others{}; ///< further fields whose values it tells
    datasets::LocalText detail{};
};

/// What became of every row of a run: the row counts add up, and each row that was not simply taken has its entries.
struct Report {
    std::int64_t read = 0;
    std::int64_t published = 0;
    std::int64_t rejected = 0;
    std::int64_t repaired = 0;         ///< rows, of the published ones
    std::int64_t without_position = 0; ///< of the published ones
    std::vector<ReportEntry> entries{};
};

/// As report.json: rows, summary by code, entries.
[[nodiscard]] std::string to_json(const Report& report, const std::string& dataset,
                                  const std::string& version);

/// What a person wants to know at the end of a run, in Japanese and English: the counts, then each code with how often and
/// in which rows first.
[[nodiscard]] std::string to_text(const Report& report);

} // namespace ingest
