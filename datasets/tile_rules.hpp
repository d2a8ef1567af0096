#pragma once

#include "datasets/schema.hpp"

#include <string>
#include <utility>
#include <vector>

namespace datasets {

class JsonReader;

/// Features that tiles must show: from `zoom` on, those with one of `values` in `field`.
struct PinRule {
    std::string field{};
    std::vector<std::string> values{};
    int zoom = 0;
};

/// What the manifest says of a dataset's tiles. What it leaves open is decided by the data.
struct TileRules {
    enum class Polygons { automatic, coverage, scattered };

    int minzoom = 0;
    int maxzoom = 14;
    bool cluster = false;   ///< points below maxzoom are clustered even if they would fit
    bool thin = false;      ///< points too many for a tile are thinned, instead of clustered
    std::string count_by{}; ///< a field whose values clusters count
    Polygons polygons = Polygons::automatic;
    bool join_lines = false; ///< lines alike in their attributes become one below maxzoom
    bool labels =
        true; ///< a label point for each polygon, and for each chain of lines if `line_labels` names a field
    std::vector<std::string>
        line_labels{}; ///< what chains of lines are called by; all that label points then have
    std::vector<std::pair<std::string, int>> from_zoom{}; ///< fields that tiles have from a zoom on
    std::vector<PinRule> pins{};
};

/// `schema`: the public fields, which alone may be named. Throws FormatError.
[[nodiscard]] TileRules read_tile_rules(const JsonReader& json, const Schema& schema);

} // namespace datasets
