#pragma once

#include "datasets/join_rules.hpp"
#include "datasets/schema.hpp"

#include <string>
#include <variant>

namespace datasets {

class JsonReader;

/// The zone of all that lies within a distance in true metres.
struct Buffer {
    double metres = 0;
};

/// One point for the whole geometry.
enum class PointOf { surface, centroid };

/// What is made of the geometry that was found; `monostate`: it stays as it is.
using DerivedGeometry = std::variant<std::monostate, Buffer, PointOf>;

/// The code of the grid square (JIS X 0410) that the feature lies in.
struct MeshCode {
    int metres = 1000; ///< or 500, 250, 125
};

/// How many features of another dataset lie in the feature's area.
struct CountWithin {
    std::string dataset{};
};

/// `per` times one number field by another, such as cases per 1,000 residents.
struct Rate {
    std::string count{};
    std::string by{};
    double per = 1;
    int decimals = 1; ///< it is rounded to
};

/// A field of another dataset.
struct JoinedValue {
    Join join{};
    std::string field{};
};

/// Where the values of a field come from if not from the source; `monostate`: from the source.
using DerivedField = std::variant<std::monostate, MeshCode, CountWithin, Rate, JoinedValue>;

[[nodiscard]] inline bool is_derived(const DerivedField& field)
{
    return !std::holds_alternative<std::monostate>(field);
}

/// The member `derive` of the manifest's `geometry`, and that of an entry of `fields`, whose type is checked too: codes are
/// text, counts integers, rates numbers. Both throw FormatError that names the key and says what was expected there.
[[nodiscard]] DerivedGeometry read_derived_geometry(const JsonReader& json);
[[nodiscard]] DerivedField read_derived_field(const JsonReader& json, FieldType type);

} // namespace datasets
