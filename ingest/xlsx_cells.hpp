#pragma once

#include "ingest/source_row.hpp"
#include "ingest/xlsx_text.hpp"
#include "ingest/xlsx_workbook.hpp"
#include "ingest/xml_stream.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

namespace ingest {

/// The rows of a sheet as its XML comes: <sheetData> with <row r="3"> of <c r="B3" s="1" t="s"><v>12</v></c>.
class XlsxCells final : public XmlListener {
public:
    /// `part` and `name` are what messages call the XML and the file. `row_bytes`: the most that the cells of a row may hold.
    /// Both workbook and name must outlive this.
    XlsxCells(const XlsxWorkbook& workbook, const std::string& part, const std::string& name,
              std::size_t row_bytes);

    /// To be fed; throws IngestError, and so does this, if the sheet is damaged.
    XmlStream& xml() { return xml_; }

    /// The rows that have been read and not been taken.
    std::deque<SourceRow>& rows() { return rows_; }

    void start(std::string_view element, const XmlAttributes& attributes) override;
    void end(std::string_view element) override;
    void text(std::string_view piece) override;

private:
    [[noreturn]] void fail(const std::string& what) const;
    void begin_row(std::string_view stated);
    void begin_cell(const XmlAttributes& attributes);
    void end_cell();
    [[nodiscard]] std::string value() const;

    const XlsxWorkbook& workbook_;
    const std::string& name_;
    std::size_t most_row_bytes_;
    std::deque<SourceRow> rows_{};
    SourceRow row_{};
    std::int64_t last_row_ = 0;
    std::size_t row_bytes_ = 0;
    std::size_t column_ = 0;
    std::size_t style_ = 0;
    std::string type_{};
    std::string text_{};
    XlsxText text_of_{};
    bool in_row_ = false;
    bool in_cell_ = false;
    bool has_formula_ = false;
    XmlStream xml_;
};

} // namespace ingest
