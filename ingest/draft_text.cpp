#include "datasets/geojson.hpp"
#include "ingest/draft.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace ingest {

namespace {

using datasets::FieldType;

std::string json_text(std::string_view text)
{
    std::string json;
    datasets::append_json_string(json, text);
    return json;
}

std::string list_of(const std::vector<std::string>& texts)
{
    std::string list;
    for (const std::string& text : texts) {
        list += (list.empty() ? "" : ", ") + json_text(text);
    }
    return "[" + list + "]";
}

std::string local(const std::string& ja, const std::string& en)
{
    return fmt::format("{{\"ja\": {}, \"en\": {}}}", json_text(ja), json_text(en));
}

/// A comment to the end of the line. A name from the file must not end it.
std::string guess(std::string_view ja, std::string_view en)
{
    std::string comment = fmt::format(" // 推測 guess: {} / {}", ja, en);
    std::replace_if(
        comment.begin(), comment.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
    return comment;
}

std::string_view notation_name(datasets::Notation notation)
{
    switch (notation) {
    case datasets::Notation::dms:
        return "dms";
    case datasets::Notation::coded_dms:
        return "coded_dms";
    case datasets::Notation::decimal:
        break;
    }
    return "decimal";
}

std::string head(const Draft& draft)
{
    std::string text =
        fmt::format("// 街図のマニフェストの下書き。「推測」を確かめ、書き直してから公開してください。\n"
                    "// Draft of a manifest for Machizu. Look at each guess and mend it before you publish.\n"
                    "// 読んだ行 rows read: {}\n{{\n",
                    draft.rows);
    text += fmt::format("  \"id\": {},{}\n", json_text(draft.id),
                        guess("ファイルの名前から。URL になり、後で変えるとリンクが切れます",
                              "from the file's name; it stands in every URL, so decide before publishing"));
    text += fmt::format("  \"title\": {},{}\n", local(draft.title, draft.id),
                        guess("ファイルの名前から", "from the file's name"));
    text += "  // 公開者・ライセンス・出典・時点は担当者が書いてください / for the clerk to fill in:\n"
            "  // \"publisher\": {\"ja\": \"○○市\", \"en\": \"… City\"},\n"
            "  // \"license\": {\"id\": \"CC-BY-4.0\", \"url\": "
            "\"https://creativecommons.org/licenses/by/4.0/\"},\n"
            "  // \"attribution\": {\"ja\": \"○○市△△課\", \"en\": \"…\"}, \"contact\": \"…\", \"date\": "
            "\"2026-04-01\",\n";
    return text;
}

bool needs_crs(const Draft& draft)
{
    return draft.crs.empty() && (draft.position || draft.with_geometry > 0);
}

std::string source_part(const Draft& draft)
{
    std::string text = fmt::format("  \"source\": {{\n    \"path\": {}", json_text(draft.path));
    std::string comment;
    const auto add = [&](const std::string& member, std::string note) {
        text += "," + comment + "\n    " + member;
        comment = std::move(note);
    };
    if (!draft.layer.empty()) {
        add("\"layer\": " + json_text(draft.layer), "");
    }
    if (!draft.encoding.empty()) {
        add(R"("encoding": "detect")", guess(draft.encoding + " と判定", "found to be " + draft.encoding));
    }
    if (draft.is_table) {
        add(fmt::format("\"skip_rows\": {}, \"header_rows\": {}", draft.skip_rows, draft.header_rows),
            guess("見出しの上の行数と、見出しの行数", "rows above the header, and rows of the header"));
    }
    if (needs_crs(draft)) {
        add(R"("crs": "EPSG:6668")", guess("JGD2011 の緯度経度。日本測地系なら EPSG:4301",
                                           "longitude and latitude on JGD2011; on Tokyo Datum EPSG:4301"));
    }
    return text + comment + "\n  },\n";
}

std::string geometry_part(const Draft& draft)
{
    if (draft.with_geometry > 0) {
        const bool all = draft.with_geometry == draft.rows;
        return fmt::format("  \"geometry\": {{\"from\": \"source\"{}}},{}\n",
                           all ? "" : R"(, "missing": "publish")",
                           all ? ""
                               : guess(fmt::format("{} 行に形がありません。位置なしで公開します",
                                                   draft.rows - draft.with_geometry),
                                       fmt::format("{} rows have no geometry; published without a position",
                                                   draft.rows - draft.with_geometry)));
    }
    if (!draft.position) {
        return "  \"geometry\": {\"from\": \"none\"}," +
               guess("緯度・経度の列が見つかりません。地図に出すには列の名前か、位置を持つデータとの結合を書"
                     "いてください",
                     "no columns of latitude and longitude were found; for a map name them, or join a "
                     "dataset that has "
                     "positions") +
               "\n";
    }
    const DraftPosition& position = *draft.position;
    std::string text =
        fmt::format("  \"geometry\": {{\"from\": \"columns\", \"lon\": {}, \"lat\": {}, \"notation\": \"{}\"",
                    json_text(position.lon), json_text(position.lat), notation_name(position.notation));
    text += position.bad > 0 ? R"(, "missing": "publish"},)" : "},";
    return text +
           guess(fmt::format("{} 行が位置として読め、{} 行は読めません（位置なしで公開）", position.good,
                             position.bad),
                 fmt::format("{} rows read as positions, {} do not (published without one)", position.good,
                             position.bad)) +
           "\n";
}

std::string key_part(const Draft& draft)
{
    if (draft.key.empty()) {
        return "  // 推測 guess: "
               "値が重ならない列がありません。行番号で見分けるので、行がずれるとリンクも変わります / "
               "no column is unique; rows are told apart by their numbers, so links change when rows move\n"
               "  // \"key\": [\"…\"],\n";
    }
    return fmt::format(
        "  \"key\": {},{}\n", list_of(draft.key),
        guess("すべての行で埋まり、値が重ならない列", "filled in every row, and never the same"));
}

std::string field_comment(const DraftField& field)
{
    std::string ja;
    std::string en;
    const auto add = [&](std::string_view more_ja, std::string_view more_en) {
        ja += (ja.empty() ? "" : "。") + std::string{more_ja};
        en += (en.empty() ? "" : "; ") + std::string{more_en};
    };
    if (!field.is_named) {
        add("英語の名前を付けてください", "give it an English name");
    }
    if (field.type != FieldType::text) {
        add("型はすべての値から", "type from all values");
    }
    if (field.is_personal) {
        add("個人の情報かもしれないので非公開", "not public, since it may tell of persons");
    }
    return ja.empty() ? "" : guess(ja, en);
}

std::string field_line(const Draft& draft, const DraftField& field, bool is_last)
{
    std::string line = fmt::format("    {{\"name\": {}, \"source\": {}, \"type\": \"{}\", \"label\": {}",
                                   json_text(field.name.name), json_text(field.source), to_string(field.type),
                                   local(field.source, field.name.label_en));
    const bool is_key = draft.key == std::vector{field.name.name};
    const bool is_name = field.name.name.starts_with("name") || field.name.name.starts_with("address");
    if (is_name && field.type == FieldType::text && !field.is_personal) {
        line += R"(, "searchable": true)";
    }
    if (is_key) {
        line += R"(, "required": true)";
    }
    if (field.is_personal) {
        line += R"(, "public": false)";
    }
    return line + (is_last ? "}" : "},") + field_comment(field) + "\n";
}

std::string view_part(const Draft& draft)
{
    const auto named = std::find_if(draft.fields.begin(), draft.fields.end(), [](const DraftField& field) {
        return !field.is_personal && field.type == FieldType::text &&
               (field.name.name.starts_with("name") || field.name.name.ends_with("_name") ||
                field.name.name == "polling_place");
    });
    const std::string title =
        named == draft.fields.end() ? "" : fmt::format(", \"title\": {}", json_text(named->name.name));
    return fmt::format("  \"view\": {{\"visible\": true, \"style\": \"single\", \"color\": \"#0072b2\"{}}}\n",
                       title);
}

} // namespace

std::string to_manifest(const Draft& draft)
{
    std::string text = head(draft) + source_part(draft) + geometry_part(draft) + key_part(draft);
    text += "  \"fields\": [\n";
    for (const std::string& column : draft.left_out) {
        text += "    //" +
                guess("見出しが無いか重なるので読みません: " + json_text(column),
                      "left out, since it has no header or one that stands there twice")
                    .substr(3) +
                "\n";
    }
    for (std::size_t i = 0; i < draft.fields.size(); ++i) {
        text += field_line(draft, draft.fields[i], i + 1 == draft.fields.size());
    }
    return text + "  ],\n" + view_part(draft) + "}\n";
}

} // namespace ingest
