#include "api/feature_text.hpp"
#include "api/page.hpp"
#include "api/pages.hpp"
#include "api/resource_links.hpp"
#include "api/schema_org.hpp"
#include "api/usage_examples.hpp"

#include <fmt/format.h>

#include <array>

namespace api {

namespace {

using Texts = std::pair<const char*, const char*>;

void write_fact(Html& html, std::string_view term, const std::function<void()>& value)
{
    html.in("div", [&] {
        html.leaf("dt", term);
        html.in("dd", value);
    });
}

void write_fact(Html& html, std::string_view term, std::string_view value)
{
    if (!value.empty()) {
        write_fact(html, term, [&] { html.text(value); });
    }
}

/// The names of update cycles are the manifest's own, in English; these have a Japanese word.
std::string update_cycle(const Visit& visit, const std::string& cycle)
{
    constexpr std::array<Texts, 6> words{{{"annual", "年1回"},
                                          {"monthly", "毎月"},
                                          {"weekly", "毎週"},
                                          {"daily", "毎日"},
                                          {"irregular", "不定期"},
                                          {"each election", "選挙のたび"}}};
    for (const auto& [en, ja] : words) {
        if (cycle == en) {
            return visit.say(ja, en);
        }
    }
    return cycle;
}

std::string kind_of_geometry(const Visit& visit, datasets::GeometryKind kind)
{
    switch (kind) {
    case datasets::GeometryKind::point:
        return visit.say("点", "points");
    case datasets::GeometryKind::line:
        return visit.say("線", "lines");
    case datasets::GeometryKind::polygon:
        return visit.say("区域", "areas");
    case datasets::GeometryKind::mixed:
        return visit.say("点・線・区域", "points, lines, areas");
    case datasets::GeometryKind::none:
        break;
    }
    return visit.say("位置なし（表）", "none (a table)");
}

void write_facts(Html& html, const Visit& visit, const Snapshot& snapshot)
{
    const auto& info = snapshot.info;
    const auto& manifest = info.manifest;
    html.leaf("h2", visit.say("このデータについて", "About this dataset"));
    html.in("dl", {{"class", "facts"}}, [&] {
        write_fact(html, visit.say("提供者", "Publisher"), visit.say(manifest.publisher));
        if (!manifest.license.id.empty()) {
            write_fact(html, visit.say("利用条件", "Licence"), [&] {
                const auto address = web_address(manifest.license.url);
                if (address.empty()) {
                    html.text(manifest.license.id);
                } else {
                    html.leaf("a", manifest.license.id, {{"href", address}, {"rel", "license"}});
                }
            });
        }
        write_fact(html, visit.say("出典の書き方", "Attribution"), visit.say(manifest.attribution));
        write_fact(html, visit.say("データの時点", "State of"), manifest.date);
        write_fact(html, visit.say("公開日", "Published"), day_in_japan(info.published));
        write_fact(html, visit.say("更新頻度", "Updated"), update_cycle(visit, manifest.update_cycle));
        write_fact(html, visit.say("件数", "Features"),
                   shown_count(info.count) +
                       (info.without_geometry > 0 && info.geometry != datasets::GeometryKind::none
                            ? visit.say("（うち位置なし " + shown_count(info.without_geometry) + "）",
                                        " (" + shown_count(info.without_geometry) + " without a position)")
                            : ""));
        write_fact(html, visit.say("形", "Geometry"), kind_of_geometry(visit, info.geometry));
        if (!info.time.begin.empty()) {
            write_fact(html, visit.say("期間", "Period"),
                       info.time.begin.substr(0, 10) + visit.say(" ～ ", " to ") +
                           info.time.end.substr(0, 10));
        }
        if (!info.bbox.empty()) {
            write_fact(html, visit.say("範囲（西、南、東、北）", "Extent (west, south, east, north)"),
                       fmt::format("{:.6f}, {:.6f}, {:.6f}, {:.6f}", info.bbox.min_lon, info.bbox.min_lat,
                                   info.bbox.max_lon, info.bbox.max_lat));
        }
        write_fact(html, visit.say("問い合わせ先", "Contact"), manifest.contact);
        write_fact(html, visit.say("版", "Version"), [&] {
            html.leaf("a", info.version,
                      {{"href", visit.page("/api/collections/" + snapshot.id() + "@" + info.version)}});
            html.leaf("span", visit.say("（この版に固定した住所）", " (the address of this version)"),
                      {{"class", "small quiet"}});
        });
    });
}

/// What a download is for, by its ending.
std::string purpose_of(const Visit& visit, std::string_view name)
{
    constexpr std::array<std::pair<const char*, Texts>, 11> purposes{{
        {".dictionary.csv", {"データ項目の説明（CSV）", "the data dictionary (CSV)"}},
        {".dictionary.json", {"データ項目の説明（JSON）", "the data dictionary (JSON)"}},
        {".cp932.csv",
         {"表。文字コード CP932（古い表計算ソフト向け）", "a table in CP932, for old spreadsheets"}},
        {".csv", {"表。文字コード UTF-8", "a table in UTF-8"}},
        {".xlsx", {"Excel の表と項目の説明", "an Excel table with the data dictionary"}},
        {".geojson", {"GeoJSON。ウェブ地図やプログラム向け", "GeoJSON, for web maps and programs"}},
        {".gpkg", {"GeoPackage。QGIS などの GIS 向け", "GeoPackage, for QGIS and other GIS"}},
        {".fgb", {"FlatGeobuf。必要な範囲だけ読める", "FlatGeobuf, can be read in parts"}},
        {".pmtiles",
         {"PMTiles。地図のタイル一式。必要な分だけ読める", "PMTiles, the map's tiles, can be read in parts"}},
        {".shp.zip", {"シェープファイル。古い GIS 向け", "Shapefile, for old GIS"}},
        {".kml", {"KML。Google Earth など", "KML, for Google Earth"}},
    }};
    for (const auto& [ending, text] : purposes) {
        if (name.ends_with(ending)) {
            return visit.say(text.first, text.second);
        }
    }
    return {};
}

void write_downloads(Html& html, const Visit& visit, const Snapshot& snapshot)
{
    html.leaf("h2", visit.say("ダウンロード", "Downloads"), {{"id", "downloads"}});
    html.in(
        "section",
        {{"class", "scroll"},
         {"tabindex", "0"},
         {"aria-label", visit.say("ダウンロードの表", "Table of downloads")}},
        [&] {
            html.in("table", [&] {
                html.leaf("caption",
                          visit.say(day_in_japan(snapshot.info.published) +
                                        " に公開した版のファイル。SHA-256 で正しく届いたか確かめられます。",
                                    "Files of the version published on " +
                                        day_in_japan(snapshot.info.published) +
                                        ". SHA-256 tells whether they arrived whole."));
                html.in("thead", [&] {
                    html.in("tr", [&] {
                        for (const auto& name : {visit.say("ファイル", "File"),
                                                 visit.say("内容", "What it is"), visit.say("大きさ", "Size"),
                                                 visit.say("公開日", "Date"), std::string("SHA-256")}) {
                            html.leaf("th", name, {{"scope", "col"}});
                        }
                    });
                });
                html.in("tbody", [&] {
                    for (const auto& file : snapshot.info.files) {
                        if (!file.is_public || file.download.empty()) {
                            continue;
                        }
                        html.in("tr", [&] {
                            html.in("th", {{"scope", "row"}}, [&] {
                                html.leaf("a", file.download,
                                          {{"href", visit.data("/downloads/" + file.download)},
                                           {"type", file.media_type}});
                            });
                            html.leaf("td", purpose_of(visit, file.download));
                            html.leaf("td", shown_bytes(file.bytes), {{"class", "number"}});
                            html.leaf("td", day_in_japan(snapshot.info.published));
                            html.in("td", {{"class", "hash"}}, [&] { html.leaf("code", file.sha256); });
                        });
                    }
                });
            });
        });
}

std::string name_of(const Visit& visit, datasets::FieldType type)
{
    switch (type) {
    case datasets::FieldType::integer:
        return visit.say("整数", "whole number");
    case datasets::FieldType::number:
        return visit.say("数値", "number");
    case datasets::FieldType::boolean:
        return visit.say("はい・いいえ", "yes or no");
    case datasets::FieldType::date:
        return visit.say("日付", "date");
    case datasets::FieldType::datetime:
        return visit.say("日時", "date and time");
    case datasets::FieldType::text:
        break;
    }
    return visit.say("文字列", "text");
}

void write_dictionary(Html& html, const Visit& visit, const Snapshot& snapshot)
{
    html.leaf("h2", visit.say("データ項目", "Data dictionary"), {{"id", "dictionary"}});
    html.in("section",
            {{"class", "scroll"},
             {"tabindex", "0"},
             {"aria-label", visit.say("データ項目の表", "Table of fields")}},
            [&] {
                html.in("table", [&] {
                    html.leaf(
                        "caption",
                        visit.say("公開している項目。名前は API と GeoJSON での名前です。",
                                  "The fields that are public. Names are those of the API and of GeoJSON."));
                    html.in("thead", [&] {
                        html.in("tr", [&] {
                            for (const auto& name :
                                 {visit.say("名前", "Name"), visit.say("日本語", "Japanese"),
                                  visit.say("英語", "English"), visit.say("種類", "Type"),
                                  visit.say("単位", "Unit"), visit.say("検索", "Searched")}) {
                                html.leaf("th", name, {{"scope", "col"}});
                            }
                        });
                    });
                    html.in("tbody", [&] {
                        for (const auto& field : snapshot.info.schema.fields) {
                            html.in("tr", [&] {
                                html.in("th", {{"scope", "row"}}, [&] { html.leaf("code", field.name); });
                                html.leaf("td", field.label.ja, {{"lang", "ja"}});
                                html.leaf("td", field.label.en, {{"lang", "en"}});
                                html.leaf("td", name_of(visit, field.type));
                                html.leaf("td", field.unit);
                                html.leaf("td", field.searchable ? visit.say("する", "yes") : "");
                            });
                        }
                    });
                });
            });
}

void write_examples(Html& html, const Visit& visit, const Snapshot& snapshot)
{
    html.leaf("h2", visit.say("使い方の例", "Usage examples"), {{"id", "examples"}});
    for (const auto& example : usage_examples(snapshot, visit.base())) {
        html.leaf("h3", example.tool);
        html.in("section",
                {{"class", "scroll code"},
                 {"tabindex", "0"},
                 {"aria-label", visit.say(example.tool + " の例", "Example for " + example.tool)}},
                [&] {
                    html.in("pre", [&] {
                        html.leaf(
                            "code", example.code,
                            {{"class", example.language.empty() ? "text" : "language-" + example.language}});
                    });
                });
    }
}

} // namespace

Response collection_page(const Request& request, const Site& site, std::string_view dataset)
{
    const auto named = find_dataset(site, dataset);
    const auto& snapshot = *named.snapshot;
    const Visit visit(request, site);
    PageHead head;
    head.title = visit.say(snapshot.info.manifest.title);
    head.description = visit.say(snapshot.info.manifest.description);
    head.path = "/api/collections/" + std::string(dataset);
    head.trail = {{visit.say("市のデータ", "The city's data"), visit.page("/api")},
                  {visit.say("データ一覧", "Datasets"), visit.page("/api/collections")}};
    head.json_ld = schema_dataset(visit, snapshot);
    head.is_listed = !named.pinned;
    auto response = page_response(visit, head, [&](Html& html) {
        html.leaf("h1", head.title);
        if (named.pinned) {
            html.leaf("p",
                      visit.say("版 " + snapshot.version() + " に固定したページです。",
                                "This page is of the version " + snapshot.version() + "."),
                      {{"class", "quiet"}});
        }
        html.leaf("p", head.description, {{"class", "lead"}});
        html.in("p", {{"class", "pages"}}, [&] {
            html.leaf("a", visit.say("中身を表で見る", "Look at it as a table"),
                      {{"class", "button"}, {"href", visit.page(head.path + "/items")}});
            html.leaf("a", visit.say("地図で見る", "Look at the map"),
                      {{"class", "button"}, {"href", visit.data("/")}});
            html.leaf("a", visit.say("ダウンロード", "Downloads"),
                      {{"class", "button"}, {"href", "#downloads"}});
        });
        write_facts(html, visit, snapshot);
        write_downloads(html, visit, snapshot);
        write_dictionary(html, visit, snapshot);
        write_examples(html, visit, snapshot);
        write_links(html, visit, collection_links(snapshot, visit.base(), visit.language()));
    });
    set_caching(response, named.pinned);
    return response;
}

} // namespace api
