#include "ingest/xlsx_reader.hpp"

#include "datasets/text_folding.hpp"
#include "ingest/error.hpp"
#include "ingest/shown_number.hpp"
#include "ingest/xml_stream.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace ingest {

namespace {

// Excel's own limits; a file beyond them was not made by a spreadsheet.
constexpr std::int64_t most_rows = 1'048'576;
constexpr std::size_t most_columns = 16'384;
constexpr std::size_t most_cell_bytes = std::size_t{1} << 20U; // Excel: 32,767 characters
constexpr std::size_t most_merges = 200'000;

/// A cell's place, such as AB12: column 27 (from 0), row 12.
struct Reference {
    std::size_t column = 0;
    std::int64_t row = 0;
};

std::optional<Reference> reference_from(std::string_view text)
{
    Reference reference;
    std::size_t i = 0;
    for (; i < text.size() && text[i] >= 'A' && text[i] <= 'Z' && reference.column <= most_columns; ++i) {
        reference.column = reference.column * 26 + static_cast<std::size_t>(text[i] - 'A') + 1;
    }
    const auto [end, error] = std::from_chars(text.data() + i, text.data() + text.size(), reference.row);
    const bool whole = error == std::errc{} && end == text.data() + text.size();
    if (!whole || reference.column < 1 || reference.column > most_columns || reference.row < 1 ||
        reference.row > most_rows) {
        return std::nullopt;
    }
    --reference.column;
    return reference;
}

template <class Number>
std::optional<Number> number_from(std::string_view text)
{
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional{number} : std::nullopt;
}

/// The text between start and end of the elements that hold it; what stands in <rPh> is how it is read aloud.
class TextOf {
public:
    void start(std::string_view element)
    {
        phonetic_ = phonetic_ || element == "rPh";
        open_ = !phonetic_ && (element == "t" || element == "v");
    }

    void end(std::string_view element)
    {
        open_ = false;
        phonetic_ = phonetic_ && element != "rPh";
    }

    void add(std::string_view piece, std::string& text) const
    {
        if (open_) {
            text += piece;
        }
    }

private:
    bool phonetic_ = false;
    bool open_ = false;
};

} // namespace

/// <sheetData>: <row r="3"> of <c r="B3" s="1" t="s"><v>12</v></c>.
class XlsxReader::Cells final : public XmlListener {
public:
    Cells(const XlsxWorkbook& workbook, const std::string& part, const std::string& name, std::size_t row_bytes)
        : workbook_{workbook}, name_{name}, most_row_bytes_{row_bytes}, xml_{*this, name + ": " + part}
    {
    }

    XmlStream& xml() { return xml_; }
    std::deque<SourceRow>& rows() { return rows_; }

    void start(std::string_view element, const XmlAttributes& attributes) override
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

    void end(std::string_view element) override
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

    void text(std::string_view piece) override
    {
        if (in_cell_) {
            text_of_.add(piece, text_);
            if (text_.size() > most_cell_bytes) {
                fail("a cell holds more text than Excel allows");
            }
        }
    }

private:
    [[noreturn]] void fail(const std::string& what) const
    {
        throw IngestError{fmt::format("{}: damaged: row {}: {}", name_, row_.number, what)};
    }

    /// Rows and cells need not say where they stand: then they follow the one before.
    void begin_row(std::string_view stated)
    {
        const auto number = stated.empty() ? std::optional{last_row_ + 1} : number_from<std::int64_t>(stated);
        if (!number || *number <= last_row_ || *number > most_rows) {
            fail(fmt::format("row '{}' follows row {}", stated, last_row_));
        }
        row_ = {};
        row_.number = last_row_ = *number;
        row_bytes_ = 0;
        in_row_ = true;
    }

    void begin_cell(const XmlAttributes& attributes)
    {
        const std::string_view place = attributes["r"];
        const auto reference = reference_from(place);
        if (!place.empty() && (!reference || reference->row != row_.number)) {
            fail(fmt::format("a cell says that it stands at '{}'", place));
        }
        column_ = reference ? reference->column : row_.cells.size();
        if (column_ < row_.cells.size() || column_ >= most_columns) {
            fail(fmt::format("the cell at column {} stands in the wrong order", column_ + 1));
        }
        type_ = attributes["t"];
        style_ = number_from<std::size_t>(attributes["s"]).value_or(0);
        text_.clear();
        text_of_ = {};
        has_formula_ = false;
        in_cell_ = true;
    }

