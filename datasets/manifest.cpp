#include "datasets/manifest.hpp"

#include "datasets/file.hpp"
#include "datasets/json_reader.hpp"
#include "datasets/municipality.hpp"
#include "datasets/store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

namespace datasets {

namespace {

bool is_field_name(std::string_view name)
{
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    return !name.empty() && name.size() <= 64 && letter(name.front()) &&
           std::all_of(name.begin(), name.end(),
                       [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '_'; });
}

/// Names of fields become names of SQL columns, which do not know upper from lower case.
std::string lower_case(std::string name)
{
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return name;
}

SourceFile read_file_entry(const JsonReader& entry)
{
    entry.allow_only({"path", "set"});
    SourceFile file{entry.at("path").text(), {}};
    if (entry.has("set")) {
        const JsonReader set = entry.at("set");
        if (!set.value().is_object()) {
            set.fail("expected an object {column: value}");
        }
        for (const auto& item : set.value().items()) {
            file.set.emplace_back(item.key(), set.at(item.key().c_str()).text());
        }
    }
    return file;
}

/// EPSG:6669 to 6687 are the plane-rectangular zones I to XIX on JGD2011.
std::string read_crs(const JsonReader& source)
{
    if (source.has("crs") + source.has("plane_rectangular_zone") + source.has("zone_of") > 1) {
        source.fail("say one of \"crs\", \"plane_rectangular_zone\" and \"zone_of\", not more");
    }
    if (source.has("plane_rectangular_zone")) {
        return fmt::format("EPSG:{}", 6668 + source.at("plane_rectangular_zone").integer(1, 19));
    }
    if (source.has("zone_of")) {
        const auto zone = plane_zone(source.at("zone_of").text());
        if (!zone) {
            source.at("zone_of").fail(
                "expected a prefecture that lies in one zone (兵庫県), or a municipality's "
                "code (28204 or 282049)");
        }
        return fmt::format("EPSG:{}", 6668 + *zone);
    }
    return source.text_or("crs", "");
}

TotalRows read_total_rows(const JsonReader& json)
{
    const std::string name = json.text_or("total_rows", "warn");
    if (name == "warn") {
        return TotalRows::warn;
    }
    if (name == "skip") {
        return TotalRows::skip;
    }
    if (name == "keep") {
        return TotalRows::keep;
    }
    json.at("total_rows").fail("expected warn, skip or keep");
}

Source read_source(const JsonReader& json)
{
    json.allow_only({"path", "files", "layer", "encoding", "skip_rows", "header_rows", "footer_rows",
                     "total_rows", "crs", "plane_rectangular_zone", "zone_of", "accept_accuracy_m",
                     "labels"});
    Source source;
    if (json.has("path") == json.has("files")) {
        json.fail("say either \"path\" (one file) or \"files\" (several alike)");
    }
    if (json.has("path")) {
        source.files.push_back(SourceFile{json.at("path").text(), {}});
    } else {
        for (const JsonReader& entry : json.at("files").elements()) {
            source.files.push_back(read_file_entry(entry));
        }
        if (source.files.empty()) {
            json.at("files").fail("expected at least one file");
        }
    }
    source.layer = json.text_or("layer", "");
    source.encoding = json.text_or("encoding", "detect");
    constexpr std::array encodings{"detect", "UTF-8", "CP932", "UTF-16LE", "UTF-16BE"};
    if (std::find(encodings.begin(), encodings.end(), source.encoding) == encodings.end()) {
        json.at("encoding").fail("expected detect, UTF-8, CP932, UTF-16LE or UTF-16BE");
    }
    source.skip_rows = json.integer_or("skip_rows", 0, 0, 1000);
    source.header_rows = json.integer_or("header_rows", 1, 1, 3);
    if (json.has("footer_rows")) {
        source.footer_rows = json.at("footer_rows").integer(0, 1000);
    }
    source.total_rows = read_total_rows(json);
    source.crs = read_crs(json);
    source.accept_accuracy_m = json.number_or("accept_accuracy_m", 0, 0, 1000);
    if (json.has("labels")) {
        const JsonReader labels = json.at("labels");
        labels.allow_only({"path", "from", "to"});
        source.labels =
            LabelTable{labels.at("path").text(), labels.at("from").text(), labels.at("to").text()};
    }
    return source;
}

Notation read_notation(const JsonReader& json)
{
    const std::string name = json.text_or("notation", "decimal");
    if (name == "decimal") {
        return Notation::decimal;
    }
    if (name == "dms") {
        return Notation::dms;
    }
    if (name == "coded_dms") {
        return Notation::coded_dms;
    }
    json.at("notation").fail("expected decimal, dms or coded_dms");
}

JoinGeometry read_join(const JsonReader& json)
{
    JoinGeometry join{json.at("dataset").text(), {}};
    const JsonReader key = json.at("key");
    if (!key.value().is_object() || key.value().empty()) {
        key.fail("expected {field here: field there}");
    }
    for (const auto& item : key.value().items()) {
        join.key.emplace_back(item.key(), key.at(item.key().c_str()).text());
    }
    return join;
}

ColumnGeometry read_column_geometry(const JsonReader& json)
{
    const int forms = json.has("lon") + json.has("position") + json.has("x") + json.has("wkt");
    if (forms > 1) {
        json.fail("say one of \"lon\" and \"lat\", \"position\", \"x\" and \"y\", and \"wkt\", not more");
    }
    ColumnGeometry columns;
    columns.notation = read_notation(json);
    if (json.has("position")) {
        const std::string order = json.at("order").text();
        if (order != "lat_lon" && order != "lon_lat") {
            json.at("order").fail("expected lat_lon or lon_lat");
        }
        columns.form = ColumnForm::pair;
        columns.pair = json.at("position").text();
        columns.lat_first = order == "lat_lon";
    } else if (json.has("x")) {
        columns.form = ColumnForm::plane;
        columns.north = json.at("x").text();
        columns.east = json.at("y").text();
    } else if (json.has("wkt")) {
        columns.form = ColumnForm::wkt;
        columns.wkt = json.at("wkt").text();
    } else {
        columns.lon = json.at("lon").text();
        columns.lat = json.at("lat").text();
    }
    return columns;
}

Extent read_extent(const JsonReader& json)
{
    json.allow_only({"dataset", "bbox", "margin_m", "outside"});
    Extent extent;
    if (json.has("dataset") == json.has("bbox")) {
        json.fail("say either \"dataset\" or \"bbox\"");
    }
    extent.dataset = json.text_or("dataset", "");
    if (json.has("bbox")) {
        const auto edges = json.at("bbox").elements();
        if (edges.size() != 4) {
            json.at("bbox").fail("expected west, south, east and north in degrees");
        }
        extent.bbox = BBox{edges[0].number(-180, 180), edges[1].number(-90, 90), edges[2].number(-180, 180),
                           edges[3].number(-90, 90)};
        if (extent.bbox.empty()) {
            json.at("bbox").fail("expected west, south, east and north in degrees");
        }
    }
    extent.margin_m = json.number_or("margin_m", 0, 0, 100'000);
    const std::string outside = json.text_or("outside", "warn");
    if (outside != "warn" && outside != "reject") {
        json.at("outside").fail("expected warn or reject");
    }
    extent.reject = outside == "reject";
    return extent;
}

GeometrySource read_geometry(const JsonReader& json)
{
    json.allow_only({"from", "lon", "lat", "notation", "position", "order", "x", "y", "wkt", "dataset", "key",
                     "missing", "within"});
    GeometrySource geometry;
    const std::string from = json.at("from").text();
    if (from == "source") {
        geometry.from = OwnGeometry{};
    } else if (from == "none") {
        geometry.from = NoGeometry{};
    } else if (from == "columns") {
        geometry.from = read_column_geometry(json);
    } else if (from == "join") {
        geometry.from = read_join(json);
    } else {
        json.at("from").fail("expected source, columns, join or none");
    }
    const std::string missing = json.text_or("missing", "reject");
    if (missing != "reject" && missing != "publish") {
        json.at("missing").fail("expected reject or publish");
    }
    geometry.publish_missing = missing == "publish";
    if (json.has("within")) {
        geometry.within = read_extent(json.at("within"));
    }
    return geometry;
}

/// What the cells of a field mean where they do not say it themselves.
void read_cell_rules(const JsonReader& json, FieldRule& rule)
{
    constexpr std::array eras{"", "明治", "大正", "昭和", "平成", "令和"};
    rule.era = json.text_or("era", "");
    if (std::find(eras.begin(), eras.end(), rule.era) == eras.end()) {
        json.at("era").fail("expected 明治, 大正, 昭和, 平成 or 令和");
    }
    if (json.has("empty")) {
        if (rule.field.type != FieldType::boolean) {
            json.at("empty").fail("only a boolean can say what an empty cell stands for");
        }
        rule.empty = json.boolean_or("empty", false);
    }
    if (json.has("values")) {
        const JsonReader values = json.at("values");
        if (!values.value().is_object() || rule.field.type != FieldType::text) {
            values.fail("expected {code: label}, in a field of type text");
        }
        for (const auto& item : values.value().items()) {
            rule.values.emplace_back(item.key(), values.at(item.key().c_str()).text());
        }
    }
}

FieldRule read_field(const JsonReader& json)
{
    json.allow_only({"name", "source", "parts", "type", "label", "unit", "searchable", "required",
                     "missing_note", "era", "empty", "values", "public"});
    FieldRule rule;
    rule.field.name = json.at("name").text();
    constexpr std::array taken{"fid", "geom", "feature_id", "point_count"};
    if (!is_field_name(rule.field.name) ||
        std::find(taken.begin(), taken.end(), lower_case(rule.field.name)) != taken.end()) {
        json.at("name").fail(
            "expected a letter, then letters, digits or '_' (fid, geom, feature_id and point_count "
            "are taken)");
    }
    const auto type = field_type_from(json.text_or("type", "text"));
    if (!type) {
        json.at("type").fail("expected text, integer, number, boolean, date or datetime");
    }
    rule.field.type = *type;
    rule.field.label = json.at("label").local_text();
    rule.field.unit = json.text_or("unit", "");
    rule.field.searchable = json.boolean_or("searchable", false);
    if (json.has("source")) {
        rule.source = json.at("source").texts();
    }
    if (json.has("parts")) {
        rule.parts = json.at("parts").texts();
        // A column of eras in front makes one more.
        const std::size_t wanted = rule.field.type == FieldType::integer ? 1
                                   : rule.field.type == FieldType::date  ? 3
                                                                         : 5;
        if (rule.parts.size() != wanted && rule.parts.size() != wanted + 1) {
            json.at("parts").fail(
                "expected year, month, day, and for a datetime also hour and minute, for an "
                "integer the year alone; before them the era, if it has a column");
        }
    }
    read_cell_rules(json, rule);
    rule.missing_note = json.text_or("missing_note", "");
    rule.required = json.boolean_or("required", false);
    rule.is_public = json.boolean_or("public", true);
    return rule;
}

RejectLimit read_reject_limit(const JsonReader& json)
{
    if (json.value().is_number_integer()) {
        return RejectLimit{0, json.integer(0, 1'000'000'000)};
    }
    const std::string text = json.text();
    double percent = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), percent);
    if (error != std::errc{} || std::string_view{end} != "%" || !(percent >= 0 && percent <= 100)) {
        json.fail("expected a number of rows, or a share such as \"5%\"");
    }
    return RejectLimit{percent / 100, std::nullopt};
}

TileRules read_tile_rules(const JsonReader& json)
{
    json.allow_only({"minzoom", "maxzoom", "cluster"});
    TileRules rules;
    rules.minzoom = json.integer_or("minzoom", 0, 0, 16);
    rules.maxzoom = json.integer_or("maxzoom", 14, 0, 16);
    rules.cluster = json.boolean_or("cluster", false);
    if (rules.minzoom > rules.maxzoom) {
        json.fail("minzoom is above maxzoom");
    }
    return rules;
}

int read_mesh(const JsonReader& privacy)
{
    if (!privacy.has("mesh")) {
        return 0;
    }
    const int metres = privacy.at("mesh").integer(0, 1000);
    constexpr std::array sizes{125, 250, 500, 1000};
    if (std::find(sizes.begin(), sizes.end(), metres) == sizes.end()) {
        privacy.at("mesh").fail("expected 125, 250, 500 or 1000 (metres)");
    }
    return metres;
}

CountSum read_count_sum(const JsonReader& json)
{
    json.allow_only({"total", "parts", "with"});
    CountSum sum{json.at("total").text(), json.at("parts").texts(), {}};
    if (sum.parts.size() < 2) {
        json.at("parts").fail("expected at least two fields");
    }
    if (json.has("with")) {
        sum.with = json.at("with").texts();
    }
    return sum;
}

MinCount read_min_count(const JsonReader& json, int mesh_metres)
{
    json.allow_only({"threshold", "cells", "sums", "group"});
    MinCount rule;
    rule.threshold = json.at("threshold").integer(3, 1000); // below 3, two hidden counts could still be told
    rule.cells = json.boolean_or("cells", false);
    if (json.has("sums")) {
        for (const JsonReader& sum : json.at("sums").elements()) {
            rule.sums.push_back(read_count_sum(sum));
        }
    }
    if (json.has("group")) {
        rule.group = json.at("group").texts();
    }
    if (rule.cells && mesh_metres == 0) {
        json.at("cells").fail("needs \"mesh\": only positions of a mesh can be counted together");
    }
    if (!rule.cells && rule.sums.empty()) {
        json.fail("expected \"cells\": true, or \"sums\"");
    }
    return rule;
}

/// A hidden value must be one that can be missing, and must not stand in the feature's id.
void check_hidden_field(const Manifest& manifest, const JsonReader& json, const std::string& name,
                        bool is_count)
{
    const auto rule =
        std::find_if(manifest.fields.begin(), manifest.fields.end(),
                     [&](const FieldRule& field) { return field.is_public && field.field.name == name; });
    if (rule == manifest.fields.end() || (is_count && rule->field.type != FieldType::integer)) {
        json.fail("\"" + name + "\" is no public " + (is_count ? "integer field" : "field"));
    }
    const bool in_key = std::find(manifest.key.begin(), manifest.key.end(), name) != manifest.key.end();
    if (in_key || rule->required) {
        json.fail("\"" + name + "\" is required or stands in the key, so it cannot be left out");
    }
}

void check_min_count(const Manifest& manifest, const JsonReader& json)
{
    const Schema schema = public_schema(manifest);
    for (const std::string& name : manifest.min_count.group) {
        if (!schema.index_of(name)) {
            json.at("group").fail("\"" + name + "\" is no public field");
        }
    }
    std::set<std::string> counts;
    for (const CountSum& sum : manifest.min_count.sums) {
        std::vector<std::string> names = sum.parts;
        names.push_back(sum.total);
        for (const std::string& name : names) {
            if (!counts.insert(name).second) { // each sum is decided for itself
                json.at("sums").fail("\"" + name + "\" stands in two sums");
            }
        }
        check_hidden_field(manifest, json.at("sums"), sum.total, true);
        for (const std::string& part : sum.parts) {
            check_hidden_field(manifest, json.at("sums"), part, true);
        }
        for (const std::string& name : sum.with) {
            check_hidden_field(manifest, json.at("sums"), name, false);
        }
    }
}

/// What one key cannot say alone: names given twice, keys that are no public field, notes without their field.
void check_fields(const Manifest& manifest, const JsonReader& json)
{
    std::set<std::string> names;
    const Schema schema = public_schema(manifest);
    for (const FieldRule& rule : manifest.fields) {
        if (!names.insert(lower_case(rule.field.name)).second) {
            json.at("fields").fail("the name \"" + rule.field.name + "\" is given twice");
        }
    }
    for (const FieldRule& rule : manifest.fields) {
        const auto note = schema.index_of(rule.missing_note);
        if (!rule.missing_note.empty() && (!note || schema.fields[*note].type != FieldType::text)) {
            json.at("fields").fail("\"" + rule.field.name + "\" has the missing_note \"" + rule.missing_note +
                                   "\", which is no public text field");
        }
    }
    for (const std::string& name : manifest.key) {
        if (!schema.index_of(name)) {
            json.at("key").fail("\"" + name + "\" is no public field");
        }
    }
}

} // namespace

Schema public_schema(const Manifest& manifest)
{
    Schema schema;
    for (const FieldRule& rule : manifest.fields) {
        if (rule.is_public) {
            schema.fields.push_back(rule.field);
        }
    }
    return schema;
}

Manifest parse_manifest(std::string_view text, const std::string& name)
{
    nlohmann::json document;
    try {
        document = nlohmann::json::parse(text, nullptr, true, /*ignore_comments=*/true);
    } catch (const nlohmann::json::exception& error) {
        throw FormatError{name + ": not valid JSON: " + error.what()};
    }
    const JsonReader json{document, name + ": "};
    json.allow_only({"$schema", "id", "title", "description", "publisher", "license", "attribution",
                     "contact", "update_cycle", "theme", "date", "source", "geometry", "key", "fields",
                     "privacy", "max_rejected", "tiles", "view"});
    Manifest manifest;
    manifest.id = json.at("id").text();
    if (!is_dataset_id(manifest.id)) {
        json.at("id").fail("expected a-z, 0-9 and '-', at most 64 of them");
    }
    if (manifest.id == "proj") {
        json.at("id").fail("\"proj\" is the store's folder for datum grids; take another name");
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
        const JsonReader privacy = json.at("privacy");
        privacy.allow_only({"mesh", "min_count"});
        manifest.mesh_metres = read_mesh(privacy);
        if (privacy.has("min_count")) {
            manifest.min_count = read_min_count(privacy.at("min_count"), manifest.mesh_metres);
            check_min_count(manifest, privacy.at("min_count"));
        }
    }
    if (json.has("max_rejected")) {
        manifest.max_rejected = read_reject_limit(json.at("max_rejected"));
    }
    if (json.has("tiles")) {
        manifest.tiles = read_tile_rules(json.at("tiles"));
    }
    if (json.has("view")) {
        if (!json.at("view").value().is_object()) {
            json.at("view").fail("expected an object {…}");
        }
        manifest.view = json.at("view").value().dump();
    }
    manifest.text = std::string{text};
    check_fields(manifest, json);
    return manifest;
}

Manifest read_manifest(const std::filesystem::path& path)
{
    return parse_manifest(read_file(path), path.string());
}

} // namespace datasets
