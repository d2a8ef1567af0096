#pragma once

#include "ingest/downloads.hpp"
#include "ingest/report.hpp"
#include "ingest/source_row.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace ingest {

/// rejects.csv: every rejected row as it stood in its source, with file, row number and reason before it, so that a clerk can
/// mend it and nothing is lost. Holds private columns: mode 0600, never public.
class Rejects {
public:
    Rejects(const std::filesystem::path& path, const std::vector<std::string>& columns);

    /// `reason`: the entry that rejected the row. Own geometry stands as hexadecimal WKB in the last column; cells beyond
    /// the header's columns, of a row that was too wide, follow behind it.
    void add(const std::string& file, const SourceRow& row, const ReportEntry& reason);
    void finish();

private:
    TextFile file_;
};

} // namespace ingest
