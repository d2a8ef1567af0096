#pragma once

#include "datasets/feature.hpp"
#include "tiles/quantize.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tiles {

struct MvtFeature {
    std::optional<std::uint64_t> id{};
    datasets::Geometry<TilePoint> geometry{};
    std::vector<std::pair<std::string, datasets::Value>> properties{};

    /// The value of a property, null if the feature has none of that name.
    [[nodiscard]] const datasets::Value* property(std::string_view name) const;
};

struct MvtLayer {
    std::string name{};
    std::uint32_t version = 1;
    std::uint32_t extent = 4096;
    std::vector<MvtFeature> features{};
};

/// The layers of a tile, decompressed MVT 1 or 2. For inspection and tests: strict, and not made for speed.
/// Throws datasets::FormatError on whatever the specification does not allow; unknown fields are skipped.
[[nodiscard]] std::vector<MvtLayer> read_mvt(std::string_view tile);

} // namespace tiles
