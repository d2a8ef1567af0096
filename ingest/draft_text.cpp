#include "datasets/geojson.hpp"
#include "ingest/draft.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

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

/// A comment to the end of the line. A name from the file must not end it, nor a NUL in one the file.
std::string guess(std::string_view ja, std::string_view en)
{
    std::string comment = fmt::format(" // 推測 guess: {} / {}", ja, en);
    std::replace_if(
        comment.begin(), comment.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
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

/// Which sheet was taken, and what else there is.
std::string layer_comment(const Draft& draft)
{
    if (draft.other_layers.empty()) {
        return "";
    }
    std::string ja;
    std::string en;
    for (const SourceLayer& layer : draft.other_layers) {
        ja += fmt::format("{}{}（{}{} 行）", ja.empty() ? "" : "、", layer.name,
                          layer.hidden ? "非表示、" : "", layer.rows);
        en += fmt::format("{}{} ({}{} rows)", en.empty() ? "" : ", ", layer.name,
                          layer.hidden ? "hidden, " : "", layer.rows);
    }
    return guess("行がいちばん多いシート。ほかに " + ja +
                     "。それも公開するなら、シートごとに下書きを作ってください",
                 "the sheet with the most rows; there are also " + en +
                     ": draft each that is to be published (--layer)");
}

/// The CRS of the positions, where the file does not say it, with the reason for the guess.
std::pair<std::string, std::string> crs_member(const Draft& draft)
{
    if (!draft.crs.empty() || (!draft.position && draft.with_geometry == 0)) {
        return {};
    }
    if (draft.position && draft.position->is_plane) {
        const DraftPosition& position = *draft.position;
        return position.zone_of.empty()
                   ? std::pair{std::string{}, std::string{}}
                   : std::pair{
                         "\"zone_of\": " + json_text(position.zone_of),
                         guess(fmt::format("列「{}」から。世界測地系（JGD2011）の平面直角座標とみなしました",
                                           position.zone_column),
                               fmt::format(
                                   "from the column \"{}\"; taken for plane-rectangular metres on JGD2011",
                                   position.zone_column))};
    }
    if (draft.position && draft.position->tokyo_datum) {
        return {R"("crs": "EPSG:4301")",
                guess("見出しに日本測地系とあるので", "its header says Tokyo Datum")};
    }
    return {R"("crs": "EPSG:6668")", guess("JGD2011 の緯度経度。日本測地系なら EPSG:4301",
                                           "longitude and latitude on JGD2011; on Tokyo Datum EPSG:4301")};
}

constexpr std::string_view missing_zone =
    "    // 推測できません no guess: X・Y がどの系か、ファイルからは分かりません。次の 1 行の先頭の // "
    "と数字を直してください。"
    "書くまで公開されません / which plane-rectangular zone X and Y are of cannot be seen in the file: mend "
    "the next line; until "
    "then nothing is published\n"
    "    // , \"plane_rectangular_zone\": 5\n";

std::string source_part(const Draft& draft)
{
    std::string text = fmt::format("  \"source\": {{\n    \"path\": {}", json_text(draft.path));
    std::string comment;
    const auto add = [&](const std::string& member, std::string note) {
        text += "," + comment + "\n    " + member;
        comment = std::move(note);
    };
    if (!draft.layer.empty()) {
        add("\"layer\": " + json_text(draft.layer), layer_comment(draft));
    }
    if (!draft.encoding.empty()) {
        add(R"("encoding": "detect")", guess(draft.encoding + " と判定", "found to be " + draft.encoding));
    }
    if (draft.is_table) {
        add(fmt::format("\"skip_rows\": {}, \"header_rows\": {}", draft.skip_rows, draft.header_rows),
            guess("見出しの上の行数と、見出しの行数", "rows above the header, and rows of the header"));
    }
    const auto [crs, reason] = crs_member(draft);
    if (!crs.empty()) {
        add(crs, reason);
    }
    text += comment + "\n";
    if (draft.position && draft.position->is_plane && draft.position->zone_of.empty()) {
        text += missing_zone;
    }
    return text + "  },\n";
}

/// The columns of a position, as the manifest states them.
std::string position_members(const DraftPosition& position)
{
    const std::string first = json_text(position.columns.front());
    const std::string second = json_text(position.columns.back());
    switch (position.form) {
    case datasets::ColumnForm::plane:
        return fmt::format("\"x\": {}, \"y\": {}", first, second);
    case datasets::ColumnForm::wkt:
        return fmt::format("\"wkt\": {}", first);
    case datasets::ColumnForm::pair:
        return fmt::format("\"position\": {}, \"order\": \"{}\", \"notation\": \"{}\"", first,
                           position.lat_first ? "lat_lon" : "lon_lat", notation_name(position.notation));
    case datasets::ColumnForm::lon_lat:
        break;
    }
    return fmt::format("\"lon\": {}, \"lat\": {}, \"notation\": \"{}\"", first, second,
                       notation_name(position.notation));
}

/// How many rows it places, and what cannot be seen from the numbers.
std::string position_comment(const DraftPosition& position)
{
    std::string ja = fmt::format("{} 行が位置として読め、{} 行は読めません（位置なしで公開）", position.good,
                                 position.bad);
    std::string en = fmt::format("{} rows read as positions, {} do not (published without one)",
                                 position.good, position.bad);
    if (position.form == datasets::ColumnForm::plane) {
        ja += "。測量の決まりどおり X を北、Y を東としました。逆なら入れ替えてください";
        en += "; X is to the north and Y to the east, as surveyors have it: exchange them if yours are not";
    }
    if (position.form == datasets::ColumnForm::pair) {
        ja += position.lat_first ? "。値の範囲から、緯度が先です" : "。値の範囲から、経度が先です";
        en += position.lat_first ? "; latitude comes first, as its range shows"
                                 : "; longitude comes first, as its range shows";
    }
    return guess(ja, en);
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
    if (!draft.position && !draft.unread_positions.empty()) {
        return "  \"geometry\": {\"from\": \"none\"}," +
               guess(fmt::format("列「{}」はありますが、位置として読める行がありません。値を確かめてください",
                                 fmt::join(draft.unread_positions, "」「")),
                     fmt::format("there are the columns \"{}\", but no row of them reads as a position: look "
                                 "at the values",
                                 fmt::join(draft.unread_positions, "\", \""))) +
               "\n";
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
    return fmt::format(
        "  \"geometry\": {{\"from\": \"columns\", {}{}}},{}\n", position_members(*draft.position),
        draft.position->bad > 0 ? R"(, "missing": "publish")" : "", position_comment(*draft.position));
}

/// A position in front of one house tells whose it is.
std::string privacy_part(const Draft& draft)
{
    if (!draft.identifies_persons || (!draft.position && draft.with_geometry == 0)) {
        return "";
    }
    return "  \"privacy\": {\"mesh\": 250}," +
           guess("個人が分かる列があるので、位置を 250 m メッシュにぼかします。少ない件数を隠すには "
                 "\"min_count\" も書いてください",
                 "a column tells who persons are, so positions are blurred to a mesh of 250 m; to hide small "
                 "counts say "
                 "\"min_count\" too") +
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
    const bool single = draft.key.size() == 1;
    return fmt::format(
        "  \"key\": {},{}\n", list_of(draft.key),
        single ? guess("すべての行で埋まり、値が重ならない列", "filled in every row, and never the same")
               : guess("1 列では重なりますが、合わせるとどの行とも重なりません",
                       "no one column is unique, but together these are, in all rows"));
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
    if (!field.parts.empty()) {
        add("並んだ列を合わせて読みます", "read from columns side by side");
    } else if (field.type != FieldType::text) {
        add("型はすべての値から", "type from all values");
    }
    if (field.is_code) {
        add("番号なので数にせず文字のまま", "a code, so text and no number");
    }
    if (!field.unit.empty()) {
        add("単位はすべての値に付いているので", "the unit stands behind every number");
    }
    if (field.empty_is_no) {
        add("「はい」だけが書かれているので、空は「いいえ」とみなしました",
            "only \"yes\" is written, so an empty cell is taken for no");
    }
    if (field.lacks_an_era) {
        add("年号のない日付です。\"type\": \"date\", \"era\": \"平成\" のように書くと日付として読みます",
            "dates without their era: say \"type\": \"date\" and \"era\": \"平成\" or another to have them "
            "read");
    }
    if (field.personal) {
        const PersonalReason reason = reason_of(*field.personal);
        add(field.personal_by_value ? fmt::format("値に電話・メール・車両番号の形があります。{}", reason.ja)
                                    : std::string{reason.ja},
            field.personal_by_value
                ? fmt::format(
                      "a value looks like a telephone number, an e-mail address or a number plate; {}",
                      reason.en)
                : std::string{reason.en});
    } else if (field.beside_identity) {
        add("同じ行に個人が分かる列があるので、住所も非公開",
            "not public, since the same rows tell who a person is");
    }
    return ja.empty() ? "" : guess(ja, en);
}

std::string field_line(const Draft& draft, const DraftField& field, bool is_last)
{
    const std::string from =
        field.parts.empty() ? "\"source\": " + json_text(field.source) : "\"parts\": " + list_of(field.parts);
    std::string line =
        fmt::format("    {{\"name\": {}, {}, \"type\": \"{}\", \"label\": {}", json_text(field.name.name),
                    from, to_string(field.type), local(field.label, field.name.label_en));
    const bool is_key = std::find(draft.key.begin(), draft.key.end(), field.name.name) != draft.key.end();
    const bool is_name = field.name.name.starts_with("name") || field.name.name.starts_with("address");
    line += field.unit.empty() ? "" : ", \"unit\": " + json_text(field.unit);
    line += field.empty_is_no ? R"(, "empty": false)" : "";
    line += is_name && field.type == FieldType::text && field.is_public() ? R"(, "searchable": true)" : "";
    line += is_key ? R"(, "required": true)" : "";
    line += field.is_public() ? "" : R"(, "public": false)";
    return line + (is_last ? "}" : "},") + field_comment(field) + "\n";
}

std::string view_part(const Draft& draft)
{
    const auto named = std::find_if(draft.fields.begin(), draft.fields.end(), [](const DraftField& field) {
        return field.is_public() && field.type == FieldType::text &&
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
    std::string text =
        head(draft) + source_part(draft) + geometry_part(draft) + privacy_part(draft) + key_part(draft);
    text += "  \"fields\": [\n";
    if (draft.is_kml) {
        text += "    // Google Earth での描き方の列（visibility など）は読みません / columns that say how "
                "Google Earth draws are left out\n";
    }
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
