#pragma once

#include "ingest/source_row.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace ingest {

/// A sheet of a workbook, or a layer of another file.
struct SourceLayer {
    std::string name{};
    bool hidden = false;
    std::int64_t rows = 0; ///< that hold anything, a header among them
};

/// A source file, opened.
struct OpenedSource {
    std::unique_ptr<RowReader> rows{};
    std::string encoding{}; ///< of the text in it; empty if the format carries it
    std::string crs{}; ///< of the rows' own geometry, as PROJ understands it; empty if the file does not say
    std::int64_t row_count = 0; ///< 0 if not known beforehand
};

} // namespace ingest
