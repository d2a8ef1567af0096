#include "datasets/privacy_rules.hpp"

#include "datasets/json_reader.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace datasets {

namespace {

int read_mesh(const JsonReader& privacy)
{
    if (!privacy.has("mesh")) {
        return 0;
    }
    const int metres = privacy.at("mesh").integer(0, 1000);
    constexpr std::array sizes{125, 250, 500, 1000};
    if (std::find(sizes.begin(), sizes.end(), metres) == sizes.end()) {
        privacy.at("mesh").fail("125, 250, 500, 1000（m）のどれかを書いてください",
                                "expected 125, 250, 500 or 1000 (metres)");
    }
    return metres;
}

CountSum read_count_sum(const JsonReader& json)
{
    json.allow_only({"total", "parts", "with"});
    CountSum sum{json.at("total").text(), {}, {}};
    if (json.has("parts")) {
        sum.parts = json.at("parts").texts();
        if (sum.parts.size() < 2) {
            json.at("parts").fail("内訳の項目を２つ以上書いてください。内訳がなければ parts を消します",
                                  "expected at least two fields; without parts the total stands alone");
        }
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
        json.at("cells").fail("\"mesh\" も書いてください。まとめて数えられるのは、メッシュの位置だけです",
                              "needs \"mesh\": only positions of a mesh can be counted together");
    }
    if (!rule.cells && rule.sums.empty()) {
        json.fail("\"cells\" に true を書くか、\"sums\" を書いてください",
                  "expected \"cells\": true, or \"sums\"");
    }
    return rule;
}

/// A hidden value must be one that can be missing, and must not stand in the feature's id.
void check_hidden_field(const std::vector<FieldRule>& fields, const std::vector<std::string>& key,
                        const JsonReader& json, const std::string& name, bool is_count)
{
    const auto rule = std::find_if(fields.begin(), fields.end(), [&](const FieldRule& field) {
        return field.is_public && field.field.name == name;
    });
    if (rule == fields.end() || (is_count && rule->field.type != FieldType::integer)) {
        json.fail("\"" + name + "\" は" + (is_count ? " integer の" : "") + "公開項目ではありません",
                  "\"" + name + "\" is no public " + (is_count ? "integer field" : "field"));
    }
    const bool in_key = std::find(key.begin(), key.end(), name) != key.end();
    if (in_key || rule->required) {
        json.fail("\"" + name + "\" は required か key の項目なので、隠せません",
                  "\"" + name + "\" is required or stands in the key, so it cannot be left out");
    }
    if (rule->limits.reject) {
        json.fail("\"" + name +
                      "\" は行を却下します。却下から件数を推しはかれるので、on_breach を warn にしてください",
                  "\"" + name +
                      "\" rejects rows (on_breach): a row that is missing would tell what its count is not");
    }
}

void check_min_count(const MinCount& rule, const std::vector<FieldRule>& fields,
                     const std::vector<std::string>& key, const JsonReader& json)
{
    const Schema schema = public_schema(fields);
    for (const std::string& name : rule.group) {
        if (!schema.index_of(name)) {
            json.at("group").fail("\"" + name + "\" は公開項目ではありません",
                                  "\"" + name + "\" is no public field");
        }
    }
    std::set<std::string> counts;
    for (const CountSum& sum : rule.sums) {
        std::vector<std::string> names = sum.parts;
        names.push_back(sum.total);
        for (const std::string& name : names) {
            if (!counts.insert(name).second) { // each sum is decided for itself
                json.at("sums").fail("\"" + name + "\" が２か所にあります。１か所だけに書いてください",
                                     "\"" + name + "\" stands in two sums");
            }
        }
        check_hidden_field(fields, key, json.at("sums"), sum.total, true);
        for (const std::string& part : sum.parts) {
            check_hidden_field(fields, key, json.at("sums"), part, true);
        }
        for (const std::string& name : sum.with) {
            check_hidden_field(fields, key, json.at("sums"), name, false);
        }
    }
}

std::vector<ComputedField> computed_fields(const std::vector<FieldRule>& fields)
{
    std::vector<ComputedField> computed;
    for (const FieldRule& rule : fields) {
        if (std::holds_alternative<MeshCode>(rule.derive) ||
            std::holds_alternative<CountWithin>(rule.derive)) {
            computed.push_back({rule.field.name, true, {}});
        }
    }
    for (const FieldRule& rule : fields) {
        if (const auto* rate = std::get_if<Rate>(&rule.derive)) {
            computed.push_back({rule.field.name, false, {rate->count, rate->by}});
        }
    }
    return computed;
}

} // namespace

bool hides(const MinCount& rule, const std::string& field)
{
    const auto among = [&](const std::vector<std::string>& names) {
        return std::find(names.begin(), names.end(), field) != names.end();
    };
    return std::any_of(rule.sums.begin(), rule.sums.end(), [&](const CountSum& sum) {
        return sum.total == field || among(sum.parts) || among(sum.with);
    });
}

PrivacyRules read_privacy(const JsonReader& json, const std::vector<FieldRule>& fields,
                          const std::vector<std::string>& key)
{
    json.allow_only({"mesh", "min_count", "staff_geometry"});
    PrivacyRules rules;
    rules.mesh_metres = read_mesh(json);
    if (json.has("min_count")) {
        rules.min_count = read_min_count(json.at("min_count"), rules.mesh_metres);
        check_min_count(rules.min_count, fields, key, json.at("min_count"));
        rules.min_count.computed = computed_fields(fields);
    }
    if (json.has("staff_geometry")) {
        if (json.at("staff_geometry").text() != "exact") {
            json.at("staff_geometry")
                .fail("exact と書いてください。このキーを消せば、staff.gpkg "
                      "の位置は公開する位置と同じになります",
                      "expected exact; left out, staff.gpkg holds the positions that are public");
        }
        if (rules.mesh_metres == 0) {
            json.at("staff_geometry")
                .fail("\"mesh\" がなければ、公開する位置がもう正確です。このキーを消してください",
                      "without \"mesh\" the public positions are exact already");
        }
        rules.exact_for_staff = true;
    }
    return rules;
}

bool may_be_hidden(const MinCount& rule, const std::string& field)
{
    return std::any_of(rule.sums.begin(), rule.sums.end(), [&](const CountSum& sum) {
        const auto lists = [&](const std::vector<std::string>& names) {
            return std::find(names.begin(), names.end(), field) != names.end();
        };
        return sum.total == field || lists(sum.parts) || lists(sum.with);
    });
}

} // namespace datasets
