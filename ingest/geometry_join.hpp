#pragma once

#include "datasets/feature.hpp"
#include "datasets/manifest.hpp"
#include "ingest/published_dataset.hpp"

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace ingest {

/// Geometry of another published dataset, found by equal values of the manifest's join key.
class GeometryJoin {
public:
    /// Throws IngestError if `other`, the dataset that `join` names, lacks a key field.
    GeometryJoin(const datasets::JoinGeometry& join, const PublishedDataset& other);

    /// `key`: values in the order of the manifest's join key. Values are compared as text, in folded width.
    [[nodiscard]] std::optional<datasets::Geometry<datasets::LonLat>>
    find(const std::vector<datasets::Value>& key) const;

private:
    std::unordered_map<std::string, datasets::Geometry<datasets::LonLat>> geometries_{};
};

/// A value as it stands in keys: whole numbers without point, text as it is, true and false.
[[nodiscard]] std::string key_text(const datasets::Value& value);

} // namespace ingest
