#pragma once

#include "datasets/derive_rules.hpp"
#include "datasets/schema.hpp"
#include "datasets/value_limits.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace datasets {

class JsonReader;

/// A field of the manifest: what is published of it, and where it comes from.
struct FieldRule {
    Field field{};
    std::vector<std::string>
        source{}; ///< column name and its aliases; empty: filled by another field's `missing_note`
    std::vector<std::string>
        parts{}; ///< columns of a date instead of `source`: era (may be left out), year, month, day, hour, minute
    std::string era{};           ///< of dates whose year has no era and at most two digits
    std::optional<bool> empty{}; ///< of a boolean: what an empty cell stands for
    std::vector<std::pair<std::string, std::string>> values{}; ///< code in the cell, label to publish
    std::string
        missing_note{}; ///< the text field that receives a word such as 無投票 found in place of a value
    ValueLimits limits{};
    bool required = false;
    bool is_public = true;
    bool for_staff = false; ///< kept in staff.gpkg; neither: not read at all
    DerivedField derive{};  ///< instead of all that speaks of cells
};

/// An entry of the manifest's `fields`. Throws FormatError that names the key and says what was expected there.
[[nodiscard]] FieldRule read_field(const JsonReader& json);

/// What one field cannot say alone: names given twice, keys that are no public field, notes without their field, rates of what
/// is no number, keys of a join that are not there.
/// `json`: the whole manifest. Throws FormatError.
void check_fields(const std::vector<FieldRule>& fields, const std::vector<std::string>& key,
                  const JsonReader& json);

/// The fields here that a join goes by must be public, and read from the source. `json`: where it stands. Throws FormatError.
void check_join(const std::vector<FieldRule>& fields, const Join& join, const JsonReader& json);

/// The public fields, in their order. A column is public only by standing there: there is no block-list.
[[nodiscard]] Schema public_schema(const std::vector<FieldRule>& fields);

} // namespace datasets
