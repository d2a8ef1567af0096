#pragma once

#include <nlohmann/json.hpp>

#include <algorithm>
#include <regex>
#include <string>

/// What is wrong with a value by a JSON Schema (2020-12, as much of it as our schema uses), or nothing: the place, then the
/// keyword that does not hold.
inline std::string schema_complaint(const nlohmann::json& value, const nlohmann::json& schema,
                                    const nlohmann::json& root, const std::string& at = "")
{
    const auto complain = [&](const char* keyword) { return at + ": " + keyword; };
    if (schema.contains("$ref")) {
        const auto& named =
            root.at(nlohmann::json::json_pointer{schema["$ref"].get<std::string>().substr(1)});
        if (const auto complaint = schema_complaint(value, named, root, at); !complaint.empty()) {
            return complaint;
        }
    }
    if (schema.contains("type")) {
        const std::string type = schema["type"];
        const bool fits =
            (type == "object" && value.is_object()) || (type == "array" && value.is_array()) ||
            (type == "string" && value.is_string()) || (type == "boolean" && value.is_boolean()) ||
            (type == "integer" && value.is_number_integer()) || (type == "number" && value.is_number());
        if (!fits) {
            return complain("type");
        }
    }
    if (schema.contains("enum") &&
        std::find(schema["enum"].begin(), schema["enum"].end(), value) == schema["enum"].end()) {
        return complain("enum");
    }
    if (schema.contains("pattern") && value.is_string() &&
        !std::regex_search(value.get<std::string>(), std::regex{schema["pattern"].get<std::string>()})) {
        return complain("pattern");
    }
    if (value.is_number() && ((schema.contains("minimum") && value < schema["minimum"]) ||
                              (schema.contains("maximum") && value > schema["maximum"]))) {
        return complain("minimum or maximum");
    }
    if (schema.contains("minItems") && value.is_array() && value.size() < schema["minItems"]) {
        return complain("minItems");
    }
    if (schema.contains("oneOf")) {
        const auto fitting =
            std::count_if(schema["oneOf"].begin(), schema["oneOf"].end(),
                          [&](const auto& one) { return schema_complaint(value, one, root, at).empty(); });
        if (fitting != 1) {
            return complain("oneOf");
        }
    }
    for (const auto& key : schema.value("required", nlohmann::json::array())) {
        if (value.is_object() && !value.contains(key.get<std::string>())) {
            return complain("required") + " " + key.get<std::string>();
        }
    }
    if (value.is_object() && (schema.contains("properties") || schema.contains("additionalProperties"))) {
        const auto properties = schema.value("properties", nlohmann::json::object());
        for (const auto& item : value.items()) {
            const nlohmann::json others = schema.value("additionalProperties", nlohmann::json(true));
            const auto& rule = properties.contains(item.key()) ? properties[item.key()] : others;
            if (rule.is_boolean() && !rule.get<bool>()) {
                return complain("additionalProperties") + " " + item.key();
            }
            if (rule.is_object()) {
                if (const auto complaint = schema_complaint(item.value(), rule, root, at + "." + item.key());
                    !complaint.empty()) {
                    return complaint;
                }
            }
        }
    }
    if (value.is_array() && schema.contains("items")) {
        for (std::size_t i = 0; i < value.size(); ++i) {
            const auto complaint =
                schema_complaint(value[i], schema["items"], root, at + "[" + std::to_string(i) + "]");
            if (!complaint.empty()) {
                return complaint;
            }
        }
    }
    return "";
}
