#include "datasets/field_rules.hpp"

#include "datasets/json_reader.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

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

/// What the cells of a field mean where they do not say it themselves.
void read_cell_rules(const JsonReader& json, FieldRule& rule)
{
    constexpr std::array eras{"", "明治", "大正", "昭和", "平成", "令和"};
    rule.era = json.text_or("era", "");
    if (std::find(eras.begin(), eras.end(), rule.era) == eras.end()) {
        json.at("era").fail("明治, 大正, 昭和, 平成, 令和 のどれかを書いてください",
                            "expected 明治, 大正, 昭和, 平成 or 令和");
    }
    if (json.has("empty")) {
        if (rule.field.type != FieldType::boolean) {
            json.at("empty").fail("空欄の意味を書けるのは、型が boolean の項目だけです",
                                  "only a boolean can say what an empty cell stands for");
        }
        rule.empty = json.boolean_or("empty", false);
    }
    if (json.has("values")) {
        const JsonReader values = json.at("values");
        if (!values.value().is_object() || rule.field.type != FieldType::text) {
            values.fail("型が text の項目に、{\"コード\":\"言葉\"} の形で書いてください",
                        "expected {code: label}, in a field of type text");
        }
        for (const auto& item : values.value().items()) {
            rule.values.emplace_back(item.key(), values.at(item.key().c_str()).text());
        }
    }
}

/// Who may see the field. What is for staff has no say in what is published.
void read_audience(const JsonReader& json, FieldRule& rule)
{
    if (!json.has("public")) {
        return;
    }
    if (json.at("public").value().is_boolean()) {
        rule.is_public = json.boolean_or("public", true);
        return;
    }
    if (!json.at("public").value().is_string() || json.at("public").text() != "staff") {
        json.at("public").fail(
            "true か false を書いてください。職員用の staff.gpkg に入れる項目なら \"staff\" です",
            "expected true, false, or \"staff\" for a field that is kept in staff.gpkg");
    }
    rule.is_public = false;
    rule.for_staff = true;
    if (rule.required || !rule.missing_note.empty()) {
        json.fail(
            "職員用の項目に required と missing_note は書けません。どちらも公開するデータに表れるためです",
            "a field for staff cannot be required nor have a missing_note: both would show in public");
    }
}

/// A derived field is public, or nobody would need it; and it is made of what was read, so it has no cells of its own.
DerivedField read_derive(const JsonReader& json, FieldType type)
{
    for (const char* of_cells :
         {"source", "parts", "era", "empty", "values", "missing_note", "required", "public"}) {
        if (json.has(of_cells)) {
            json.at(of_cells).fail("derive で作る項目に、このキーは書けません",
                                   "a derived field has no such key");
        }
    }
    return read_derived_field(json.at("derive"), type);
}

const FieldRule* find_public(const std::vector<FieldRule>& fields, const std::string& name)
{
    const auto found = std::find_if(fields.begin(), fields.end(), [&](const FieldRule& rule) {
        return rule.is_public && rule.field.name == name;
    });
    return found == fields.end() ? nullptr : &*found;
}

/// Who is shown a rate must be able to add up what it is made of: rates of several areas cannot be added.
void check_rate(const std::vector<FieldRule>& fields, const Rate& rate, const JsonReader& json)
{
    for (const std::string& name : {rate.count, rate.by}) {
        const FieldRule* of = find_public(fields, name);
        const bool number =
            of != nullptr && (of->field.type == FieldType::integer || of->field.type == FieldType::number);
        if (!number || std::holds_alternative<Rate>(of->derive)) {
            json.fail("割合のもとに \"" + name +
                          "\" は使えません。integer か number の公開項目（割合は除く）を書いてください",
                      "a rate is of \"" + name + "\", which is no public integer or number field");
        }
    }
}

} // namespace

