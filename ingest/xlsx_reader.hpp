#pragma once

#include "ingest/opened_source.hpp"
#include "ingest/source_row.hpp"
#include "ingest/xlsx_cells.hpp"
#include "ingest/xlsx_merges.hpp"
#include "ingest/xlsx_workbook.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace ingest {

/// Rows of one sheet of an Excel workbook (ECMA-376, 18.3). GDAL's reader is not used for it: it adds the phonetic guides of
/// names (ふりがな) to them, takes titles for headers, and does not know merged cells.
///
///     A1:C1 merged     A2:A3 merged       row 1: 所在地 in A, spans A to C (`SourceRow::spans`): only a header spreads it
///     所在地                               row 2: 東部 …
///     東部  | 1 | 2                        row 3: 東部 …    a cell merged over rows holds for each of them
///           | 3 | 4
///
/// Rows have the numbers that Excel shows; those it does not store come as rows without cells. Values are as
/// `shown_number` tells; TRUE and FALSE are words; a cell that holds an error (#N/A), or a formula without a stored result, is
/// empty and named in `SourceRow::unusable`. Hidden rows and columns are read: hiding is no deleting.
class XlsxReader final : public RowReader {
public:
    /// `sheet`: its name, in any width; empty: the only one that is shown and holds anything. `name` is what messages call the
    /// file. Holds the shared strings in memory; rows come piece by piece.
    /// Throws IngestError if the file is damaged or beyond the limits, if there is no such sheet, or which one is meant is
    /// not clear: the message lists them.
    XlsxReader(OpenPart archive, const std::string& sheet, std::string name, const XlsxLimits& limits = {});
    ~XlsxReader() override;

    [[nodiscard]] const std::vector<std::string>& columns() const override { return columns_; }
    [[nodiscard]] std::optional<SourceRow> next() override;

    [[nodiscard]] std::int64_t row_count() const { return row_count_; }

    /// How many rows of a sheet hold anything. Throws IngestError if the sheet is damaged, or larger than the budget.
    [[nodiscard]] static std::int64_t filled_rows(const OpenPart& archive, const std::string& part,
                                                  const std::string& name, ByteBudget& budget);

private:
    [[nodiscard]] ByteBudget sheet_budget() const;
    [[nodiscard]] std::string sheet_part(const std::string& wanted);
    void survey(const std::string& part);
    bool read_more();

    OpenPart archive_;
    std::string name_;
    XlsxLimits limits_;
    XlsxWorkbook workbook_;
    std::vector<std::string> columns_{}; ///< stays empty: the header has not been read
    XlsxMerges merges_{};
    std::int64_t row_count_ = 0;
    std::int64_t number_ = 0;
    ByteBudget budget_; ///< of the sheet that is read
    ByteStream stream_{};
    std::unique_ptr<XlsxCells> cells_;
};

/// The worksheets of a workbook in their order. Throws IngestError if the file is damaged, or beyond the limits.
[[nodiscard]] std::vector<SourceLayer> sheets_of(const OpenPart& archive, const std::string& name,
                                                 const XlsxLimits& limits = {});

} // namespace ingest
