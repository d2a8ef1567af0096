#include "ingest/csv_reader.hpp"

#include "ingest/error.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace ingest {

namespace {

/// Whether the first line with any separator, and the one below it, have semicolons alone: a title or a list in a cell stands alone.
bool has_semicolons(std::string_view text)
{
    const auto line_from = [&](std::size_t at) {
        const std::string_view rest = text.substr(std::min(at, text.size()));
        return rest.substr(0, rest.find_first_of("\r\n"));
    };
    const std::size_t first = text.find_first_of(",\t;");
    const std::string_view line = line_from(first);
    if (line.empty() || line.find_first_of(",\t") != std::string_view::npos) {
        return false;
    }
    const std::string_view next = line_from(text.find_first_not_of("\r\n", first + line.size()));
    return next.empty() || next.find(';') != std::string_view::npos;
}

char separator_of(std::string_view text)
{
    if (has_semicolons(text)) {
        return ';';
    }
    // A title above the header has neither.
    const std::size_t first = text.find_first_of(",\t");
    const std::string_view line = text.substr(0, text.find_first_of("\r\n", first));
    const bool has_tab = line.find('\t') != std::string_view::npos;
    const bool has_comma = line.find(',') != std::string_view::npos;
    return has_tab && !has_comma ? '\t' : ',';
}

} // namespace

CsvReader::CsvReader(std::string text, std::string name)
    : text_{std::move(text)}, name_{std::move(name)}, separator_{separator_of(text_)}
{
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
            throw IngestError{fmt::format("{0}: {1} 行目: セルの初めの引用符（\"）が閉じられていません / row "
                                          "{1}: a cell begins with a quotation mark that is never closed",
                                          name_, number_)};
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
    row.cells.reserve(width_);
    for (;;) {
        const bool quoted = at_ < text_.size() && text_[at_] == '"';
        row.cells.push_back(quoted ? quoted_cell() : plain_cell());
        if (at_line_end()) {
            break;
        }
        ++at_; // the separator
    }
    skip_line_end();
    width_ = row.cells.size();
    return row;
}

CsvPlace csv_place(std::string_view beginning)
{
    const char separator = separator_of(beginning);
    CsvPlace place;
    bool quoted = false;
    for (std::size_t i = 0; i < beginning.size(); ++i) {
        const char c = beginning[i];
        const bool line_end = c == '\n' || (c == '\r' && !beginning.substr(i + 1).starts_with('\n'));
        if (c == '"') {
            quoted = !quoted;
        } else if (!quoted && line_end) {
            place = {place.row + 1, 1};
        } else if (!quoted && c == separator) {
            ++place.column;
        }
    }
    return place;
}

} // namespace ingest
