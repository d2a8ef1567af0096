#pragma once

#include "ingest/number_format.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace ingest {

/// Bytes piece by piece; an empty piece is their end.
using ByteStream = std::function<std::string()>;

/// Opens one part of a spreadsheet's archive by its name, such as xl/workbook.xml; nothing if there is no such part.
using OpenPart = std::function<std::optional<ByteStream>(const std::string& part)>;

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

/// `name` is what messages call the file. Throws IngestError if it is no workbook, if it is damaged, or if its shared strings
/// take more than 256 MiB.
[[nodiscard]] XlsxWorkbook read_xlsx_workbook(const OpenPart& archive, const std::string& name);

/// A text as Excel means it: _x000D_ stands for a character that XML cannot hold, or that was awkward in it (22.4.2.4).
[[nodiscard]] std::string without_escapes(std::string text);

} // namespace ingest
