#include "ingest/report.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>
#include <map>

namespace ingest {

namespace {

using nlohmann::json;

struct KindWords {
    const char* name;
    const char* ja;
    const char* en;
};

const KindWords& words_of(EntryKind kind)
{
    static constexpr std::array<KindWords, 4> words{{
        {"rejected", "却下", "rejected"},
        {"repaired", "補正", "repaired"},
        {"warning", "注意", "warning"},
        {"note", "記録", "note"},
    }};
    return words.at(static_cast<std::size_t>(kind));
}

struct Summary {
    std::int64_t count = 0;
    const ReportEntry* first = nullptr;
    std::vector<std::int64_t> first_rows{};
};

/// Entries of one kind, code and field together, in that order.
std::map<std::tuple<EntryKind, std::string, std::string>, Summary> summarize(const Report& report)
{
    constexpr std::size_t rows_shown = 8;
    std::map<std::tuple<EntryKind, std::string, std::string>, Summary> summaries;
    for (const ReportEntry& entry : report.entries) {
        Summary& summary = summaries[{entry.kind, entry.code, entry.field}];
        ++summary.count;
        if (summary.first == nullptr) {
            summary.first = &entry;
        }
        if (summary.first_rows.size() < rows_shown && entry.row > 0) {
            summary.first_rows.push_back(entry.row);
        }
    }
    return summaries;
}

/// " (行 rows 3, 5, …)"; nothing of what is said of the whole table.
std::string rows_of(const Summary& summary)
{
    if (summary.first_rows.empty()) {
        return "";
    }
    const bool more = summary.first_rows.size() < static_cast<std::size_t>(summary.count);
    return fmt::format(" (行 rows {}{})", fmt::join(summary.first_rows, ", "), more ? ", …" : "");
}

json text_json(const datasets::LocalText& text) { return {{"ja", text.ja}, {"en", text.en}}; }

} // namespace

std::string to_json(const Report& report, const std::string& dataset, const std::string& version)
{
    json summary = json::array();
    for (const auto& [key, value] : summarize(report)) {
        summary.push_back({{"kind", words_of(std::get<EntryKind>(key)).name},
                           {"code", value.first->code},
                           {"field", value.first->field},
                           {"count", value.count},
                           {"text", text_json(value.first->detail)}});
    }
    json entries = json::array();
    for (const ReportEntry& entry : report.entries) {
        json object{{"row", entry.row},
                    {"kind", words_of(entry.kind).name},
                    {"code", entry.code},
                    {"detail", text_json(entry.detail)}};
        if (!entry.file.empty()) {
            object["file"] = entry.file;
        }
        if (!entry.field.empty()) {
            object["field"] = entry.field;
        }
        entries.push_back(std::move(object));
    }
    const json document{{"dataset", dataset},
                        {"version", version},
                        {"rows",
                         {{"read", report.read},
                          {"published", report.published},
                          {"rejected", report.rejected},
                          {"repaired", report.repaired},
                          {"without_position", report.without_position}}},
                        {"summary", std::move(summary)},
                        {"entries", std::move(entries)}};
    return document.dump(1) + "\n";
}

std::string to_text(const Report& report)
{
    std::string text = fmt::format("  行 rows: 読込 read {} = 公開 published {} + 却下 rejected {}\n",
                                   report.read, report.published, report.rejected);
    if (report.repaired > 0 || report.without_position > 0) {
        text += fmt::format("  うち 補正 repaired {}, 位置なし without position {}\n", report.repaired,
                            report.without_position);
    }
    for (const auto& [key, summary] : summarize(report)) {
        const KindWords& words = words_of(std::get<EntryKind>(key));
        const std::string field =
            summary.first->field.empty() ? "" : fmt::format(" [{}]", summary.first->field);
        text += fmt::format("  {} {}{}: {} × {} / {}{}\n", words.ja, words.en, field, summary.count,
                            summary.first->detail.ja, summary.first->detail.en, rows_of(summary));
    }
    return text;
}

} // namespace ingest
