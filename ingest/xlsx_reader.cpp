#include "ingest/xlsx_reader.hpp"

#include "datasets/text_folding.hpp"
#include "ingest/error.hpp"
#include "ingest/xml_stream.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace ingest {

namespace {

/// What must be known before the first row is given: merged cells stand behind the rows.
class Survey final : public XmlListener {
public:
    std::int64_t rows = 0;
    std::int64_t filled_rows = 0;
    bool holds_anything = false;
    XlsxMerges merges{};

    void start(std::string_view element, const XmlAttributes& attributes) override
    {
        const bool holds_value = element == "v" || element == "is" || element == "f";
        rows += element == "row" ? 1 : 0;
        filled_rows += holds_value && rows != last_filled_ ? 1 : 0;
        last_filled_ = holds_value ? rows : last_filled_;
        holds_anything = holds_anything || holds_value;
        if (element == "mergeCell") {
            merges.add(attributes["ref"]);
        }
    }
    void end(std::string_view) override {}
    void text(std::string_view) override {}

private:
    std::int64_t last_filled_ = 0; ///< counted as `rows`
};

void read_sheet(const OpenPart& archive, const std::string& part, const std::string& name,
                XmlListener& listener, ByteBudget& budget)
{
    if (!read_xml_part(archive, part, name, listener, budget)) {
        throw IngestError{fmt::format(
            "{0}: 壊れています: 中の {1} がありません / damaged: its part {1} is missing", name, part)};
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
    cells_ = std::make_unique<XlsxCells>(workbook_, part, name_, limits_.row_bytes);
}

XlsxReader::~XlsxReader() = default;

ByteBudget XlsxReader::sheet_budget() const
{
    return {limits_.sheet_bytes, name_ + ": what stands in its sheets"};
}

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
            throw IngestError{fmt::format("{0}: シート「{1}」はありません（source.layer）。あるもの: {2} / "
                                          "there is no sheet '{1}' (source.layer); there are: {2}",
                                          name_, wanted, listed(sheets))};
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
        throw IngestError{fmt::format("{0}: どのシートかをマニフェストに書いてください（source.layer）: {1} "
                                      "/ say in the manifest which sheet is meant (source.layer): {1}",
                                      name_, listed(shown))};
    }
    if (shown.empty()) {
        throw IngestError{fmt::format("{0}: 表示されているシートには何も書かれていません。あるもの: {1} / no "
                                      "sheet that is shown holds anything; there are: {1}",
                                      name_, listed(sheets))};
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
    merges_.apply(row, name_, limits_.row_bytes);
    return row;
}

std::vector<SourceLayer> sheets_of(const OpenPart& archive, const std::string& name, const XlsxLimits& limits)
{
    std::vector<SourceLayer> sheets;
    ByteBudget budget{limits.sheet_bytes, name + ": what stands in its sheets"};
    for (const XlsxWorkbook::Sheet& sheet : read_xlsx_workbook(archive, name, limits).sheets) {
        sheets.push_back(
            {sheet.name, sheet.hidden, XlsxReader::filled_rows(archive, sheet.part, name, budget)});
    }
    return sheets;
}

} // namespace ingest
