#include "datasets/tile_rules.hpp"

#include "datasets/json_reader.hpp"

namespace datasets {

namespace {

constexpr int deepest = 16;

void check_field(const JsonReader& json, const std::string& name, const Schema& schema)
{
    if (!schema.index_of(name)) {
        json.fail("\"" + name + "\" は公開項目ではありません", "\"" + name + "\" is no public field");
    }
}

std::string read_field(const JsonReader& json, const Schema& schema)
{
    const std::string name = json.text();
    check_field(json, name, schema);
    return name;
}

PinRule read_pin(const JsonReader& json, const Schema& schema)
{
    json.allow_only({"field", "values", "zoom"});
    PinRule pin{read_field(json.at("field"), schema), json.at("values").texts(),
                json.integer_or("zoom", 0, 0, deepest)};
    if (pin.values.empty()) {
        json.at("values").fail("値を１つ以上書いてください", "expected at least one value");
    }
    return pin;
}

TileRules::Polygons read_polygons(const JsonReader& json)
{
    const std::string kind = json.text();
    if (kind == "coverage") {
        return TileRules::Polygons::coverage;
    }
    if (kind == "scattered") {
        return TileRules::Polygons::scattered;
    }
    json.fail("\"coverage\"（すきまなく並ぶ区域）か "
              "\"scattered\"（散らばる建物）を書いてください。消せば、データから決めます",
              "expected \"coverage\" (districts) or \"scattered\" (buildings); without it the data decide");
}

bool read_thin(const JsonReader& json)
{
    const std::string what = json.text();
    if (what != "cluster" && what != "thin") {
        json.fail("\"cluster\" か \"thin\" を書いてください", "expected \"cluster\" or \"thin\"");
    }
    return what == "thin";
}

} // namespace

TileRules read_tile_rules(const JsonReader& json, const Schema& schema)
{
    json.allow_only({"minzoom", "maxzoom", "cluster", "crowded", "count_by", "polygons", "join_lines",
                     "labels", "line_labels", "from_zoom", "pin"});
    TileRules rules;
    rules.minzoom = json.integer_or("minzoom", 0, 0, deepest);
    rules.maxzoom = json.integer_or("maxzoom", 14, 0, deepest);
    if (rules.minzoom > rules.maxzoom) {
        json.fail("minzoom が maxzoom より大きくなっています", "minzoom is above maxzoom");
    }
    rules.cluster = json.boolean_or("cluster", false);
    rules.thin = json.has("crowded") && read_thin(json.at("crowded"));
    if (rules.thin && rules.cluster) {
        json.at("crowded").fail("点をまとめる cluster と間引く thin は、どちらか一方にしてください",
                                "points cannot be both clustered and thinned");
    }
    if (json.has("count_by")) {
        rules.count_by = read_field(json.at("count_by"), schema);
    }
    if (json.has("polygons")) {
        rules.polygons = read_polygons(json.at("polygons"));
    }
    rules.join_lines = json.boolean_or("join_lines", false);
    rules.labels = json.boolean_or("labels", true);
    if (json.has("line_labels")) {
        const JsonReader fields = json.at("line_labels");
        rules.line_labels = fields.texts();
        if (rules.line_labels.empty()) {
            fields.fail("項目を１つ以上書いてください。線に名前がいらなければ、このキーを消します",
                        "expected at least one field; without the key lines have no label points");
        }
        if (!rules.labels) {
            fields.fail("\"labels\" が false です。どちらか一方を消してください",
                        "\"labels\" is false: leave out one of the two");
        }
        for (const std::string& field : rules.line_labels) {
            check_field(fields, field, schema);
        }
    }
    if (json.has("from_zoom")) {
        const JsonReader fields = json.at("from_zoom");
        if (!fields.value().is_object()) {
            fields.fail("項目とズームを、{\"memo\":13} の形で書いてください",
                        "expected field names with their zooms, such as {\"memo\": 13}");
        }
        for (const auto& item : fields.value().items()) {
            const JsonReader zoom = fields.at(item.key().c_str());
            check_field(zoom, item.key(), schema);
            rules.from_zoom.emplace_back(item.key(), zoom.integer(0, deepest));
        }
    }
    if (json.has("pin")) {
        for (const JsonReader& pin : json.at("pin").elements()) {
            rules.pins.push_back(read_pin(pin, schema));
        }
    }
    return rules;
}

} // namespace datasets
