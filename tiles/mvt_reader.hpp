#pragma once

#include "datasets/feature.hpp"
#include "tiles/quantize.hpp"
#include "tiles/tile_fault.hpp"

#include <cstddef>
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
    std::size_t bytes = 0; ///< encoded
};

/// The layers of a tile, decompressed MVT 1 or 2: strict, and not made for speed. Throws datasets::FormatError on whatever the
/// specification does not allow. Unknown fields are skipped, and so are features of type UNKNOWN.
[[nodiscard]] std::vector<MvtLayer> read_mvt(std::string_view tile);

/// The same for a tile in which something is wrong: `complain` is told, and what is wrong is left out, mostly a feature. Throws
/// nothing of its own.
[[nodiscard]] std::vector<MvtLayer> read_mvt(std::string_view tile, const Complain& complain);

} // namespace tiles
