#include "datasets/manifest.hpp"

#include "datasets/file.hpp"
#include "datasets/json_reader.hpp"
#include "datasets/store.hpp"
#include "datasets/text_folding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

namespace datasets {

namespace {

RejectLimit read_reject_limit(const JsonReader& json)
{
    if (json.value().is_number_integer()) {
        return RejectLimit{0, json.integer(0, 1'000'000'000)};
    }
    const std::string text = json.text();
    double percent = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), percent);
    if (error != std::errc{} || std::string_view{end} != "%" || !(percent >= 0 && percent <= 100)) {
        json.fail("行数か、\"5%\" のような割合を書いてください",
                  "expected a number of rows, or a share such as \"5%\"");
    }
    return RejectLimit{percent / 100, std::nullopt};
}

/// Without a position there is nothing to make a zone, a code or a count of: the fields would be empty in every row.
void check_positions(const Manifest& manifest, const JsonReader& json)
{
    if (!std::holds_alternative<NoGeometry>(manifest.geometry.from)) {
        return;
    }
    if (!std::holds_alternative<std::monostate>(manifest.geometry.derive)) {
        json.at("geometry")
            .at("derive")
            .fail("もとになる図形がありません。derive を消すか、from を変えてください",
                  "there is no geometry to derive from");
    }
    for (const FieldRule& rule : manifest.fields) {
        if (std::holds_alternative<MeshCode>(rule.derive) ||
            std::holds_alternative<CountWithin>(rule.derive)) {
            json.at("fields").fail(
                "\"" + rule.field.name + "\" は位置から作る値ですが、このデータには位置がありません",
                "\"" + rule.field.name + "\" is derived of positions, which this dataset has none of");
        }
    }
}

/// What the manifest's parts cannot say alone about the other datasets that they use.
void check_used_datasets(const Manifest& manifest, const JsonReader& json)
{
    if (const auto* join = std::get_if<JoinGeometry>(&manifest.geometry.from)) {
        check_join(manifest.fields, join->join, json.at("geometry"));
    }
    for (const std::string& dataset : used_datasets(manifest)) {
        if (dataset == manifest.id) {
            json.fail("このデータ自身（\"" + dataset + "\"）を使っています。別のデータを書いてください",
                      "the dataset uses itself (\"" + dataset + "\")");
        }
    }
    for (const Join& join : used_joins(manifest)) {
        for (const auto& [here, there] : join.key) {
            if (hides(manifest.privacy.min_count, here)) { // the report quotes keys that find nothing
                json.fail("\"" + join.dataset + "\" との結合に使う \"" + here +
                              "\" は、min_count が隠すことのある項目です。別の項目にしてください",
                          "the join with \"" + join.dataset + "\" is by \"" + here +
                              "\", which a minimum count may hide");
            }
        }
    }
}

/// The name of a field that says a time.
std::string read_time_field(const JsonReader& json, const Schema& schema)
{
    const std::string name = json.text();
    const auto field = schema.index_of(name);
    const auto type = field ? schema.fields[*field].type : FieldType::text;
    if (type != FieldType::date && type != FieldType::datetime) {
        json.fail("\"" + name + "\" は date か datetime の公開項目ではありません",
                  "\"" + name + "\" is no public field of type date or datetime");
    }
    return name;
}

TimeFields read_time(const JsonReader& json, const Schema& schema)
{
    if (json.value().is_string()) {
        return {read_time_field(json, schema), ""};
    }
    json.allow_only({"begin", "end"});
    return {read_time_field(json.at("begin"), schema), read_time_field(json.at("end"), schema)};
}

/// The line and the character of a byte, counted from one.
std::string place_in(std::string_view text, std::size_t byte)
{
    const std::string_view before = text.substr(0, byte);
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const auto begin = before.rfind('\n') + 1; // of the line: 0 if there is none before
    const std::size_t column = 1 + code_points(before.substr(begin)).size();
    return fmt::format("{0}行目の{1}文字目 (line {0}, column {1})", line, column);
}

nlohmann::json read_json(std::string_view text, const std::string& name)
{
    const nlohmann::json nothing;
    try {
        return nlohmann::json::parse(text, nullptr, true, /*ignore_comments=*/true);
    } catch (const nlohmann::json::parse_error& error) {
        // The library's words begin with its number for the error and a place, which counts a kanji as three; they may quote a
        // part of a character.
        const std::string words = utf8_text(code_points(error.what()));
        JsonReader{nothing, name + ": " + place_in(text, error.byte - 1)}.fail(
            is_utf8(text) ? "JSON として読めません。この付近のカンマ、引用符、括弧に、抜けや余り、"
                            "全角のものがないか確かめてください"
                          : "文字コードが UTF-8 ではありません。UTF-8 で保存し直してください",
            "not valid JSON: " + words.substr(words.find(": ") + 2));
    } catch (const nlohmann::json::exception& error) { // a number too large for any type
        JsonReader{nothing, name + ": "}.fail("JSON として読めません。大きすぎる数がないか確かめてください",
                                              std::string{"not valid JSON: "} + error.what());
    }
}

} // namespace

Schema public_schema(const Manifest& manifest) { return public_schema(manifest.fields); }

bool keeps_for_staff(const Manifest& manifest)
{
    return manifest.privacy.exact_for_staff ||
           std::any_of(manifest.fields.begin(), manifest.fields.end(),
                       [](const FieldRule& rule) { return rule.for_staff; });
}

Schema staff_schema(const Manifest& manifest)
{
    Schema schema;
    for (const FieldRule& rule : manifest.fields) {
        if (rule.is_public || rule.for_staff) {
            schema.fields.push_back(rule.field);
        }
    }
    schema.fields.push_back({std::string{staff_findings},
                             FieldType::text,
                             {"読み取りの注記", "Notes of the reading"},
                             "",
                             false});
    return schema;
}

std::vector<Join> used_joins(const Manifest& manifest)
{
    std::vector<Join> joins;
    const auto add = [&](const Join& join) {
        if (std::find(joins.begin(), joins.end(), join) == joins.end()) {
            joins.push_back(join);
        }
    };
    if (const auto* join = std::get_if<JoinGeometry>(&manifest.geometry.from)) {
        add(join->join);
    }
    for (const FieldRule& rule : manifest.fields) {
        if (const auto* joined = std::get_if<JoinedValue>(&rule.derive)) {
            add(joined->join);
        }
    }
    return joins;
}

std::vector<std::string> used_datasets(const Manifest& manifest)
{
    std::set<std::string> used;
    for (const Join& join : used_joins(manifest)) {
        used.insert(join.dataset);
    }
    for (const FieldRule& rule : manifest.fields) {
        if (const auto* counted = std::get_if<CountWithin>(&rule.derive)) {
            used.insert(counted->dataset);
        }
    }
    if (const auto* address = std::get_if<AddressGeometry>(&manifest.geometry.from)) {
        used.insert(address->dataset);
    }
    if (manifest.geometry.within) {
        used.insert(manifest.geometry.within->dataset);
    }
    for (const Check& check : manifest.checks) {
        if (const auto* ends = std::get_if<EndsCheck>(&check)) {
            used.insert(ends->dataset);
        }
    }
    used.erase(""); // an extent given by a rectangle
    return {used.begin(), used.end()};
}

Manifest parse_manifest(std::string_view text, const std::string& name)
{
    const nlohmann::json document = read_json(text, name);
    const JsonReader json{document, name + ": "};
    json.allow_only({"$schema",      "id",      "title",        "description", "publisher", "license",
                     "attribution",  "contact", "update_cycle", "theme",       "date",      "source",
                     "geometry",     "key",     "fields",       "checks",      "time",      "privacy",
                     "max_rejected", "tiles",   "view",         "here"});
    Manifest manifest;
    manifest.id = json.at("id").text();
    if (!is_dataset_id(manifest.id)) {
        json.at("id").fail("a-z, 0-9, - だけを使い、64文字以内で書いてください",
                           "expected a-z, 0-9 and '-', at most 64 of them");
    }
    if (manifest.id == "proj") {
        json.at("id").fail("\"proj\" は測地系の補正データを置くフォルダーです。別の名前にしてください",
                           "\"proj\" is the store's folder for datum grids; take another name");
    }
    manifest.title = json.at("title").local_text();
    manifest.description = json.local_text_or_empty("description");
    manifest.publisher = json.local_text_or_empty("publisher");
    if (json.has("license")) {
        json.at("license").allow_only({"id", "url"});
        manifest.license = License{json.at("license").at("id").text(), json.at("license").text_or("url", "")};
    }
    manifest.attribution = json.local_text_or_empty("attribution");
    manifest.contact = json.text_or("contact", "");
    manifest.update_cycle = json.text_or("update_cycle", "");
    manifest.theme = json.text_or("theme", "");
    manifest.date = json.text_or("date", "");
    manifest.source = read_source(json.at("source"));
    manifest.geometry = read_geometry(json.at("geometry"));
    if (json.has("key")) {
        manifest.key = json.at("key").texts();
    }
    for (const JsonReader& field : json.at("fields").elements()) {
        manifest.fields.push_back(read_field(field));
    }
    if (json.has("privacy")) {
        manifest.privacy = read_privacy(json.at("privacy"), manifest.fields, manifest.key);
    }
    if (json.has("checks")) {
        manifest.checks =
            read_checks(json.at("checks"), manifest.fields, manifest.geometry, manifest.privacy);
    }
    if (json.has("max_rejected")) {
        manifest.max_rejected = read_reject_limit(json.at("max_rejected"));
    }
    if (json.has("tiles")) {
        manifest.tiles = read_tile_rules(json.at("tiles"), public_schema(manifest));
    }
    if (json.has("view")) {
        if (!json.at("view").value().is_object()) {
            json.at("view").fail("{…} の形で書いてください", "expected an object {…}");
        }
        manifest.view = json.at("view").value().dump();
    }
    if (json.has("time")) {
        manifest.time = read_time(json.at("time"), public_schema(manifest));
    }
    if (json.has("here")) {
        manifest.here = read_here(json.at("here"), public_schema(manifest));
    }
    manifest.text = std::string{text};
    check_fields(manifest.fields, manifest.key, json);
    check_positions(manifest, json);
    check_used_datasets(manifest, json);
    if (const auto* address = std::get_if<AddressGeometry>(&manifest.geometry.from)) {
        check_level_field(*address, manifest.fields, json.at("geometry"));
    }
    return manifest;
}

Manifest read_manifest(const std::filesystem::path& path)
{
    return parse_manifest(read_file(path), path.string());
}

} // namespace datasets
