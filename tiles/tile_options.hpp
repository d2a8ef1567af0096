#pragma once

#include "datasets/feature.hpp"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace tiles {

/// What happens to points that are too many for a tile.
enum class PointRule {
    cluster, ///< those of a grid cell become one that says how many they are
    thin,    ///< one of each grid cell stays, the same at every zoom
};

/// What polygons are to each other.
enum class PolygonRule {
    automatic, ///< a coverage if at least half of them touch another, else scattered
    coverage, ///< districts: none is dropped; one too small to be drawn is a point, its neighbours fill the place
    scattered, ///< buildings: small ones are put together until their area makes a square worth drawing
};

/// Features that must be there: from `zoom` on, those with one of `values` (as text) in `field` are neither clustered, thinned nor
/// left out.
struct TilePin {
    std::string field{};
    std::vector<std::string> values{};
    int zoom = 0;
};

struct TileOptions {
    int minzoom = 0;
    int maxzoom = 14;
    int extent = 4096;      ///< size of a tile in tile units
    int buffer = 64;        ///< what a tile keeps of lines and polygons beyond its edge, in tile units
    double tolerance = 1.0; ///< simplification in tile units, below maxzoom; higher is simpler
    std::size_t max_tile_bytes = 500'000;    ///< neither a tile nor its gzip is larger
    std::size_t max_tile_features = 200'000; ///< of all its layers
    bool cluster = false;                    ///< points below maxzoom are clustered even if they would fit
    PointRule points = PointRule::cluster;
    PolygonRule polygons = PolygonRule::automatic;
    bool join_lines =
        false;          ///< below maxzoom, lines that meet and agree in their attributes are drawn as one
    bool labels = true; ///< a layer with a label point on each polygon
    std::vector<std::string>
        line_labels{}; ///< fields: chains of lines have label points, too, and those have no other fields
    std::string count_by{}; ///< a field: clusters count each of its values, under "<field>:<value>"
    std::vector<std::pair<std::string, int>>
        from_zoom{}; ///< fields that are left out of zooms before the one named
    std::vector<TilePin> pins{};
};

/// Throws std::invalid_argument on impossible options, or such as name a field that is not there.
void check(const TileOptions& options, const std::vector<std::string>& fields);

/// The fields that a zoom's features have, by their number: all but those that `from_zoom` leaves out.
[[nodiscard]] std::vector<std::size_t> shown_fields(const std::vector<std::string>& fields,
                                                    const TileOptions& options, int zoom);

/// Those of them that a label point has: all, or `line_labels` and the last, which is feature_id.
[[nodiscard]] std::vector<std::size_t> label_fields(const std::vector<std::string>& fields,
                                                    const TileOptions& options, int zoom);

/// Lines have label points.
[[nodiscard]] inline bool labels_lines(const TileOptions& options)
{
    return options.labels && !options.line_labels.empty();
}

/// The zoom from which a feature is pinned, `FeatureSource::never` if it is not. `fields`: names of the values.
[[nodiscard]] int pinned_from(const std::vector<datasets::Value>& values,
                              const std::vector<std::string>& fields, const TileOptions& options);

/// A value as words: what pins compare and clusters count.
[[nodiscard]] std::string text_of(const datasets::Value& value);

} // namespace tiles
