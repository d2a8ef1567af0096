#pragma once

#include "tiles/feature_source.hpp"
#include "tiles/tile_options.hpp"

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <optional>
#include <span>
#include <vector>

namespace tiles {

/// What makes lines of a zoom one chain: that they meet, and belong to one feature or agree in their attributes.
struct ChainRules {
    int zoom = 0;
    double unit = 1; ///< world units in a tile unit
    bool joins =
        false; ///< lines of different features that agree in `fields` are one; else only those of the same
    std::vector<std::size_t> fields{}; ///< those that this zoom has, without `feature_id`
};

[[nodiscard]] ChainRules chain_rules(const FeatureSource& source, const TileOptions& options, int zoom);

/// One end of a line that a zoom draws.
struct LineEnd {
    std::uint64_t place =
        0; ///< the tile unit of the zoom that the end is rounded to, as in every tile: see `end_place`
    std::uint64_t alike =
        0; ///< the same for lines that agree; by chance, hardly ever, also for others: see `agree`
    FeatureIndex feature = 0;
    std::uint32_t number =
        0; ///< of the feature's ends at this zoom, two for each of its lines: first, last, first, last ...

    [[nodiscard]] std::size_t line() const { return number / 2; }
    [[nodiscard]] bool is_last() const { return number % 2 == 1; }
    friend bool operator==(const LineEnd&, const LineEnd&) = default;
};

/// Tile units from the map's west edge, and in the upper half from its north edge.
[[nodiscard]] std::uint64_t end_place(WorldPoint position, double unit);

/// True if every position is rounded to the same tile unit: no tile of the zoom draws such a line.
[[nodiscard]] bool is_collapsed(std::span<const WorldPoint> line, double unit);

/// Both ends of each line of the feature that the zoom draws.
[[nodiscard]] std::vector<LineEnd> line_ends(const FeatureSource& source, FeatureIndex feature,
                                             const ChainRules& rules);

/// Whether lines of two features that have the same `alike` may be joined.
[[nodiscard]] bool agree(const FeatureSource& source, FeatureIndex one, FeatureIndex other,
                         const ChainRules& rules);

/// The ends of many lines, by place.
class LineEnds {
public:
    explicit LineEnds(std::pmr::memory_resource* memory = std::pmr::get_default_resource())
        : ends_{memory}, by_place_{memory}
    {
    }

    /// Ends of a feature, features in rising order. All that `line_ends` found, or those of one place, if only `meeting` is asked.
    void add(std::span<const LineEnd> ends) { ends_.insert(ends_.end(), ends.begin(), ends.end()); }

    /// Call after the last and before `meeting`.
    void sort();

    /// The end that meets this one, if it is the only other that is alike at its place.
    [[nodiscard]] const LineEnd* meeting(const LineEnd& end) const;

    /// Lines as they were added, and which of them this is the end of, if any.
    [[nodiscard]] std::size_t line_count() const { return ends_.size() / 2; }
    [[nodiscard]] const LineEnd& first_end(std::size_t line) const { return ends_[2 * line]; }
    [[nodiscard]] std::optional<std::size_t> line_of(const LineEnd& end) const;

private:
    std::pmr::vector<LineEnd> ends_;
    std::pmr::vector<std::uint32_t> by_place_; ///< indexes of ends_
};

} // namespace tiles
