#pragma once

#include "datasets/feature.hpp"
#include "datasets/field_rules.hpp"
#include "ingest/built_row.hpp"

#include <string>
#include <string_view>

namespace ingest {

/// Holds a value of a public field against the field's limits: a breach is a warning that quotes the value, or takes the feature
/// away if the manifest says so.
void check_limits(const datasets::FieldRule& rule, const datasets::Value& value, BuiltRow& built);

/// A text as reports quote it: the beginning of a long one.
[[nodiscard]] std::string excerpt(std::string_view text);

} // namespace ingest
