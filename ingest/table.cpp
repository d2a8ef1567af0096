#include "ingest/table.hpp"

#include "ingest/error.hpp"
#include "ingest/values.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace ingest {

namespace {

bool is_blank(const SourceRow& row)
{
    return std::all_of(row.cells.begin(), row.cells.end(),
                       [](const std::string& cell) { return trim(cell).empty(); });
}

SourceRow require_row(RowReader& rows, const std::string& name)
{
    auto row = rows.next();
    if (!row) {
        throw IngestError{
            fmt::format("{}: the table ends before its header; check skip_rows and header_rows", name)};
    }
    return *std::move(row);
}

/// Header cells are often broken into lines and padded.
std::string trimmed(const std::string& cell)
{
    std::string text = cell;
    std::erase_if(text, [](char c) { return c == '\n' || c == '\r'; });
    const auto begin = text.find_first_not_of(" \t");
    return begin == std::string::npos ? "" : text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

std::vector<std::string> read_header(RowReader& rows, int header_rows, const std::string& name)
{
    std::vector<std::string> names;
    for (int level = 0; level < header_rows; ++level) {
        const SourceRow row = require_row(rows, name);
        names.resize(std::max(names.size(), row.cells.size()));
        std::string above;
        for (std::size_t i = 0; i < names.size(); ++i) {
            const std::string cell = i < row.cells.size() ? trimmed(row.cells[i]) : "";
            const bool is_last_level = level == header_rows - 1;
            if (!cell.empty()) {
                above = cell;
            }
            const std::string& part = is_last_level ? cell : above;
            if (!part.empty()) {
                names[i] += names[i].empty() ? part : "_" + part;
            }
        }
    }
    return names;
}

class Table final : public RowReader {
public:
    Table(std::unique_ptr<RowReader> rows, std::vector<std::string> columns, std::string name)
        : rows_{std::move(rows)}, columns_{std::move(columns)}, name_{std::move(name)}
    {
    }

    [[nodiscard]] const std::vector<std::string>& columns() const override { return columns_; }

    [[nodiscard]] std::optional<SourceRow> next() override
    {
        auto row = rows_->next();
        while (row && is_blank(*row)) {
            row = rows_->next();
        }
        if (row) {
            check_width(*row);
            row->cells.resize(columns_.size());
        }
        return row;
    }

private:
    void check_width(const SourceRow& row) const
    {
        for (std::size_t i = columns_.size(); i < row.cells.size(); ++i) {
            if (!row.cells[i].empty()) {
                throw IngestError{fmt::format("{}: row {} has {} columns, its header {}; check skip_rows and "
                                              "header_rows, or a comma that should stand in quotation marks",
                                              name_, row.number, row.cells.size(), columns_.size())};
            }
        }
    }

    std::unique_ptr<RowReader> rows_;
    std::vector<std::string> columns_;
    std::string name_;
};

} // namespace

std::unique_ptr<RowReader> read_table(std::unique_ptr<RowReader> rows, int skip_rows, int header_rows,
                                      const std::string& name)
{
    if (header_rows == 0) {
        return rows;
    }
    for (int i = 0; i < skip_rows; ++i) {
        (void)require_row(*rows, name);
    }
    auto columns = read_header(*rows, header_rows, name);
    return std::make_unique<Table>(std::move(rows), std::move(columns), name);
}

} // namespace ingest
