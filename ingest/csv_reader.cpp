#include "ingest/csv_reader.hpp"

#include "ingest/error.hpp"

#include <fmt/format.h>

namespace ingest {

CsvReader::CsvReader(std::string text, std::string name) : text_{std::move(text)}, name_{std::move(name)}
{
    // A title above the header has neither.
    const std::size_t first = text_.find_first_of(",\t");
    const std::string_view line = std::string_view{text_}.substr(0, text_.find_first_of("\r\n", first));
    const bool has_tab = line.find('\t') != std::string_view::npos;
    const bool has_comma = line.find(',') != std::string_view::npos;
    separator_ = has_tab && !has_comma ? '\t' : ',';
}

bool CsvReader::at_line_end() const
{
    return at_ >= text_.size() || text_[at_] == '\n' || text_[at_] == '\r';
}

void CsvReader::skip_line_end()
{
    if (at_ < text_.size() && text_[at_] == '\r') {
        ++at_;
    }
    if (at_ < text_.size() && text_[at_] == '\n') {
        ++at_;
    }
}

std::string CsvReader::plain_cell()
{
    const std::size_t begin = at_;
    while (!at_line_end() && text_[at_] != separator_) {
        ++at_;
    }
    return text_.substr(begin, at_ - begin);
}

std::string CsvReader::quoted_cell()
{
    std::string cell;
    ++at_;
    for (;;) {
        const std::size_t quote = text_.find('"', at_);
        if (quote == std::string::npos) {
            throw IngestError{fmt::format(
                "{}: row {}: a cell begins with a quotation mark that is never closed", name_, number_)};
        }
        cell.append(text_, at_, quote - at_);
        at_ = quote + 1;
        if (at_ >= text_.size() || text_[at_] != '"') {
            return cell + plain_cell(); // what follows a closing mark belongs to the cell, as Excel reads it
        }
        cell += '"';
        ++at_;
    }
}

std::optional<SourceRow> CsvReader::next()
{
    if (at_ >= text_.size()) {
        return std::nullopt;
    }
    SourceRow row;
    row.number = ++number_;
    for (;;) {
        const bool quoted = at_ < text_.size() && text_[at_] == '"';
        row.cells.push_back(quoted ? quoted_cell() : plain_cell());
        if (at_line_end()) {
            break;
        }
        ++at_; // the separator
    }
    skip_line_end();
    return row;
}

} // namespace ingest
