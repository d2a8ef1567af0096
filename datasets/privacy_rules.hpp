#pragma once

#include "datasets/field_rules.hpp"

#include <string>
#include <vector>

namespace datasets {

class JsonReader;

/// Counts of a row that add up: total = parts.
struct CountSum {
    std::string total{};
    std::vector<std::string> parts{}; ///< none: the total is a count that stands alone
    std::vector<std::string>
        with{}; ///< what the parts could be computed from (their rates); goes when they go
};

/// A derived field that would tell what is hidden.
struct ComputedField {
    std::string name{};
    bool from_position = false;      ///< the code of its mesh cell, what was counted around it
    std::vector<std::string> from{}; ///< fields
};

/// Counts of persons or cases from 1 to threshold - 1 are not published; see this folder's README.
struct MinCount {
    int threshold = 0;            ///< 0: no such rule
    bool cells = false;           ///< of features at one position, after the snap to the mesh
    std::vector<CountSum> sums{}; ///< in fields
    std::vector<std::string>
        group{}; ///< rows alike in these fields are counted together, and their sum is known to all
    std::vector<ComputedField> computed{}; ///< each goes when one goes that it is made from; rates last
};

/// True if the field's values may be hidden.
[[nodiscard]] bool hides(const MinCount& rule, const std::string& field);

/// What is blurred or left out before anything is published.
struct PrivacyRules {
    int mesh_metres = 0; ///< 0: positions are published as they are; else 125, 250, 500 or 1000
    MinCount min_count{};
    bool exact_for_staff = false; ///< staff.gpkg keeps positions as they were before they were blurred
};

/// The manifest's `privacy`, of a dataset with these fields and this key. Throws FormatError that names the key and says what
/// was expected there.
[[nodiscard]] PrivacyRules read_privacy(const JsonReader& json, const std::vector<FieldRule>& fields,
                                        const std::vector<std::string>& key);

/// True for a field of one of the sums, or one hidden with them.
[[nodiscard]] bool may_be_hidden(const MinCount& rule, const std::string& field);

} // namespace datasets
