#pragma once

#include "datasets/feature.hpp"
#include "tiles/quantize.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
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

    /// The value as a `Value` message (`append_mvt_value`).
    [[nodiscard]] std::uint32_t encoded_value(std::string_view message) { return values_.index_of(message); }

    /// The same for a value that the caller knows to be new in this layer.
    [[nodiscard]] std::uint32_t new_value(std::string_view message) { return values_.add(message); }

    /// Adds a feature with a geometry that is not empty. `tags`: key index, value index, key index, ...
    void add(std::optional<std::uint64_t> id, const datasets::Geometry<TilePoint>& geometry,
             std::span<const std::uint32_t> tags);

    [[nodiscard]] bool empty() const { return count_ == 0; }
    [[nodiscard]] std::size_t count() const { return count_; }

    /// What `finish` will have, within a few bytes.
    [[nodiscard]] std::size_t size() const;

    /// The layer as a field of a tile; a tile is its layers one after the other.
    [[nodiscard]] std::string finish() const;

private:
    /// Texts written one after the other as a repeated field, each found again by what it says.
    class Texts {
    public:
        explicit Texts(std::uint32_t tag) : tag_{tag} {}
        std::uint32_t index_of(std::string_view text);
        std::uint32_t add(std::string_view text);
        [[nodiscard]] const std::string& bytes() const { return bytes_; }

    private:
        struct Place {
            std::uint32_t offset = 0;
            std::uint32_t length = 0;
        };
        void insert(std::uint32_t index);

        std::uint32_t tag_;
        std::string bytes_{};
        std::vector<Place> places_{};
        std::vector<std::uint32_t> slots_{}; ///< open addressing; index + 1, 0 is free
        std::size_t in_slots_ = 0;
    };

    std::string name_;
    int extent_;
    std::size_t count_ = 0;
    std::string features_{}; ///< encoded `features` fields
    Texts keys_;
    Texts values_;
    std::vector<std::uint32_t> integers_{}; ///< of the feature being added
    std::string feature_{};
};

} // namespace tiles
