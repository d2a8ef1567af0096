#pragma once

#include "datasets/bbox.hpp"
#include "datasets/feature.hpp"
#include "tiles/archive_metadata.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tiles {

class PmtilesWriter;

struct TileOptions {
    int minzoom = 0;
    int maxzoom = 14;
    int extent = 4096;      ///< size of a tile in tile units
    int buffer = 64;        ///< what a tile keeps of lines and polygons beyond its edge, in tile units
    double tolerance = 1.0; ///< simplification in tile units, below maxzoom; higher is simpler
    std::size_t max_tile_bytes = 500'000; ///< neither a tile nor its gzip is larger
    bool cluster = false;                 ///< points below maxzoom are clustered even if they would fit
};

/// Tiles ready, and how many there will be, as far as one can tell.
using TileProgress = std::function<void(std::size_t done, std::size_t total)>;

/// Makes the tiles of one dataset: takes its features one by one, then writes every tile of the zoom range.
///
/// A tile has the layer `<name>`, with points, lines and polygons in one, and, if there are labels, `<name>-labels` with their
/// points. MVT feature id is the feature's `fid`; properties are its values that are not missing, and `feature_id`. A cluster has
/// no id and one property, `point_count`. Each point, cluster and label is in exactly one tile of a zoom.
class Tiler {
public:
    /// `fields`: property names, in the order of the features' values. Throws std::invalid_argument on impossible options.
    Tiler(std::string name, std::vector<std::string> fields, const TileOptions& options);
    Tiler(const Tiler&) = delete;
    Tiler& operator=(const Tiler&) = delete;
    Tiler(Tiler&&) noexcept;
    Tiler& operator=(Tiler&&) noexcept;
    ~Tiler();

    /// Adds a feature; one without geometry is ignored. `label`, for a polygon: a point on its surface.
    void add(const datasets::Feature& feature, std::optional<datasets::LonLat> label = std::nullopt);

    /// Writes the tiles of all features, from maxzoom up, into the archive; commits nothing.
    [[nodiscard]] TileStatistics write(PmtilesWriter& writer, const TileProgress& progress = {});

    /// What was added: features with a geometry, where they are, and the layers with the kinds of values seen.
    [[nodiscard]] std::size_t feature_count() const;
    [[nodiscard]] datasets::BBox bounds() const;
    [[nodiscard]] std::vector<VectorLayer> vector_layers() const;

private:
    struct Store;
    std::unique_ptr<Store> store_;
};

} // namespace tiles
