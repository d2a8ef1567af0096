#pragma once

#include "datasets/feature.hpp"
#include "tiles/quantize.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tiles {

/// Builds one layer of a tile (MVT 4.1). Keys and values are stored once and referred to by their index.
class LayerBuilder {
public:
    LayerBuilder(std::string name, int extent);

    /// Index of a key or value, added if it is new.
    [[nodiscard]] std::uint32_t key(std::string_view key);

    /// The value must not be missing: MVT has no null, the tag is left out instead.
    [[nodiscard]] std::uint32_t value(const datasets::Value& value);

    /// Adds a feature with a geometry that is not empty. `tags`: key index, value index, key index, ...
    void add(std::optional<std::uint64_t> id, const datasets::Geometry<TilePoint>& geometry,
             std::span<const std::uint32_t> tags);

    [[nodiscard]] bool empty() const { return features_.empty(); }

    /// What `finish` will have, within a few bytes.
    [[nodiscard]] std::size_t size() const;

    /// The layer as a field of a tile; a tile is its layers one after the other.
    [[nodiscard]] std::string finish() const;

private:
    std::string name_;
    int extent_;
    std::string features_{}; ///< encoded `features` fields
    std::string keys_{};     ///< encoded `keys` fields
    std::string values_{};   ///< encoded `values` fields
    std::unordered_map<std::string, std::uint32_t> key_index_{};
    std::unordered_map<std::string, std::uint32_t> value_index_{}; ///< by the encoded message
};

} // namespace tiles
