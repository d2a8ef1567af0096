#include "datasets/schema.hpp"

#include <array>
#include <utility>

namespace datasets {

namespace {

constexpr std::array<std::pair<FieldType, std::string_view>, 6> type_names{{
    {FieldType::text, "text"},
    {FieldType::integer, "integer"},
    {FieldType::number, "number"},
    {FieldType::boolean, "boolean"},
    {FieldType::date, "date"},
    {FieldType::datetime, "datetime"},
}};

} // namespace

std::string_view to_string(FieldType type)
{
    for (const auto& [value, name] : type_names) {
        if (value == type) {
            return name;
        }
    }
    return "text";
}

std::optional<FieldType> field_type_from(std::string_view name)
{
    for (const auto& [value, known] : type_names) {
        if (known == name) {
            return value;
        }
    }
    return std::nullopt;
}

} // namespace datasets
