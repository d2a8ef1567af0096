#pragma once

#include "tiles/feature_source.hpp"
#include "tiles/mvt_layer.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace tiles {

/// From a source's token to a layer's value, for one layer after the other without giving back the memory.
class TokenCache {
public:
    void clear();

    /// The layer's index of the value, or null.
    [[nodiscard]] const std::uint32_t* find(std::size_t field, std::uint64_t token) const;
    void insert(std::size_t field, std::uint64_t token, std::uint32_t value);

private:
    struct Slot {
        std::uint64_t token = 0;
        std::uint32_t field = 0;
        std::uint32_t value = 0;
        std::uint32_t round = 0; ///< taken in this round only
    };
    [[nodiscard]] std::size_t slot_of(std::size_t field, std::uint64_t token) const;

    std::vector<Slot> slots_{std::vector<Slot>(1024)};
    std::size_t taken_ = 0;
    std::uint32_t round_ = 1;
};

/// A layer under construction that takes features of a source.
class SourceLayer {
public:
    /// `shown`: the fields that this zoom has.
    SourceLayer(std::string name, int extent, const FeatureSource& source, std::span<const std::size_t> shown,
                TokenCache& cache);

    /// The tags of a feature: its values of the shown fields, `feature_id` among them if `with_id`.
    [[nodiscard]] std::span<const std::uint32_t> tags(FeatureIndex feature, bool with_id = true);

    void add(FeatureIndex feature, const datasets::Geometry<TilePoint>& geometry);

    [[nodiscard]] LayerBuilder& layer() { return layer_; }
    [[nodiscard]] const LayerBuilder& layer() const { return layer_; }

private:
    [[nodiscard]] std::uint32_t value(std::size_t field, std::uint64_t token);

    LayerBuilder layer_;
    const FeatureSource* source_;
    std::span<const std::size_t> shown_;
    TokenCache* cache_;
    std::vector<std::uint32_t> keys_{}; ///< of the shown fields, once they are needed
    std::vector<std::uint32_t> tags_{};
    std::string scratch_{};
};

} // namespace tiles
