#pragma once

#include "datasets/bbox.hpp"
#include "datasets/feature.hpp"
#include "tiles/archive_metadata.hpp"
#include "tiles/feature_table.hpp"

#include <cstddef>
#include <functional>
#include <memory_resource>
#include <optional>
#include <string>
#include <vector>

namespace tiles {

class PmtilesWriter;

/// Tiles ready, and how many there will be, as far as one can tell.
using TileProgress = std::function<void(std::size_t done, std::size_t total)>;

/// Makes the tiles of one dataset: takes its features one by one, then writes every tile of the zoom range.
///
/// A tile has the layers that `TileEncoder` names. MVT feature id is the feature's `fid`; properties are its values that are not
/// missing, and `feature_id`. A cluster has no id and the property `point_count`, a chain of joined lines `joined_count`. Each
/// point, cluster and label is in exactly one tile of a zoom.
class Tiler {
public:
    /// `fields`: property names, in the order of the features' values. `memory`: for what grows with the data, see SpillMemory; it
    /// must outlive this. Throws std::invalid_argument on impossible options.
    Tiler(std::string name, std::vector<std::string> fields, const TileOptions& options,
          std::pmr::memory_resource* memory = std::pmr::get_default_resource());

    /// Adds a feature; one without geometry is ignored. `label`, for a polygon: a point on its surface.
    void add(const datasets::Feature& feature, std::optional<datasets::LonLat> label = std::nullopt);

    /// Finds borders and gives each vertex its zoom. Call once, after the last feature and before the following ones.
    GeneraliseResult generalise() { return table_.generalise(); }

    /// Writes the tiles of all features, from maxzoom up, into the archive; commits nothing.
    [[nodiscard]] TileStatistics write(PmtilesWriter& writer, const TileProgress& progress = {}) const;

    /// The features in the form that tiles are made of.
    [[nodiscard]] const FeatureTable& features() const { return table_; }

    /// What was added: features with a geometry, where they are, and the layers with the kinds of values seen.
    [[nodiscard]] std::size_t feature_count() const { return table_.size(); }
    [[nodiscard]] datasets::BBox bounds() const { return bounds_; }
    [[nodiscard]] std::vector<VectorLayer> vector_layers() const;

private:
    std::string name_;
    FeatureTable table_;
    datasets::BBox bounds_{};
};

} // namespace tiles