    void end_cell()
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

    [[nodiscard]] std::string value() const
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
    TextOf text_of_{};
    bool in_row_ = false;
    bool in_cell_ = false;
    bool has_formula_ = false;
    XmlStream xml_;
};

/// What must be known before the first row is given: merged cells stand behind the rows.
class XlsxReader::Survey final : public XmlListener {
public:
    std::int64_t rows = 0;
    std::int64_t filled_rows = 0;
    bool holds_anything = false;
    std::vector<Merge> merges{};

    void start(std::string_view element, const XmlAttributes& attributes) override
    {
        const bool holds_value = element == "v" || element == "is" || element == "f";
        rows += element == "row" ? 1 : 0;
        filled_rows += holds_value && rows != last_filled_ ? 1 : 0;
        last_filled_ = holds_value ? rows : last_filled_;
        holds_anything = holds_anything || holds_value;
        if (element == "mergeCell" && merges.size() < most_merges) {
            add(attributes["ref"]);
        }
    }
    void end(std::string_view) override {}
    void text(std::string_view) override {}

private:
    void add(std::string_view range)
    {
        const std::size_t colon = range.find(':');
        const auto first = reference_from(range.substr(0, colon));
        const auto last = colon == std::string_view::npos ? first : reference_from(range.substr(colon + 1));
        if (first && last && first->row <= last->row && first->column <= last->column) {
            merges.push_back({first->row, last->row, first->column, last->column, {}});
        }
    }

    std::int64_t last_filled_ = 0; ///< counted as `rows`
};

XlsxReader::XlsxReader(OpenPart archive, const std::string& sheet, std::string name, const XlsxLimits& limits)
    : archive_{std::move(archive)},
      name_{std::move(name)},
      limits_{limits},
      workbook_{read_xlsx_workbook(archive_, name_, limits_)},
      budget_{sheet_budget()}
{
    const std::string part = sheet_part(sheet);
    survey(part);
    stream_ = archive_(part).value();
    cells_ = std::make_unique<Cells>(workbook_, part, name_, limits_.row_bytes);
}

XlsxReader::~XlsxReader() = default;

namespace {

void read_sheet(const OpenPart& archive, const std::string& part, const std::string& name, XmlListener& listener,
                ByteBudget& budget)
{
    if (!read_xml_part(archive, part, name, listener, budget)) {
        throw IngestError{fmt::format("{}: damaged: its part {} is missing", name, part)};
    }
}

std::string listed(const std::vector<XlsxWorkbook::Sheet>& sheets)
{
    std::string names;
    for (const auto& sheet : sheets) {
        names +=
            fmt::format("{}{}{}", names.empty() ? "" : ", ", sheet.name, sheet.hidden ? " (hidden)" : "");
    }
    return names;
}

} // namespace

ByteBudget XlsxReader::sheet_budget() const { return {limits_.sheet_bytes, name_ + ": what stands in its sheets"}; }

std::string XlsxReader::sheet_part(const std::string& wanted)
{
    const auto& sheets = workbook_.sheets;
    if (!wanted.empty()) {
        const auto alike = [&](const XlsxWorkbook::Sheet& s) {
            return datasets::fold_search(s.name) == datasets::fold_search(wanted);
        };
        auto found =
            std::find_if(sheets.begin(), sheets.end(), [&](const auto& s) { return s.name == wanted; });
        found = found == sheets.end() ? std::find_if(sheets.begin(), sheets.end(), alike) : found;
        if (found == sheets.end()) {
            throw IngestError{fmt::format("{}: there is no sheet '{}' (source.layer); there are: {}", name_,
                                          wanted, listed(sheets))};
        }
        return found->part;
    }
    std::vector<XlsxWorkbook::Sheet> shown;
    ByteBudget budget = sheet_budget();
    for (const auto& sheet : sheets) {
        Survey seen;
        if (!sheet.hidden) {
            read_sheet(archive_, sheet.part, name_, seen, budget);
        }
        if (seen.holds_anything) {
            shown.push_back(sheet);
        }
    }
    if (shown.size() > 1) {
        throw IngestError{fmt::format("{}: say in the manifest which sheet is meant (source.layer): {}",
                                      name_, listed(shown))};
    }
    if (shown.empty()) {
        throw IngestError{
            fmt::format("{}: no sheet that is shown holds anything; there are: {}", name_, listed(sheets))};
    }
    return shown.front().part;
}

