#include "ingest/standard_check.hpp"

#include "ingest/field_checks.hpp"
#include "ingest/layout_finder.hpp"
#include "ingest/ogr_files.hpp"
#include "ingest/ogr_source.hpp"
#include "ingest/source_finder.hpp"
#include "ingest/standard_cells.hpp"
#include "ingest/values.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <string_view>
#include <unordered_set>
#include <utility>

namespace ingest {

namespace {

constexpr std::size_t rows_shown = 8;

/// Said of the newer standard, of which only the common beginning is known here.
const datasets::LocalText head_only{
    "共通の先頭の列だけを調べました。それより後の列と、どれが必須かは、この表にありません",
    "only the columns that all of its datasets begin with were checked; those behind them, and which are "
    "required, are not in "
    "the table"};

/// Collects what differs in the cells, alike faults of one column together.
class CellCheck {
public:
    CellCheck(const StandardModel& model, const StandardHeader& header) : model_{model}, header_{header} {}

    void add(const SourceRow& row)
    {
        for (std::size_t i = 0; i < model_.columns.size(); ++i) {
            if (!header_.columns[i]) {
                continue;
            }
            const std::string_view cell = trim(row.cells[*header_.columns[i]]);
            if (const auto fault = fault_of(model_.columns[i], cell)) {
                note(i, *fault, row.number, cell);
            } else if (model_.columns[i].rule == StandardRule::id && !cell.empty() &&
                       !seen_.insert(std::to_string(i) + ":" + std::string{cell}).second) {
                note(i, {"cell.id", {"前の行と同じ番号です", "an earlier row has the same"}}, row.number,
                     cell);
            }
        }
    }

    [[nodiscard]] std::vector<StandardFinding> findings() const
    {
        std::vector<StandardFinding> all;
        for (const auto& [key, finding] : findings_) {
            all.push_back(finding);
        }
        return all;
    }

private:
    void note(std::size_t column, const CellFault& fault, std::int64_t row, std::string_view cell)
    {
        const auto [at, is_first] = findings_.try_emplace({column, fault.code + fault.detail.en});
        StandardFinding& finding = at->second;
        if (is_first) {
            finding.is_error = true;
            finding.code = fault.code;
            finding.column = model_.columns[column].name;
            finding.found = excerpt(cell);
            finding.detail = fault.detail;
            finding.count = 0;
        }
        ++finding.count;
        if (finding.rows.size() < rows_shown) {
            finding.rows.push_back(row);
        }
    }

    const StandardModel& model_;
    const StandardHeader& header_;
    std::map<std::pair<std::size_t, std::string>, StandardFinding> findings_{};
    std::unordered_set<std::string> seen_{};
};

/// "[住所] ← 所在地: …": the standard's column, then what stands in the file.
std::string line_of(const StandardFinding& finding)
{
    std::string line = finding.is_error ? "  誤り error" : "  注意 note";
    line += finding.column.empty() ? "" : fmt::format(" [{}]", finding.column);
    if (finding.column.empty()) {
        line += fmt::format(" [{}]", finding.found);
    } else if (!finding.found.empty()) {
        line += fmt::format(" ← 「{}」", finding.found);
    }
    line += fmt::format(": {} / {}", finding.detail.ja, finding.detail.en);
    if (!finding.rows.empty()) {
        line += fmt::format(" ({} 行 rows: {}{})", finding.count, fmt::join(finding.rows, ", "),
                            static_cast<std::size_t>(finding.count) > finding.rows.size() ? ", …" : "");
    }
    return line + "\n";
}

} // namespace

bool StandardReport::conforms() const
{
    return std::none_of(findings.begin(), findings.end(),
                        [](const StandardFinding& f) { return f.is_error; });
}

StandardReport check_standard(const StandardModel& model, const std::filesystem::path& file,
                              const std::string& layer)
{
    SourceFinder sources{"."};
    const std::string path = sources.find(file.string());
    (void)files_of_source(path); // says so if there is none
    datasets::Source source;
    source.layer = layer;
    if (const auto layout = find_layout(path, layer)) {
        source.skip_rows = layout->skip_rows;
        source.header_rows = layout->header_rows;
    }
    const OpenedSource opened = open_source(source, path);
    StandardReport report{std::string{model.name}, model.is_head_only, file.string(), opened.encoding, 0, {}};
    const StandardHeader header = match_header(model, opened.rows->columns());
    CellCheck cells{model, header};
    while (const auto row = opened.rows->next()) {
        if (row->role != RowRole::note) {
            ++report.rows;
            cells.add(*row);
        }
    }
    report.findings = header.findings;
    for (StandardFinding& finding : cells.findings()) {
        report.findings.push_back(std::move(finding));
    }
    return report;
}

std::string to_text(const StandardReport& report)
{
    std::string text = fmt::format("{} ← {}  ({} 行 rows{}{})\n", report.model, report.file, report.rows,
                                   report.encoding.empty() ? "" : ", ", report.encoding);
    for (const bool errors : {true, false}) {
        for (const StandardFinding& finding : report.findings) {
            text += finding.is_error == errors ? line_of(finding) : "";
        }
    }
    if (report.is_head_only) {
        text += fmt::format("  {} / {}\n", head_only.ja, head_only.en);
    }
    const auto errors = std::count_if(report.findings.begin(), report.findings.end(),
                                      [](const StandardFinding& f) { return f.is_error; });
    return text +
           (errors == 0
                ? "  標準に合っています / conforms to the standard\n"
                : fmt::format("  標準と違うところが {} 件あります / differs from the standard in {} points\n",
                              errors, errors));
}

std::string to_json(const StandardReport& report)
{
    nlohmann::json findings = nlohmann::json::array();
    for (const StandardFinding& finding : report.findings) {
        findings.push_back({{"kind", finding.is_error ? "error" : "note"},
                            {"code", finding.code},
                            {"column", finding.column},
                            {"found", finding.found},
                            {"count", finding.count},
                            {"rows", finding.rows},
                            {"detail", {{"ja", finding.detail.ja}, {"en", finding.detail.en}}}});
    }
    nlohmann::json document{{"standard", report.model},      {"file", report.file},
                            {"encoding", report.encoding},   {"rows", report.rows},
                            {"conforms", report.conforms()}, {"findings", std::move(findings)}};
    if (report.is_head_only) {
        document["not_checked"] = {{"ja", head_only.ja}, {"en", head_only.en}};
    }
    return document.dump(1) + "\n";
}

} // namespace ingest
