#pragma once

#include "ingest/number_format.hpp"
#include "ingest/xlsx_part.hpp"

#include <string>
#include <vector>

namespace ingest {

/// What an Office Open XML workbook (ECMA-376, 18) holds beside the cells of its sheets.
struct XlsxWorkbook {
    struct Sheet {
        std::string name{};
        std::string part{}; ///< of the archive
        bool hidden = false;
    };

    std::vector<Sheet> sheets{};         ///< worksheets in their order; a page that is a chart is none
    std::vector<std::string> strings{};  ///< shared by the cells, without phonetic guides (ふりがな)
    std::vector<NumberFormat> formats{}; ///< by a cell's style
    bool epoch_1904 = false;
};

/// `name` is what messages call the file. Throws IngestError if it is no workbook, if it is damaged, or if it is
/// beyond the limits.
[[nodiscard]] XlsxWorkbook read_xlsx_workbook(const OpenPart& archive, const std::string& name,
                                              const XlsxLimits& limits = {});

/// A text as Excel means it: _x000D_ stands for a character that XML cannot hold, or that was awkward in it (22.4.2.4).
[[nodiscard]] std::string without_escapes(std::string text);

} // namespace ingest
