#pragma once

#include "datasets/feature.hpp"
#include "datasets/manifest.hpp"
#include "datasets/store.hpp"

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace ingest {

/// Geometry of another published dataset, found by equal values of the manifest's join key.
class GeometryJoin {
public:
    /// Reads the other dataset's current snapshot. Throws IngestError if it is not published or lacks a key field.
    GeometryJoin(const datasets::JoinGeometry& join, const datasets::Store& store);

    /// `key`: values in the order of the manifest's join key. Values are compared as text, in folded width.
    [[nodiscard]] std::optional<datasets::Geometry<datasets::LonLat>>
    find(const std::vector<datasets::Value>& key) const;

    [[nodiscard]] const std::string& version() const { return version_; }
    [[nodiscard]] const std::string& input_hash() const { return input_hash_; }

private:
    std::string version_{};
    std::string input_hash_{};
    std::unordered_map<std::string, datasets::Geometry<datasets::LonLat>> geometries_{};
};

/// A value as it stands in keys: whole numbers without point, text as it is, true and false.
[[nodiscard]] std::string key_text(const datasets::Value& value);

} // namespace ingest
