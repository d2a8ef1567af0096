#include "ingest/table.hpp"

#include "datasets/text_folding.hpp"
#include "ingest/error.hpp"
#include "ingest/values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <deque>

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
            fmt::format("{0}: 見出しの前で表が終わっています。skip_rows と header_rows を確かめてください / "
                        "the table ends before its header; check skip_rows and header_rows",
                        name)};
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

/// The names in one row of a header. A merged cell's name holds for all its columns; in an upper row any name holds for the
/// empty cells to its right, since CSV cannot say what was merged.
std::vector<std::string> level_names(const SourceRow& row, std::size_t width, bool is_last_level)
{
    std::vector<std::string> names(width);
    std::string above;
    for (std::size_t i = 0; i < width; ++i) {
        const std::string cell = i < row.cells.size() ? trimmed(row.cells[i]) : "";
        above = cell.empty() ? above : cell;
        names[i] = is_last_level ? cell : above;
    }
    for (const auto& [first, last] : row.spans) {
        for (std::size_t i = first + 1; i <= last && i < width; ++i) {
            names[i] = names[first];
        }
    }
    return names;
}

std::vector<std::string> read_header(const SourceRow& first, RowReader& rows, int header_rows,
                                     const std::string& name)
{
    std::vector<std::string> names;
    std::vector<std::string> above; // a cell merged over rows names its column once
    for (int level = 0; level < header_rows; ++level) {
        const SourceRow row = level == 0 ? first : require_row(rows, name);
        std::size_t width = std::max(names.size(), row.cells.size());
        for (const auto& span : row.spans) {
            width = std::max(width, span.second + 1);
        }
        const auto level_of = level_names(row, width, level == header_rows - 1);
        names.resize(width);
        above.resize(width);
        for (std::size_t i = 0; i < width; ++i) {
            if (!level_of[i].empty() && level_of[i] != above[i]) {
                names[i] += names[i].empty() ? level_of[i] : "_" + level_of[i];
            }
        }
        above = level_of;
    }
    return names;
}

std::string first_cell(const SourceRow& row)
{
    return row.cells.empty() ? "" : std::string{trim(row.cells.front())};
}

/// The row #property of a table as LinkData writes them, whose first row is #LINK.
SourceRow linkdata_header(RowReader& rows, const std::string& name)
{
    constexpr int most_rows = 100;
    for (int i = 0; i < most_rows; ++i) {
        SourceRow row = require_row(rows, name);
        if (first_cell(row) == "#property") {
            return row;
        }
    }
    throw IngestError{
        fmt::format("{0}: 表は #LINK で始まりますが、初めの {1} 行に #property で始まる行がありません / the "
                    "table begins with #LINK, but none of its first {1} rows begins with #property",
                    name, most_rows)};
}

std::size_t filled_cells(const SourceRow& row)
{
    return static_cast<std::size_t>(std::count_if(
        row.cells.begin(), row.cells.end(), [](const std::string& cell) { return !trim(cell).empty(); }));
}

std::string_view first_filled(const SourceRow& row)
{
    for (const std::string& cell : row.cells) {
        if (const auto text = trim(cell); !text.empty()) {
            return text;
        }
    }
    return {};
}

template <std::size_t size>
bool begins_with(std::string_view text, const std::array<std::string_view, size>& words)
{
    return std::any_of(words.begin(), words.end(), [&](std::string_view w) { return text.starts_with(w); });
}

template <std::size_t size>
bool ends_with(std::string_view text, const std::array<std::string_view, size>& words)
{
    return std::any_of(words.begin(), words.end(), [&](std::string_view w) { return text.ends_with(w); });
}

/// Names begin with 注 and 備 too (注連神社, 備前屋): a note's mark is followed by a sign or a number.
bool begins_a_note(std::string_view text)
{
    constexpr std::array<std::string_view, 7> marks{"※", "＊", "*", "★", "(注", "[注", "【注"};
    constexpr std::array<std::string_view, 10> words{"注",   "注意", "注記", "備考", "出典",
                                                     "出所", "資料", "凡例", "参考", "作成"};
    constexpr std::array<std::string_view, 14> signs{":", ")", ".", " ", "0",  "1",  "2",
                                                     "3", "4", "5", "6", "】", "」", "、"};
    const std::string folded = datasets::fold_width(text);
    if (begins_with(folded, marks)) {
        return true;
    }
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
        const std::string_view rest = std::string_view{folded}.substr(std::min(word.size(), folded.size()));
        return folded.starts_with(word) && (rest.empty() || begins_with(rest, signs));
    });
}

bool ends_a_note(std::string_view text)
{
    constexpr std::array<std::string_view, 4> words{"調べ", "現在", "作成", "より"};
    return ends_with(text, words);
}

/// 合計, 合 計, 北区計: what sums up. 時計 and 会計 do not.
bool is_total(const SourceRow& row)
{
    constexpr std::array<std::string_view, 7> totals{"計", "総数", "全体", "市計", "区計", "県計", "total"};
    constexpr std::array<std::string_view, 5> endings{"合計", "小計", "総計", "累計", "の計"};
    if (filled_cells(row) < 2) {
        return false;
    }
    const std::string text = datasets::fold_search(first_filled(row));
    return std::find(totals.begin(), totals.end(), text) != totals.end() ||
           ends_with(std::string_view{text}, endings) ||
           datasets::fold_width(first_filled(row)).ends_with(" 計");
}