std::int64_t XlsxReader::filled_rows(const OpenPart& archive, const std::string& part,
                                     const std::string& name, ByteBudget& budget)
{
    Survey seen;
    read_sheet(archive, part, name, seen, budget);
    return seen.filled_rows;
}

void XlsxReader::survey(const std::string& part)
{
    Survey seen;
    ByteBudget budget = sheet_budget();
    read_sheet(archive_, part, name_, seen, budget);
    row_count_ = seen.rows;
    merges_ = std::move(seen.merges);
    std::sort(merges_.begin(), merges_.end(),
              [](const Merge& a, const Merge& b) { return a.first_row < b.first_row; });
}

bool XlsxReader::read_more()
{
    const std::string piece = stream_();
    if (piece.empty()) {
        cells_->xml().finish();
        return false;
    }
    budget_.take(piece.size());
    cells_->xml().feed(piece);
    return true;
}

std::optional<SourceRow> XlsxReader::next()
{
    auto& rows = cells_->rows();
    while (rows.empty()) {
        if (!stream_ || !read_more()) {
            stream_ = nullptr;
            return std::nullopt;
        }
    }
    SourceRow row;
    row.number = ++number_;
    if (rows.front().number == number_) {
        row = std::move(rows.front());
        rows.pop_front();
    }
    apply_merges(row);
    return row;
}

/// Gives a cell merged over rows to each of them that holds something of its own, and tells of those merged over columns.
void XlsxReader::apply_merges(SourceRow& row)
{
    const bool empty =
        std::all_of(row.cells.begin(), row.cells.end(), [](const auto& cell) { return cell.empty(); });
    std::erase_if(open_merges_, [&](std::size_t merge) { return merges_[merge].last_row < row.number; });
    for (; next_merge_ < merges_.size() && merges_[next_merge_].first_row <= row.number; ++next_merge_) {
        open_merges_.push_back(next_merge_);
    }
    if (open_merges_.size() > most_columns) {
        throw IngestError{fmt::format("{}: damaged: row {}: merged cells lie over each other", name_, row.number)};
    }
    std::size_t held_bytes = 0;
    for (const std::size_t open : open_merges_) {
        Merge& merge = merges_[open];
        if (merge.first_row == row.number) {
            merge.value = merge.first_column < row.cells.size() ? row.cells[merge.first_column] : "";
        } else if (!merge.value.empty() && !empty) {
            row.cells.resize(std::max(row.cells.size(), merge.first_column + 1));
            row.cells[merge.first_column] = merge.value;
        }
        if (merge.last_column > merge.first_column && !merge.value.empty() && !empty) {
            row.spans.emplace_back(merge.first_column, merge.last_column);
        }
        held_bytes += merge.value.size();
    }
    if (held_bytes > limits_.row_bytes) {
        throw IngestError{fmt::format("{}: damaged: row {}: its merged cells hold more text than any row of a table",
                                      name_, row.number)};
    }
}

std::vector<SourceLayer> sheets_of(const OpenPart& archive, const std::string& name, const XlsxLimits& limits)
{
    std::vector<SourceLayer> sheets;
    ByteBudget budget{limits.sheet_bytes, name + ": what stands in its sheets"};
    for (const XlsxWorkbook::Sheet& sheet : read_xlsx_workbook(archive, name, limits).sheets) {
        sheets.push_back({sheet.name, sheet.hidden, XlsxReader::filled_rows(archive, sheet.part, name, budget)});
    }
    return sheets;
}

} // namespace ingest
