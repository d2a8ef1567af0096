#pragma once

#include "ingest/source_row.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace ingest {

/// Rows of text separated by commas (RFC 4180), tabs or semicolons, in UTF-8. GDAL's reader is not used for it: it takes the number of
/// columns from the first line, which is often a title, and drops empty lines, so that rows could not be named by number.
/// An unclosed quotation is an IngestError that names its row.
class CsvReader final : public RowReader {
public:
    /// `name` is what messages call the text. The separator is a semicolon if the first line that has any of the three has no other, and
    /// the next line has one too; else a tab if the first line that has one of the two has no comma.
    CsvReader(std::string text, std::string name);

    [[nodiscard]] const std::vector<std::string>& columns() const override { return columns_; }
    [[nodiscard]] std::optional<SourceRow> next() override;

private:
    [[nodiscard]] std::string quoted_cell();
    [[nodiscard]] std::string plain_cell();
    [[nodiscard]] bool at_line_end() const;
    void skip_line_end();

    std::string text_;
    std::string name_;
    char separator_ = ',';
    std::size_t at_ = 0;
    std::int64_t number_ = 0;
    std::size_t width_ = 0; ///< of the row before
    std::vector<std::string> columns_{};
};

/// Where a text stops, as a clerk counts: rows from 1, and cells in the row from 1.
struct CsvPlace {
    std::int64_t row = 1;
    std::size_t column = 1;
};

/// The place in a table right behind this text, its beginning.
[[nodiscard]] CsvPlace csv_place(std::string_view beginning);

} // namespace ingest
