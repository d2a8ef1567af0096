#include "datasets/address_rules.hpp"

#include "datasets/json_reader.hpp"

#include <algorithm>
#include <array>

namespace datasets {

namespace {

constexpr std::array<std::string_view, 4> level_names{"市区町村", "大字", "丁目", "小字"};

AddressLevel read_minimum_level(const JsonReader& json)
{
    const std::string name = json.text_or("minimum_level", "大字");
    const auto* const found = std::find(level_names.begin(), level_names.end(), name);
    if (found == level_names.end()) {
        json.at("minimum_level")
            .fail("市区町村, 大字, 丁目, 小字 のどれかを書いてください",
                  "expected 市区町村, 大字, 丁目 or 小字");
    }
    return static_cast<AddressLevel>(found - level_names.begin());
}

} // namespace

std::string_view to_string(AddressLevel level) { return level_names.at(static_cast<std::size_t>(level)); }

AddressGeometry read_address(const JsonReader& json)
{
    AddressGeometry address;
    address.columns = json.at("columns").texts();
    if (address.columns.empty()) {
        json.at("columns").fail("住所の入った列の名前を書いてください",
                                "expected the columns in which the address stands");
    }
    address.dataset = json.at("dataset").text();
    const JsonReader fields = json.at("fields");
    fields.allow_only({"prefecture", "city", "town", "koaza"});
    address.prefecture = fields.text_or("prefecture", "");
    address.city = fields.text_or("city", "");
    address.town = fields.at("town").text();
    address.koaza = fields.text_or("koaza", "");
    address.area = json.text_or("area", "");
    address.level_field = json.text_or("level_field", "");
    address.minimum = read_minimum_level(json);
    return address;
}

void check_level_field(const AddressGeometry& address, const std::vector<FieldRule>& fields,
                       const JsonReader& geometry)
{
    if (address.level_field.empty()) {
        return;
    }
    const bool fits = std::any_of(fields.begin(), fields.end(), [&](const FieldRule& rule) {
        return rule.field.name == address.level_field && rule.is_public && rule.source.empty() &&
               rule.parts.empty() && std::holds_alternative<std::monostate>(rule.derive) &&
               rule.field.type == FieldType::text;
    });
    if (!fits) {
        geometry.at("level_field")
            .fail("source のない、text の公開項目の名前を書いてください",
                  "expected a public text field that has no source of its own");
    }
}

} // namespace datasets
