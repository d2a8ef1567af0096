#pragma once

#include "datasets/geometry.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace datasets {

/// A property's value. `monostate` is "not known": absent from tiles, null in GeoJSON, empty in CSV.
/// Dates are text in ISO 8601 (2026-11-21, 2026-11-21T09:30).
using Value = std::variant<std::monostate, bool, std::int64_t, double, std::string>;

[[nodiscard]] inline bool is_missing(const Value& value)
{
    return std::holds_alternative<std::monostate>(value);
}

/// A public feature. Its values stand in the order of the dataset's `Schema::fields`.
struct Feature {
    std::int64_t fid =
        0; ///< position in the snapshot, from 1; the GeoPackage's primary key and the MVT feature id
    std::string id{}; ///< from the manifest's key: stays the same from version to version; featureId in URLs
    std::optional<Geometry<LonLat>> geometry{}; ///< nothing if the position is not known
    std::vector<Value> values{};
};

} // namespace datasets