/// Rows under a header. It looks ahead only where the table may have ended, and by `footer_rows`.
class Table final : public RowReader {
public:
    Table(std::unique_ptr<RowReader> rows, std::vector<std::string> columns, const datasets::Source& source,
          std::string name)
        : rows_{std::move(rows)},
          columns_{std::move(columns)},
          footer_rows_{source.footer_rows},
          marks_totals_{source.total_rows != datasets::TotalRows::keep},
          name_{std::move(name)}
    {
    }

    [[nodiscard]] const std::vector<std::string>& columns() const override { return columns_; }

    [[nodiscard]] std::optional<SourceRow> next() override
    {
        if (ready_.empty()) {
            look_ahead();
        }
        if (ready_.empty()) {
            check_header();
            return std::nullopt;
        }
        SourceRow row = std::move(ready_.front());
        ready_.pop_front();
        return row;
    }

private:
    /// The next row that is not empty.
    std::optional<SourceRow> pull()
    {
        below_blank_ = false;
        auto row = rows_->next();
        while (row && (is_blank(*row) || describes_columns(*row))) {
            below_blank_ = is_blank(*row);
            row = rows_->next();
        }
        seen_data_ = true;
        return row;
    }

    /// #object_type_xsd and its like, between the header of LinkData and its data.
    [[nodiscard]] bool describes_columns(const SourceRow& row) const
    {
        return !seen_data_ && !columns_.empty() && columns_.front() == "#property" &&
               row.cells.front().starts_with('#');
    }

    void look_ahead()
    {
        if (footer_rows_) {
            look_ahead_by(static_cast<std::size_t>(*footer_rows_));
            return;
        }
        auto row = pull();
        if (!row || !may_be_note(*row)) {
            if (row) {
                give(*std::move(row), RowRole::data);
            }
            return;
        }
        std::deque<SourceRow> notes;
        while (row && filled_cells(*row) == 1) {
            notes.push_back(*std::move(row));
            row = pull();
        }
        for (SourceRow& note : notes) {
            give(std::move(note), row ? RowRole::data : RowRole::note);
        }
        if (row) {
            give(*std::move(row), RowRole::data);
        }
    }

    void look_ahead_by(std::size_t count)
    {
        while (footer_.size() <= count) {
            auto row = pull();
            if (!row) {
                for (SourceRow& note : footer_) {
                    give(std::move(note), RowRole::note);
                }
                footer_.clear();
                return;
            }
            footer_.push_back(*std::move(row));
        }
        give(std::move(footer_.front()), RowRole::data);
        footer_.pop_front();
    }

    [[nodiscard]] bool may_be_note(const SourceRow& row) const
    {
        if (columns_.size() < 2 || filled_cells(row) != 1) {
            return false;
        }
        const std::string_view text = first_filled(row);
        return begins_a_note(text) || (below_blank_ && ends_a_note(text));
    }

    void give(SourceRow row, RowRole role)
    {
        row.role = role == RowRole::data && marks_totals_ && is_total(row) ? RowRole::total : role;
        if (role == RowRole::data) {
            ++rows_given_;
            split_surplus(row);
        }
        row.cells.resize(columns_.size());
        ready_.push_back(std::move(row));
    }

    /// Spreadsheets often end their rows in empty cells, which are no surplus.
    void split_surplus(SourceRow& row)
    {
        std::size_t width = row.cells.size();
        while (width > columns_.size() && trim(row.cells[width - 1]).empty()) {
            --width;
        }
        if (width <= columns_.size()) {
            return;
        }
        const auto begin = row.cells.begin();
        row.surplus.assign(begin + static_cast<std::ptrdiff_t>(columns_.size()),
                           begin + static_cast<std::ptrdiff_t>(width));
        ++wide_rows_;
        if (first_wide_.empty()) {
            first_wide_ =
                fmt::format("row {} has {} columns, its header {}", row.number, width, columns_.size());
        }
    }

    /// A few wide rows have a comma too many; if most have, the header is wrong.
    void check_header() const
    {
        if (2 * wide_rows_ > rows_given_) {
            throw IngestError{fmt::format(
                "{0}: {3} 行のうち {2} "
                "行は列が見出しより多くなっています。見出しの位置がマニフェストと違います。skip_rows と "
                "header_rows、引用符で囲むべきコンマを確かめてください / {1}, and so it is in {2} of {3} "
                "rows: the header is not where the manifest says; check skip_rows and header_rows, or commas "
                "that should stand in quotation marks",
                name_, first_wide_, wide_rows_, rows_given_)};
        }
    }

    std::unique_ptr<RowReader> rows_;
    std::vector<std::string> columns_;
    std::optional<int> footer_rows_;
    bool marks_totals_;
    std::string name_;
    bool below_blank_ = false; ///< the row pulled last
    bool seen_data_ = false;
    std::int64_t rows_given_ = 0; ///< as data
    std::int64_t wide_rows_ = 0;  ///< of them those with a surplus
    std::string first_wide_{};
    std::deque<SourceRow> footer_{}; ///< the last rows pulled
    std::deque<SourceRow> ready_{};
};

} // namespace

std::unique_ptr<RowReader> read_table(std::unique_ptr<RowReader> rows, const datasets::Source& source,
                                      const std::string& name)
{
    if (source.header_rows == 0) {
        return rows;
    }
    for (int i = 0; i < source.skip_rows; ++i) {
        (void)require_row(*rows, name);
    }
    SourceRow first = require_row(*rows, name);
    if (first_cell(first) == "#LINK") {
        first = linkdata_header(*rows, name);
    }
    auto columns = read_header(first, *rows, source.header_rows, name);
    return std::make_unique<Table>(std::move(rows), std::move(columns), source, name);
}

} // namespace ingest
