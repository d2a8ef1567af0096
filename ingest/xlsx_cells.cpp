#include "ingest/xlsx_cells.hpp"

#include "ingest/cell_reference.hpp"
#include "ingest/error.hpp"
#include "ingest/shown_number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace ingest {

namespace {

constexpr std::size_t most_cell_bytes = std::size_t{1} << 20U; // Excel: 32,767 characters

template <class Number>
std::optional<Number> number_from(std::string_view text)
{
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional{number} : std::nullopt;
}

} // namespace

XlsxCells::XlsxCells(const XlsxWorkbook& workbook, const std::string& part, const std::string& name,
                     std::size_t row_bytes)
    : workbook_{workbook}, name_{name}, most_row_bytes_{row_bytes}, xml_{*this, name + ": " + part}
{
}

void XlsxCells::start(std::string_view element, const XmlAttributes& attributes)
{
    if (element == "row") {
        begin_row(attributes["r"]);
    } else if (element == "c" && in_row_) {
        begin_cell(attributes);
    } else if (in_cell_) {
        has_formula_ = has_formula_ || element == "f";
        text_of_.start(element);
    }
}

void XlsxCells::end(std::string_view element)
{
    if (element == "row" && in_row_) {
        in_row_ = false;
        rows_.push_back(std::exchange(row_, {}));
    } else if (element == "c" && in_cell_) {
        end_cell();
    } else if (in_cell_) {
        text_of_.end(element);
    }
}

void XlsxCells::text(std::string_view piece)
{
    if (in_cell_) {
        text_of_.add(piece, text_);
        if (text_.size() > most_cell_bytes) {
            fail("a cell holds more text than Excel allows");
        }
    }
}

void XlsxCells::fail(const std::string& what) const
{
    throw IngestError{
        fmt::format("{0}: 壊れています: {1} 行目 / damaged: row {1}: {2}", name_, row_.number, what)};
}

/// Rows and cells need not say where they stand: then they follow the one before.
void XlsxCells::begin_row(std::string_view stated)
{
    const auto number = stated.empty() ? std::optional{last_row_ + 1} : number_from<std::int64_t>(stated);
    if (!number || *number <= last_row_ || *number > most_sheet_rows) {
        fail(fmt::format("row '{}' follows row {}", stated, last_row_));
    }
    row_ = {};
    row_.number = last_row_ = *number;
    row_bytes_ = 0;
    in_row_ = true;
}

void XlsxCells::begin_cell(const XmlAttributes& attributes)
{
    const std::string_view place = attributes["r"];
    const auto reference = cell_reference(place);
    if (!place.empty() && (!reference || reference->row != row_.number)) {
        fail(fmt::format("a cell says that it stands at '{}'", place));
    }
    column_ = reference ? reference->column : row_.cells.size();
    if (column_ < row_.cells.size() || column_ >= most_sheet_columns) {
        fail(fmt::format("the cell at column {} stands in the wrong order", column_ + 1));
    }
    type_ = attributes["t"];
    style_ = number_from<std::size_t>(attributes["s"]).value_or(0);
    text_.clear();
    text_of_ = {};
    has_formula_ = false;
    in_cell_ = true;
}

void XlsxCells::end_cell()
{
    in_cell_ = false;
    row_.cells.resize(column_ + 1);
    if (type_ == "e") {
        row_.unusable.push_back({column_, text_});
    } else if (text_.empty() && has_formula_ && type_ != "str") {
        row_.unusable.push_back({column_, "formula without result"});
    } else {
        row_.cells[column_] = value();
    }
    row_bytes_ += std::max(row_.cells[column_].size(), text_.size());
    if (row_bytes_ > most_row_bytes_) { // the same long text in many cells is short in the file
        fail("its cells hold more text than any row of a table");
    }
}

std::string XlsxCells::value() const
{
    if (type_ == "s") {
        const auto index = number_from<std::size_t>(text_);
        if (!text_.empty() && (!index || *index >= workbook_.strings.size())) {
            fail(fmt::format("it points to the text number '{}', which is not there", text_));
        }
        return text_.empty() ? "" : workbook_.strings[*index];
    }
    if (type_ == "b") {
        return text_.empty() ? "" : text_ == "1" || text_ == "true" ? "TRUE" : "FALSE";
    }
    if (type_ == "inlineStr" || type_ == "str") {
        return without_escapes(text_);
    }
    const auto number = type_ == "d" ? std::nullopt : number_from<double>(text_);
    if (!number) {
        return text_; // a date in ISO 8601, or nothing
    }
    const NumberFormat plain;
    const auto& formats = workbook_.formats;
    return shown_number(*number, style_ < formats.size() ? formats[style_] : plain, workbook_.epoch_1904);
}

} // namespace ingest