FieldRule read_field(const JsonReader& json)
{
    json.allow_only({"name", "source", "parts", "type", "label", "unit", "searchable", "required",
                     "missing_note", "era", "empty", "values", "minimum", "maximum", "pattern", "one_of",
                     "on_breach", "public", "derive"});
    FieldRule rule;
    rule.field.name = json.at("name").text();
    constexpr std::array taken{"fid", "geom", "feature_id", "point_count", "joined_count", "label_angle"};
    if (!is_field_name(rule.field.name) ||
        std::find(taken.begin(), taken.end(), lower_case(rule.field.name)) != taken.end()) {
        json.at("name").fail(
            "英字で始め、英字、数字、_ だけの名前にしてください（64文字まで。fid, geom, feature_id, "
            "point_count, joined_count, label_angle は使えません）",
            "expected a letter, then letters, digits or '_' (fid, geom, feature_id, point_count, "
            "joined_count and label_angle are taken)");
    }
    const auto type = field_type_from(json.text_or("type", "text"));
    if (!type) {
        json.at("type").fail("text, integer, number, boolean, date, datetime のどれかを書いてください",
                             "expected text, integer, number, boolean, date or datetime");
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
                "年、月、日の列を順に書いてください。datetime では時、分も続け、integer では年だけにします。"
                "元号の列があれば、その前に書きます",
                "expected year, month, day, and for a datetime also hour and minute, for an "
                "integer the year alone; before them the era, if it has a column");
        }
    }
    if (json.has("derive")) {
        rule.derive = read_derive(json, rule.field.type);
    }
    read_cell_rules(json, rule);
    rule.limits = read_limits(json, rule.field.type);
    rule.missing_note = json.text_or("missing_note", "");
    rule.required = json.boolean_or("required", false);
    read_audience(json, rule);
    for (const char* key : {"minimum", "maximum", "pattern", "one_of"}) {
        if (json.has(key) && (!rule.is_public || is_derived(rule.derive))) {
            json.at(key).fail("値を調べられるのは、ファイルから読む公開項目だけです",
                              "only public fields that are read from the source are checked");
        }
    }
    return rule;
}

void check_fields(const std::vector<FieldRule>& fields, const std::vector<std::string>& key,
                  const JsonReader& json)
{
    std::set<std::string> names;
    for (const FieldRule& rule : fields) {
        if (!names.insert(lower_case(rule.field.name)).second) {
            json.at("fields").fail(
                "\"" + rule.field.name +
                    "\" という名前が２つあります（大文字と小文字は区別しません）。一方を変えてください",
                "the name \"" + rule.field.name + "\" is given twice");
        }
    }
    for (const FieldRule& rule : fields) {
        const FieldRule* note = find_public(fields, rule.missing_note);
        const bool receives =
            note != nullptr && note->field.type == FieldType::text && !is_derived(note->derive);
        if (!rule.missing_note.empty() && !receives) {
            json.at("fields").fail("\"" + rule.field.name + "\" の missing_note に書いた \"" +
                                       rule.missing_note + "\" は、text の公開項目ではありません",
                                   "\"" + rule.field.name + "\" has the missing_note \"" + rule.missing_note +
                                       "\", which is no public text field");
        }
        if (const auto* rate = std::get_if<Rate>(&rule.derive)) {
            check_rate(fields, *rate, json.at("fields"));
        }
        if (const auto* joined = std::get_if<JoinedValue>(&rule.derive)) {
            check_join(fields, joined->join, json.at("fields"));
        }
    }
    for (const std::string& name : key) {
        const FieldRule* rule = find_public(fields, name);
        if (rule == nullptr || is_derived(rule->derive)) { // an id must not change with another dataset
            const bool derived = rule != nullptr;
            json.at("key").fail("\"" + name + "\" は" + (derived ? "、ファイルから読む" : "") +
                                    "公開項目ではありません",
                                "\"" + name + "\" is no public field" + (derived ? " of the source" : ""));
        }
    }
}

void check_join(const std::vector<FieldRule>& fields, const Join& join, const JsonReader& json)
{
    for (const auto& [here, there] : join.key) {
        const FieldRule* rule = find_public(fields, here);
        if (rule == nullptr || is_derived(rule->derive)) {
            json.fail("\"" + join.dataset + "\" との結合に使う \"" + here +
                          "\" は、ファイルから読む公開項目ではありません",
                      "the join with \"" + join.dataset + "\" is by \"" + here +
                          "\", which is no public field of the source");
        }
    }
}

Schema public_schema(const std::vector<FieldRule>& fields)
{
    Schema schema;
    for (const FieldRule& rule : fields) {
        if (rule.is_public) {
            schema.fields.push_back(rule.field);
        }
    }
    return schema;
}

} // namespace datasets
