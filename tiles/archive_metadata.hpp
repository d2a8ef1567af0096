#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace tiles {

/// A layer as TileJSON 3.0 describes it (section 3.3).
struct VectorLayer {
    std::string id{};
    std::string description{};
    int minzoom = 0;
    int maxzoom = 14;
    std::vector<std::pair<std::string, std::string>>
        fields{}; ///< name -> Number, String, Boolean, or words for people
};

/// What became of the features at one zoom: `features + clustered + merged + omitted` is the number there are.
struct ZoomStatistics {
    int zoom = 0;
    std::size_t tiles = 0;     ///< not empty
    std::size_t features = 0;  ///< drawn as themselves, in at least one tile
    std::size_t clustered = 0; ///< counted in the `point_count` of a cluster, and nowhere by themselves
    std::size_t merged =
        0; ///< drawn as part of another feature: a square of small polygons, a chain of lines
    std::size_t omitted = 0; ///< in no tile: too small to be drawn, too many for a tile, or off the map
    std::size_t shrunk =
        0; ///< of `features`: drawn as a point or small square, since smaller than a tile unit or two
    std::size_t crowded_tiles = 0; ///< tiles that had to give something up to stay under the limits
    std::size_t largest_tile = 0;  ///< bytes, uncompressed
    friend bool operator==(const ZoomStatistics&, const ZoomStatistics&) = default;
};

/// One for each zoom, from the lowest.
using TileStatistics = std::vector<ZoomStatistics>;

/// An archive's metadata (PMTiles v3, section 5).
struct ArchiveMetadata {
    std::string name{};
    std::string description{};
    std::string attribution{}; ///< may hold HTML links, as in TileJSON
    std::string version{};
    std::vector<VectorLayer> vector_layers{};
    TileStatistics statistics{}; ///< stands under "machizu:zooms"
};

/// As JSON text.
[[nodiscard]] std::string archive_metadata(const ArchiveMetadata& metadata);

} // namespace tiles
