#pragma once

#include "tiles/world_point.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tiles {

/// A feature's number in its source, from 0.
using FeatureIndex = std::uint32_t;

/// What every zoom needs to know of a feature's lines or polygons, without reading them.
struct FeatureShape {
    datasets::GeometryKind kind = datasets::GeometryKind::none;
    WorldPoint low{}; ///< its box
    WorldPoint high{};
    WorldPoint place{};     ///< on a polygon's surface, where its name is written; on a line
    double size = 0;        ///< of polygons their area in square world units, of lines their length
    bool has_label = false; ///< a label stands at `place`
};

/// Where the encoder finds features: in the table of a tiler, in the columns of an index.
class FeatureSource {
public:
    FeatureSource() = default;
    FeatureSource(const FeatureSource&) = delete;
    FeatureSource& operator=(const FeatureSource&) = delete;
    FeatureSource(FeatureSource&&) = default;
    FeatureSource& operator=(FeatureSource&&) = default;
    virtual ~FeatureSource() = default;

    /// Property names; the last is `feature_id`.
    [[nodiscard]] virtual const std::vector<std::string>& fields() const = 0;

    /// MVT feature id; none for a negative fid.
    [[nodiscard]] virtual std::optional<std::uint64_t> mvt_id(FeatureIndex feature) const = 0;

    /// What stands for a value, or `missing`. Two features with the same token in a field have the same value there.
    [[nodiscard]] virtual std::uint64_t token(FeatureIndex feature, std::size_t field) const = 0;
    static constexpr std::uint64_t missing = std::numeric_limits<std::uint64_t>::max();

    /// The token's value as an MVT `Value` message; see `append_mvt_value`. The text lives in the source or in `scratch`.
    [[nodiscard]] virtual std::string_view encoded(std::size_t field, std::uint64_t token,
                                                   std::string& scratch) const = 0;

    [[nodiscard]] virtual const FeatureShape& shape(FeatureIndex feature) const = 0;

    /// Its generalised lines or polygons as a zoom draws them: `at_zoom`.
    [[nodiscard]] virtual datasets::Geometry<WorldPoint> geometry(FeatureIndex feature, int zoom) const = 0;

    /// The zoom from which the feature may not be clustered, thinned or left out; see TileOptions::pins.
    [[nodiscard]] virtual int pinned_from(FeatureIndex /*feature*/) const { return never; }
    static constexpr int never = 255;
};

} // namespace tiles
