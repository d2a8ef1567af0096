#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace datasets {

/// A text for people, in both languages of the product.
struct LocalText {
    std::string ja{};
    std::string en{};
    friend bool operator==(const LocalText&, const LocalText&) = default;
};

enum class FieldType { text, integer, number, boolean, date, datetime };

/// The name of a type in manifests, in dataset.json and in the API.
[[nodiscard]] std::string_view to_string(FieldType type);
[[nodiscard]] std::optional<FieldType> field_type_from(std::string_view name);

/// One public property of a dataset's features.
struct Field {
    std::string
        name{}; ///< a letter, then letters, digits and '_': usable as column, property and URL parameter
    FieldType type = FieldType::text;
    LocalText label{};
    std::string unit{};
    bool searchable = false;
};

/// The public properties, in the order in which `Feature::values` holds them.
struct Schema {
    std::vector<Field> fields{};

    [[nodiscard]] std::optional<std::size_t> index_of(std::string_view name) const
    {
        const auto found =
            std::find_if(fields.begin(), fields.end(), [&](const Field& f) { return f.name == name; });
        return found == fields.end() ? std::nullopt
                                     : std::optional{static_cast<std::size_t>(found - fields.begin())};
    }
};

} // namespace datasets
