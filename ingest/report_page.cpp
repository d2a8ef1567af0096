#include "ingest/report_page.hpp"

#include "datasets/markup_text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <vector>

namespace ingest {

namespace {

using datasets::markup_text;
using nlohmann::json;

constexpr const char* style = R"css(
@page { size: A4; margin: 15mm; }
body { font: 10.5pt/1.5 "Hiragino Sans", "Noto Sans CJK JP", "IPAexGothic", sans-serif; color: #111; max-width: 180mm; margin: 1em auto; padding: 0 1em; }
h1 { font-size: 16pt; margin: 0; } h2 { font-size: 12pt; margin: 1.5em 0 .4em; border-bottom: 1pt solid #111; }
table { border-collapse: collapse; width: 100%; } thead { display: table-header-group; } tr { break-inside: avoid; }
th, td { border: .5pt solid #888; padding: .15em .4em; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
td.number { text-align: right; white-space: nowrap; } .en { color: #444; font-size: 9pt; }
svg { width: 100%; max-height: 120mm; border: .5pt solid #888; }
@media print { body { margin: 0; padding: 0; } }
)css";

std::string both(const std::string& ja, const std::string& en)
{
    return fmt::format("{} <span class=\"en\" lang=\"en\">{}</span>", markup_text(ja), markup_text(en));
}

std::string both(const json& text)
{
    return both(text.at("ja").get<std::string>(), text.at("en").get<std::string>());
}

std::string kind_words(const std::string& kind)
{
    constexpr std::array<std::array<const char*, 2>, 4> words{
        {{"rejected", "却下"}, {"repaired", "補正"}, {"warning", "注意"}, {"note", "記録"}}};
    const auto* const found =
        std::find_if(words.begin(), words.end(), [&](const auto& pair) { return kind == pair[0]; });
    return both(found == words.end() ? kind : (*found)[1], kind);
}

std::string counts_table(const json& rows)
{
    constexpr std::array<std::array<const char*, 3>, 5> lines{
        {{"read", "読み込んだ行", "rows read"},
         {"published", "公開した行", "published"},
         {"rejected", "却下した行", "rejected"},
         {"repaired", "うち補正して公開", "of the published, repaired"},
         {"without_position", "うち位置なしで公開", "of the published, without position"}}};
    std::string html = "<table>\n";
    for (const auto& [key, ja, en] : lines) {
        html += fmt::format("<tr><th scope=\"row\">{}</th><td class=\"number\">{}</td></tr>\n", both(ja, en),
                            rows.at(key).get<std::int64_t>());
    }
    return html + "</table>\n";
}

using Code = std::tuple<std::string, std::string, std::string>; ///< kind, code, field

Code code_of(const json& entry)
{
    return {entry.at("kind").get<std::string>(), entry.at("code").get<std::string>(),
            entry.value("field", "")};
}

std::string row_name(const json& entry)
{
    const std::string file = entry.value("file", "");
    return (file.empty() ? "" : file + ": ") + std::to_string(entry.at("row").get<std::int64_t>());
}

std::string summary_table(const json& summary, const json& entries)
{
    constexpr std::size_t rows_shown = 8;
    std::map<Code, std::vector<std::string>> first_rows;
    for (const json& entry : entries) {
        auto& rows = first_rows[code_of(entry)];
        if (rows.size() < rows_shown) {
            rows.push_back(row_name(entry));
        }
    }
    std::string html =
        "<table>\n<thead><tr><th>種別 kind</th><th>内容 what</th><th>項目 field</th><th>件数 count</th>"
        "<th>はじめの行 first rows</th></tr></thead>\n";
    for (const json& line : summary) {
        const auto& rows = first_rows[code_of(line)];
        const auto count = line.at("count").get<std::size_t>();
        html += fmt::format(
            "<tr><td>{}</td><td>{}</td><td>{}</td><td class=\"number\">{}</td><td>{}{}</td></tr>\n",
            kind_words(line.at("kind").get<std::string>()), both(line.at("text")),
            markup_text(line.value("field", "")), count,
            markup_text(fmt::format("{}", fmt::join(rows, ", "))), count > rows.size() ? ", …" : "");
    }
    return html + "</table>\n";
}

std::string entries_table(const json& entries)
{
    std::string html = "<table>\n<thead><tr><th>行 row</th><th>種別 kind</th><th>項目 field</th><th>内容 "
                       "what</th></tr></thead>\n";
    const std::size_t shown = std::min(entries.size(), entries_on_page);
    for (std::size_t i = 0; i < shown; ++i) {
        const json& entry = entries[i];
        html += fmt::format("<tr><td class=\"number\">{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
                            markup_text(row_name(entry)), kind_words(entry.at("kind").get<std::string>()),
                            markup_text(entry.value("field", "")), both(entry.at("detail")));
    }
    html += "</table>\n";
    if (entries.size() > shown) {
        html += fmt::format("<p>{}</p>\n",
                            both(fmt::format("ほか {} 件は report.json にあります。", entries.size() - shown),
                                 fmt::format("{} more are in report.json.", entries.size() - shown)));
    }
    return html;
}

std::string picture_section(const std::string& picture)
{
    if (picture.empty()) {
        return "";
    }
    return "<h2 id=\"where\">" + both("位置", "Where the rows lie") + "</h2>\n" + picture + "<p>" +
           both("灰：公開、橙：補正、赤（大）：却下。点は間引いています。",
                "Grey: published; orange: repaired; red, large: rejected. Thinned out.") +
           "</p>\n";
}

} // namespace

std::string report_page(const datasets::DatasetInfo& info, const std::string& report_json,
                        const std::string& picture)
{
    const json report = json::parse(report_json);
    const json& entries = report.at("entries");
    const datasets::LocalText& title = info.manifest.title;
    std::string html =
        fmt::format("<!doctype html>\n<html lang=\"ja\">\n<head>\n<meta charset=\"utf-8\">\n<title>{} "
                    "取込報告書 / ingest report</title>\n<style>{}</style>\n</head>\n<body>\n",
                    markup_text(title.ja), style);
    html += fmt::format("<h1>{}</h1>\n<p>{}<br>{} {}<br>{} {}</p>\n", both(title.ja, title.en),
                        both("取込報告書", "Ingest report"), both("版", "version"), markup_text(info.version),
                        both("公開日時（協定世界時）", "published, UTC"), markup_text(info.published));
    html += "<h2>" + both("件数", "Counts") + "</h2>\n" + counts_table(report.at("rows"));
    html += picture_section(picture);
    if (entries.empty()) {
        html += "<p>" + both("特に報告することはありません。", "There is nothing else to report.") + "</p>\n";
    } else {
        html += "<h2>" + both("まとめ", "Summary") + "</h2>\n" + summary_table(report.at("summary"), entries);
        html += "<h2>" + both("行ごとの内容", "Row by row") + "</h2>\n" + entries_table(entries);
    }
    return html + "</body>\n</html>\n";
}

} // namespace ingest
